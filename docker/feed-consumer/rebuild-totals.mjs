// Rebuilds every total from the entries in Kafka, with nothing of Tallystick's, and compares them with what the service answers.
//   KAFKA_BROKERS=localhost:9092 node rebuild-totals.mjs http://127.0.0.1:3000
import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';

const [service = 'http://127.0.0.1:3000'] = process.argv.slice(2);
const { KAFKA_BROKERS = 'localhost:9092', KAFKA_TOPIC_PREFIX = 'tallystick' } = process.env;
const BY = ['force', 'unit', 'measure', 'grade', 'month'];

const answer = await (await fetch(`${service}/api/v1/totals?by=${BY.join()}`)).json();
const last = answer.asAt.entry;

const sums = new Map();
const seen = new Set();
function take(id, entry, line) {
  if (seen.has(id) || entry > last) return; // a message may come twice, and what came later is in no answer yet
  seen.add(id);
  const { collaboration, postings = [] } = JSON.parse(line).data;
  for (const { occurredOn, amount, ...posting } of postings) {
    const row = { collaboration, ...posting, month: occurredOn.slice(0, 7) };
    const place = placeOf(row);
    sums.set(place, (sums.get(place) ?? 0) + amount);
  }
}
const placeOf = (row) => ['collaboration', ...BY].map((name) => row[name]).join(' ');

const consumer = new kafkajs.Kafka({ brokers: KAFKA_BROKERS.split(','), logLevel: 0 }).consumer({
  groupId: randomUUID(),
});
await consumer.connect();
await consumer.subscribe({ topic: `${KAFKA_TOPIC_PREFIX}.entries.v1`, fromBeginning: true });
await new Promise((resolve) =>
  consumer.run({
    eachMessage: async ({ message: { headers, value } }) => {
      take(String(headers.ce_id), Number(headers.ce_entry), String(value));
      if (seen.size === last + 1) resolve(); // entry numbers have no gaps: these are all
    },
  }),
);
await consumer.disconnect();

const differing = answer.rows.filter((row) => sums.get(placeOf(row)) !== row.amount);
const agrees = differing.length === 0 && answer.rows.length === sums.size;
for (const row of differing)
  console.log(`differs: ${placeOf(row)}: ${row.amount}, from the feed ${sums.get(placeOf(row))}`);
console.log(`${agrees ? 'agrees' : 'DIFFERS'}: ${sums.size} totals from ${seen.size} entries, as of entry ${last}`);
process.exitCode = agrees ? 0 : 1;
