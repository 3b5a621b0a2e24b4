#!/bin/sh
# Allows the application's user the ledger's topics and groups, and nothing else.
set -eu
settings=/dev/shm/broker.properties
umask 077
cat >"$settings" <<END
security.protocol=SASL_PLAINTEXT
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="broker" password="$(cat /run/tallystick/kafka-broker-password)";
END
allow() {
  /opt/kafka/bin/kafka-acls.sh --bootstrap-server kafka:9092 --command-config "$settings" --add --force \
    --allow-principal User:tallystick --resource-pattern-type prefixed "$@"
}
allow --topic tallystick. --operation Create --operation Describe --operation DescribeConfigs --operation Read --operation Write
allow --group tallystick --operation Read --operation Describe
/opt/kafka/bin/kafka-acls.sh --bootstrap-server kafka:9092 --command-config "$settings" --add --force \
  --allow-principal User:tallystick --cluster --operation IdempotentWrite --operation Describe
