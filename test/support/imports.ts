import { request as httpRequest, type ClientRequest } from 'node:http';
import type { CollaborationId } from '../../src/domain/identifiers.js';
import { commandIdFor } from '../../src/ledger/commands.js';
import { id } from './given-when-then.js';
import type { Answer, Call, Journal } from './journal.js';
import { answerOf } from './writers.js';

type Request = Omit<Call, 'call'>;

const COLLABORATION = id<CollaborationId>('yorkshire-and-the-humber-joint-working');
const HEADER = 'reference,kind,occurred_on,collaboration,unit,lead_force,attribution,role,offence_group';

/** A CSV file of arrests to be recorded all or none. `name` makes its references its own. */
export function importOf(name: string, rows: number): Request {
  const references = Array.from({ length: rows }, (_, row) => `${name}-${row}`);
  const told = `arrest,2010-03-04,${COLLABORATION},rart,west-yorkshire,direct:west-yorkshire,made,drugs-supply`;
  return {
    ids: references.map((reference) => commandIdFor(COLLABORATION, 'outcome', reference)),
    path: '/api/v1/imports?mode=atomic',
    body: [HEADER, ...references.map((reference) => `${reference},${told}`), ''].join('\n'),
  };
}

export interface Upload {
  /** Until the service has taken the request up. */
  readonly begun: Promise<unknown>;
  readonly answer: Promise<Answer>;
  /** Sends what was held back. */
  finish(): void;
}

/** Sends a call, an import or any other, all of it or at first only the given part of its body. */
export function upload(journal: Journal, url: string, request: Request, part = 1): Upload {
  const call = journal.called(request);
  const headers =
    request.ids.length > 1
      ? { 'content-type': 'text/csv' }
      : { 'content-type': 'application/json', 'idempotency-key': request.ids[0] };
  // The service says that it reads on as soon as it has taken the request up.
  const sent = httpRequest(`${url}${request.path}`, {
    method: 'POST',
    headers: { ...headers, expect: '100-continue' },
  });
  const begun = new Promise((resolve) => sent.once('continue', resolve));
  const answer = answerTo(sent, call).then((given) => journal.answered(given));
  const cut = Math.floor(request.body.length * part);
  sent.write(request.body.slice(0, cut));
  const finish = (): void => {
    if (!sent.writableEnded) sent.end(request.body.slice(cut));
  };
  if (part === 1) finish();
  return { begun, answer, finish };
}

function answerTo(sent: ClientRequest, call: number): Promise<Answer> {
  return new Promise((resolve) => {
    const broken = (error: Error): void => resolve({ call, at: 'unknown', why: String(error) });
    sent.on('error', broken);
    sent.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve(answerOf(call, response.statusCode ?? 0, body)));
      response.on('error', broken);
    });
  });
}
