#!/bin/sh
# Makes the certificate by which KurrentDB shows who it is, and the authority that vouches for it, once; what is there already is left alone.
# Nobody keeps the authority's key, so nothing else can ever be signed with it: when the certificate is to be renewed, remove it and run this again.
set -eu
secrets="${1:-/secrets}"
days=3650
[ ! -f "$secrets/kurrentdb/node.crt" ] || exit 0
umask 077
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days "$days" -subj '/O=Tallystick/CN=Tallystick authority' \
  -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign \
  -keyout "$work/ca.key" -out "$work/ca.crt"
openssl req -new -newkey rsa:3072 -nodes -sha256 -subj '/O=Tallystick/CN=kurrentdb' -keyout "$work/node.key" -out "$work/node.csr"
# KurrentDB shows it to clients, and would to other nodes of a cluster, so it needs both uses.
cat >"$work/node.ext" <<END
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=serverAuth,clientAuth
subjectAltName=DNS:kurrentdb,DNS:localhost,IP:127.0.0.1
END
openssl x509 -req -in "$work/node.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" -CAcreateserial -sha256 -days "$days" \
  -extfile "$work/node.ext" -out "$work/node.crt"

# put FILE PLACE: for the account of both images, and nobody else.
put() {
  cp "$work/$1" "$secrets/$2.unfinished"
  chmod 0400 "$secrets/$2.unfinished"
  [ "$(id -u)" != 0 ] || chown 1000:1000 "$secrets/$2.unfinished"
  mv -f "$secrets/$2.unfinished" "$secrets/$2"
}
mkdir -p "$secrets/kurrentdb/authority"
chmod 0500 "$secrets/kurrentdb/authority"
[ "$(id -u)" != 0 ] || chown 1000:1000 "$secrets/kurrentdb/authority"
for folder in application owner kurrentdb/authority; do put ca.crt "$folder/kurrentdb-authority.crt"; done
put node.key kurrentdb/node.key
# Last: it says that all of them are there.
put node.crt kurrentdb/node.crt
