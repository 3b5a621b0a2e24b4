#!/bin/sh
# Formats the storage at the first start, with the broker's own user and the application's, then starts the broker. What is
# secret is added to a copy of kafka.properties in memory.
set -eu
secrets=/run/tallystick
settings=/dev/shm/kafka.properties
umask 077
cp /kafka.properties "$settings"
broker="$(cat "$secrets/kafka-broker-password")"
login="org.apache.kafka.common.security.scram.ScramLoginModule required username=\"broker\" password=\"$broker\";"
printf 'listener.name.internal.scram-sha-512.sasl.jaas.config=%s\n' "$login" >>"$settings"
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted --config "$settings" --cluster-id dGFsbHlzdGljay1sZWRnZQ \
  --add-scram "SCRAM-SHA-512=[name=broker,password=$broker]" \
  --add-scram "SCRAM-SHA-512=[name=tallystick,password=$(cat "$secrets/kafka-password")]"
exec /opt/kafka/bin/kafka-server-start.sh "$settings"
