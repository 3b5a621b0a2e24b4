// Makes the passwords of a new installation, each into a file that only its user can read, and leaves those alone that are there.
import { randomBytes } from 'node:crypto';
import { chownSync, chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The accounts of the images: the application is node, PostgreSQL postgres, Kafka appuser, KurrentDB kurrent. */
const [APPLICATION, POSTGRES, KAFKA, KURRENT] = [1000, 999, 1000, 1000];

/** Which password lies where, and for whom. The first place is where it is made. */
const PASSWORDS = {
  'superuser-password': [['postgres', POSTGRES]],
  'owner-password': [
    ['owner', APPLICATION],
    ['postgres', POSTGRES],
  ],
  'application-password': [
    ['application', APPLICATION],
    ['postgres', POSTGRES],
  ],
  'kafka-password': [
    ['application', APPLICATION],
    ['kafka', KAFKA],
  ],
  'kafka-broker-password': [['kafka', KAFKA]],
  'kurrentdb-admin-password': [['kurrentdb', KURRENT]],
  'kurrentdb-ops-password': [['kurrentdb', KURRENT]],
  'kurrentdb-password': [
    ['application', APPLICATION],
    ['owner', APPLICATION],
    ['kurrentdb', KURRENT],
  ],
};

for (const [name, places] of Object.entries(PASSWORDS)) {
  const fileIn = (folder) => `/secrets/${folder}/${name}`;
  const known = places.map(([folder]) => fileIn(folder)).find(existsSync);
  const password = known === undefined ? randomBytes(24).toString('base64url') : readFileSync(known, 'utf8');
  for (const [folder, owner] of places) {
    const file = fileIn(folder);
    if (existsSync(file)) continue;
    writeFileSync(file, password, { mode: 0o400 });
    chownSync(file, owner, owner);
  }
}
for (const [folder, owner] of [
  ['owner', APPLICATION],
  ['application', APPLICATION],
  ['postgres', POSTGRES],
  ['kafka', KAFKA],
  ['kurrentdb', KURRENT],
]) {
  chownSync(`/secrets/${folder}`, owner, owner);
  chmodSync(`/secrets/${folder}`, 0o500);
}
