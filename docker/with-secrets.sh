#!/bin/sh
# Puts the passwords from their files into the settings that need them, then becomes the program. They are in no image, no compose
# file and no argument. What the passwords are made of needs no escaping in an address.
set -eu
secrets="${SECRETS:-/run/tallystick}"
if [ -n "${DATABASE_OWNER:-}" ]; then
  export DATABASE_URL="postgresql://$DATABASE_OWNER:$(cat "$secrets/owner-password")@$DATABASE_HOST:5432/tallystick"
elif [ -n "${DATABASE_HOST:-}" ]; then
  export DATABASE_URL="postgresql://tallystick_app:$(cat "$secrets/application-password")@$DATABASE_HOST:5432/tallystick"
fi
if [ -n "${KAFKA_USERNAME:-}" ]; then
  KAFKA_PASSWORD="$(cat "$secrets/kafka-password")"
  export KAFKA_PASSWORD
fi
if [ -n "${KURRENTDB_HOST:-}" ]; then
  EVENTSTORE_URL="esdb://tallystick:$(cat "$secrets/kurrentdb-password")@$KURRENTDB_HOST?tls=true&tlsCAFile=$secrets/kurrentdb-authority.crt"
  export EVENTSTORE_URL
fi
unset DATABASE_OWNER DATABASE_HOST KURRENTDB_HOST SECRETS
exec "$@"
