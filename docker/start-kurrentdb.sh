#!/bin/sh
# Starts KurrentDB with passwords of its own in place of the ones that everybody knows. It takes them from its environment only, and only when its
# database is new.
set -eu
secrets=/run/tallystick
KURRENTDB_DEFAULT_ADMIN_PASSWORD="$(cat "$secrets/kurrentdb-admin-password")"
KURRENTDB_DEFAULT_OPS_PASSWORD="$(cat "$secrets/kurrentdb-ops-password")"
export KURRENTDB_DEFAULT_ADMIN_PASSWORD KURRENTDB_DEFAULT_OPS_PASSWORD
# The image's own program, which had another name in some versions.
for program in /opt/kurrentdb/KurrentDB /opt/kurrentdb/kurrentd; do
  [ ! -x "$program" ] || exec "$program" "$@"
done
echo 'This image holds no KurrentDB where it is looked for.' >&2
exit 1
