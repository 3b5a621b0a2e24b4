import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ARREST, post, send, type Answer, type Json } from '../support/http.js';
import { startService, type TestService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService('http claims');
}, 60_000);
afterAll(() => service.stop());

const item = { scheme: 'custody-reference', reference: 'NB/1234/10' };
const record = (body: object): Promise<Answer> => post(service.url, '/api/v1/outcomes', body);
const read = async (address: string): Promise<Answer['body']> => (await send(service.url, address)).body;

async function arrests(): Promise<unknown> {
  await service.caughtUp();
  const { body } = await send(
    service.url,
    `/api/v1/totals?by=unit&measure=arrests&collaboration=${ARREST.collaboration}`,
  );
  return body['rows'];
}

describe('an item that two units tell of', () => {
  it('is one outcome with two claims, one arrest, and a reference that is kept nowhere', async () => {
    const first = await record({ ...ARREST, item });
    const address = first.headers.get('location') ?? '';
    expect(first.status).toBe(201);
    expect(await read(address)).not.toHaveProperty('claims');

    const second = await record({ ...ARREST, unit: 'rrpt', item: { ...item, reference: ' nb/1234/10 ' } });
    expect([second.status, second.headers.get('location')]).toEqual([201, address]);
    const now = await read(address);
    expect(now).toMatchObject({ unit: ARREST.unit, revision: 1, claims: [{ unit: 'rrpt' }] });
    expect(await arrests()).toMatchObject([{ unit: ARREST.unit, amount: 1 }]);

    const listed = await send(service.url, `/api/v1/outcomes?collaboration=${ARREST.collaboration}&unit=rrpt`);
    expect(listed.body['outcomes']).toMatchObject([{ outcomeId: now['outcomeId'] }]);

    const again = await record({ ...ARREST, unit: 'rrpt', item });
    expect([again.status, again.body['code']]).toEqual([409, 'already-claimed']);

    const { body: claims } = await send(service.url, `/api/v1/claims?collaboration=${ARREST.collaboration}`);
    expect(claims['rows']).toMatchObject([{ distinct: 1, claimed: 2 }]);
    const lines = await send(service.url, '/api/v1/entries?limit=1000');
    expect(lines.text).toContain('"scheme":"custody-reference"');
    expect(lines.text.toUpperCase()).not.toContain('1234/10');

    const weights = { weights: { [ARREST.unit]: 1, rrpt: 3 } };
    const agreed = await post(service.url, `${address}/claim-weights`, weights, { 'if-match': '"1"' });
    expect(agreed.status).toBe(201);
    expect(await read(address)).toMatchObject({ claimWeights: weights.weights });
    expect(await arrests()).toMatchObject([
      { unit: ARREST.unit, amount: 0 },
      { unit: 'rrpt', amount: 1 },
    ]);
  });
});

describe('what is no reference', () => {
  it.each(['-', 'N/A', 'unknown', '\u200b'])('is not taken for one that two units share: %j', async (reference) => {
    const told = await post(service.url, '/api/v1/outcomes', { ...ARREST, item: { ...item, reference } });
    expect(told.body).toMatchObject({
      code: 'malformed-request',
      errors: [{ field: 'item.reference', reason: expect.stringMatching(/where there is none, leave the item out$/) }],
    });
  });
});

