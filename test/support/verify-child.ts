/** Verifies the export that it is given and says what came of it, in a process whose memory a test may bound. */
import { verifyFile } from '../../src/ledger/verify/verify-file.js';

const verdict = await verifyFile(process.argv[2] ?? '', []);
const { verdict: word, ...rest } = verdict;
process.stdout.write(JSON.stringify('entries' in rest ? { verdict: word, entries: rest.entries } : verdict));
