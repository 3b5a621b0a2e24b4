import { randomUUID } from 'node:crypto';
import { ASSET, post, type Json } from './http.js';

/** What an example of a message needs changed to be recorded: headers of its own, and a body that names what is there. */
export interface Grounded {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Json;
}

/**
 * Records over HTTP what has to stand before an example of a message can be recorded, and gives the example as it then has to be. `type`: the
 * message's name, such as `CorrectOutcome`.
 */
export async function groundFor(url: string, type: string, payload: Json): Promise<Grounded> {
  const about = (outcome: string, revision: number): Grounded['headers'] => ({
    ce_subject: outcome,
    ce_revision: String(revision),
  });
  if (type === 'AgreeClaimWeights' || 'claim' in payload)
    return { headers: about(await claimedByTwo(url), 1), payload };
  if (type === 'DisputeFigure' || type === 'EndFigureDispute')
    return { headers: { ce_subject: await published(url, type === 'EndFigureDispute') }, payload };
  const outcome = await recorded(url, ASSET);
  switch (type) {
    case 'RecordFinding':
      return { headers: { ...about(outcome, 0), ce_actingperson: 'somebody-else' }, payload };
    case 'CorrectAssetStage': {
      const detained = { stage: 'detained', occurredOn: '2010-03-06', amountPence: ASSET.amountPence };
      await follow(url, `${outcome}/stages`, detained, { 'if-match': '"0"' });
      return { headers: about(outcome, 1), payload };
    }
    case 'LinkOutcome':
      return { headers: { ce_subject: outcome }, payload: { ...payload, primary: await recorded(url, ASSET) } };
    case 'UnlinkOutcome':
      await follow(url, `${outcome}/link`, { primary: await recorded(url, ASSET), reason: 'recorded-twice' });
      return { headers: { ce_subject: outcome }, payload };
    default:
      return { headers: about(outcome, 0), payload };
  }
}

async function claimedByTwo(url: string): Promise<string> {
  const item = { scheme: 'exhibit', reference: randomUUID() };
  await recorded(url, { ...ASSET, item });
  return recorded(url, { ...ASSET, unit: 'rrpt', item });
}

async function recorded(url: string, outcome: object): Promise<string> {
  const { status, body, text } = await post(url, '/api/v1/outcomes', outcome);
  if (status !== 201) throw new Error(text);
  return String(body['outcomeId']);
}

async function published(url: string, disputed: boolean): Promise<string> {
  const { collaboration } = ASSET;
  const figure = { collaboration, measure: 'arrests', amount: 693, bound: 'exact', disputed, source: 'A table' };
  const { status, body, text } = await post(url, '/api/v1/published-figures', figure);
  if (status !== 201) throw new Error(text);
  return String(body['figureId']);
}

async function follow(url: string, path: string, body: object, headers: Record<string, string> = {}): Promise<void> {
  const { status, text } = await post(url, `/api/v1/outcomes/${path}`, body, headers);
  if (status !== 201) throw new Error(text);
}