describe('an arrest that was told twice without a reference', () => {
  it('counts for nothing while it is linked, and shows on both sides', async () => {
    const told = { ...ARREST, role: 'facilitated', unit: 'rrpt' };
    const [one, two] = [await record(told), await record(told)];
    const [primary, duplicate] = [one, two].map(({ body }) => String(body['outcomeId']));
    const facilitated = async (): Promise<unknown> => {
      await service.caughtUp();
      return (await send(service.url, '/api/v1/totals?by=measure&measure=arrests-facilitated')).body['rows'];
    };
    expect(await facilitated()).toMatchObject([{ amount: 2 }]);
    const link = { primary, reason: 'recorded-twice' };
    const address = `/api/v1/outcomes/${duplicate}`;
    expect((await post(service.url, `${address}/link`, link, { 'if-match': '"0"' })).status).toBe(201);
    expect(await facilitated()).toMatchObject([{ amount: 1 }]);
    expect(await read(address)).toMatchObject({ duplicateOf: primary, postings: [] });
    expect(await read(`/api/v1/outcomes/${primary}`)).toMatchObject({ duplicates: [duplicate] });
    const taken = await post(
      service.url,
      `/api/v1/outcomes/${primary}/withdrawal`,
      { reason: 'recorded-in-error' },
      { 'if-match': '"1"' },
    );
    expect([taken.status, taken.body['code']]).toEqual([409, 'has-duplicates']);

    const undone = { reason: 'linked-in-error' };
    const unlinked = await post(service.url, `${address}/unlink`, undone, { 'if-match': '"1"' });
    expect(unlinked.status).toBe(201);
    expect(await facilitated()).toMatchObject([{ amount: 2 }]);
    expect(await read(`/api/v1/outcomes/${primary}`)).not.toHaveProperty('duplicates');
  });

  it('is neither validated nor listed for it while it is linked, and comes back claimed', async () => {
    const told = { ...ARREST, role: 'facilitated', unit: 'rrpt', occurredOn: '2010-03-05' };
    const [one, two] = [await record(told), await record(told)];
    const [primary = '', duplicate = ''] = [one, two].map(({ body }) => String(body['outcomeId']));
    const validate = async (outcome: string, revision: number): Promise<readonly unknown[]> => {
      const headers = { 'x-acting-person': 'reviewer', 'if-match': `"${revision}"` };
      const found = { finding: 'validated' };
      const { status, body } = await post(service.url, `/api/v1/outcomes/${outcome}/findings`, found, headers);
      return [status, body['code']];
    };
    const waits = async (): Promise<boolean> => {
      await service.caughtUp();
      const { body } = await send(service.url, `/api/v1/validation-queue?collaboration=${ARREST.collaboration}`);
      return (body['outcomes'] as readonly Json[]).some(({ outcomeId }) => outcomeId === duplicate);
    };
    const byGrade = async (): Promise<unknown> => {
      await service.caughtUp();
      const asked = 'by=grade&measure=arrests-facilitated&from=2010-03-05&to=2010-03-06';
      const { body } = await send(service.url, `/api/v1/totals?${asked}`);
      return (body['rows'] as readonly Json[]).map(({ grade, amount }) => [grade, amount]);
    };
    const address = `/api/v1/outcomes/${duplicate}`;
    const link = { primary, reason: 'recorded-twice' };

    expect(await waits()).toBe(true);
    expect((await post(service.url, `${address}/link`, link)).status).toBe(201);
    expect(await waits()).toBe(false);
    expect(await validate(duplicate, 1)).toEqual([409, 'already-linked']);
    expect((await post(service.url, `${address}/unlink`, { reason: 'other' })).body).toMatchObject({ revision: 2 });
    expect(await validate(duplicate, 2)).toEqual([201, undefined]);

    expect((await post(service.url, `${address}/link`, link)).status).toBe(201);
    expect(await validate(primary, 3)).toEqual([201, undefined]);
    expect(await byGrade()).toEqual([
      ['claimed', 0],
      ['validated', 1],
    ]);
    const { status, body } = await post(service.url, `${address}/unlink`, { reason: 'linked-in-error' });
    expect([status, body['postings']]).toEqual([201, [expect.objectContaining({ grade: 'claimed', amount: 1 })]]);
    expect(await byGrade()).toEqual([
      ['claimed', 1],
      ['validated', 1],
    ]);
    expect(await read(address)).toMatchObject({ grade: 'claimed' });
    expect(await waits()).toBe(true);
    const page = await send(service.url, `/outcomes/${duplicate}`, { headers: { accept: 'text/html' } });
    expect(page.text).toContain('Link undone: linked in error; claimed again, it was validated');
  });
});

describe('the first claim of an item', () => {
  it('is not corrected to another kind of thing beneath the others, who take theirs back first', async () => {
    const arrest = { ...ARREST, item: { ...item, reference: 'NB/1235/10' } };
    const address = (await record(arrest)).headers.get('location') ?? '';
    await record({ ...arrest, unit: 'rrpt' });
    const correction = { reason: 'relabelled', changes: { role: 'facilitated' } };
    const correct = (revision: number, changes: object = correction): Promise<Answer> =>
      post(service.url, `${address}/corrections`, changes, { 'if-match': `"${revision}"` });

    const refused = await correct(1);
    expect([refused.status, refused.body]).toEqual([
      409,
      expect.objectContaining({
        code: 'contradicts-record',
        errors: [
          {
            field: 'role',
            reason: expect.stringMatching(/role is made; let rrpt take its claim back first, and claim the item again/),
          },
        ],
      }),
    ]);
    expect(await read(address)).toMatchObject({ revision: 1, role: 'made' });
    const second = await correct(1, { ...correction, claim: 'rrpt' });
    expect([second.status, second.body['code']]).toEqual([409, 'contradicts-record']);

    const back = { reason: 'other', claim: 'rrpt' };
    expect((await post(service.url, `${address}/withdrawal`, back, { 'if-match': '"1"' })).status).toBe(201);
    expect((await correct(2)).status).toBe(201);
    expect((await record({ ...arrest, unit: 'rrpt', role: 'facilitated' })).status).toBe(201);
    expect(await read(address)).toMatchObject({ revision: 4, role: 'facilitated', claims: [{ role: 'facilitated' }] });
  });
});
