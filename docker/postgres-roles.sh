#!/bin/sh
# Runs once, when the image makes a new database. The owner migrates and is no superuser; the application's role can log in, owns nothing, and
# is granted by the migrations what it needs.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username=postgres --dbname=tallystick \
  --set=owner_password="$(cat /run/tallystick/owner-password)" \
  --set=application_password="$(cat /run/tallystick/application-password)" <<'SQL'
CREATE ROLE tallystick_app LOGIN PASSWORD :'application_password';
CREATE ROLE tallystick_owner LOGIN PASSWORD :'owner_password';
GRANT tallystick_app TO tallystick_owner;
ALTER DATABASE tallystick OWNER TO tallystick_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SQL
