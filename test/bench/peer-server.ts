/**
 * The peer of the service: a bare Fastify on the same PostgreSQL, no framework, no validation, no idempotency. One route inserts one row
 * for each request into a table that is indexed as the ledger's is; one gives the rows of the indexed SELECT behind GET /totals.
 *
 * peer-server.ts <database URL> <size of the pool> <port>
 */
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';

const [, , connectionString = '', max = '8', port = '0'] = process.argv;
const pool = new pg.Pool({ connectionString, max: parseInt(max, 10), options: '-c jit=off' });
const fastify = Fastify();

fastify.post('/insert', async (request, reply) => {
  const id = randomUUID();
  const { rows } = await pool.query<{ entry: string }>({
    name: 'insert',
    text: 'INSERT INTO public.peer (stream, revision, id, line) VALUES ($1, 0, $2, $3) RETURNING entry',
    values: [`outcome-${id}`, id, JSON.stringify(request.body)],
  });
  reply.code(201);
  return { id, entry: rows[0]?.entry };
});

fastify.get('/totals', async () => {
  const { rows } = await pool.query<object>({
    name: 'totals',
    text: `SELECT collaboration, measure, force, month, sum(amount)::bigint AS amount FROM projection.totals
           WHERE collaboration = $1 AND measure = $2 AND month >= $3 AND month < $4
           GROUP BY collaboration, measure, force, month ORDER BY collaboration, measure, force, month`,
    values: ['yorkshire-and-the-humber-joint-working', 'assets-seized-value', '2009-01', '2011-01'],
  });
  return { rows };
});

await fastify.listen({ port: parseInt(port, 10), host: '127.0.0.1' });
process.stdout.write(`${JSON.stringify(fastify.server.address())}\n`);
