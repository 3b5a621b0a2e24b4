import { describe, expect, it } from '@jest/globals';
import { replaced, sealed, verified, withLine, type Json, type Path } from '../../../test/support/exports.js';
import { entryOf, goldenEntries, goldenLines } from '../../../test/support/golden-lines.js';
import { uuidEnding } from '../../../test/support/given-when-then.js';
import type { CommandId } from '../../domain/identifiers.js';
import { sha256 } from '../codec/digest.js';
import { encodeEntry, type Entry } from '../codec/entry-line.js';
import {
  agreementContent,
  figureIdFor,
  outcomeIdFor,
  incentiveContentBehind,
  programmeContentBehind,
  recordOutcomeContent,
} from '../commands.js';
import { entryIdOf } from '../execute.js';
import {
  figureStream,
  isFigureEvent,
  isIncentiveEvent,
  isOutcomeEvent,
  isProgrammeEvent,
  outcomeStream,
} from '../streams.js';

/** A forger of this kind knows the whole program: ids, digests and the trailer of what is forged all fit. */
async function forged(at: number, change: (entry: Entry) => Entry): Promise<unknown> {
  const entry = goldenEntries[at];
  if (entry === undefined) throw new Error(`no entry ${at}`);
  return verified(sealed(goldenLines.with(at, encodeEntry(fitting(change(entry))))));
}

function fitting(entry: Entry): Entry {
  const { event } = entry;
  switch (event.type) {
    case 'OutcomeRecorded': {
      const content = recordOutcomeContent(event.collaboration, event.outcome);
      return { ...entry, command: { ...entry.command, sha256: sha256(content) } };
    }
    case 'PublishedFigureRecorded':
      return entry;
    default: {
      if (isOutcomeEvent(event) || isFigureEvent(event)) return entry;
      const content = isProgrammeEvent(event)
        ? programmeContentBehind(event)
        : isIncentiveEvent(event)
          ? incentiveContentBehind(event)
          : agreementContent(event);
      return { ...entry, command: { ...entry.command, sha256: sha256(content) } };
    }
  }
}

const differsAt = (entry: number, reason: string | RegExp) => ({
  verdict: 'differs',
  entry,
  reason: expect.stringMatching(reason),
});
const changed = (at: number, path: Path, value: unknown) =>
  verified(sealed(withLine(goldenLines, at, (json: Json) => replaced(json, path, value))));

const byKey = entryOf('OutcomeRecorded');
const seizure = entryOf('OutcomeRecorded', ({ event }) => 'outcome' in event && event.outcome.kind === 'drugs-seizure');
const key = entryOf('KeyVersionSet', ({ event }) => 'from' in event && event.from === '2010-07-01');
const correction = entryOf('OutcomeCorrected');

describe('a forged decision is found where it was taken', () => {
  it('when a penny moved from one force to another', async () => {
    const shifted = await forged(byKey, (entry) => {
      if (entry.event.type !== 'OutcomeRecorded') return entry;
      const [first, second, ...rest] = entry.event.postings;
      if (first === undefined || second === undefined) return entry;
      const postings = [{ ...first, amount: first.amount + 1n }, { ...second, amount: second.amount - 1n }, ...rest];
      return { ...entry, event: { ...entry.event, postings } };
    });
    expect(shifted).toEqual(differsAt(byKey, /data\.postings\[0\]\.amount is 365777, should be 365776/));
  });

  it('when a drug was put into another class', async () => {
    const reclassed = await forged(seizure, (entry) => {
      if (entry.event.type !== 'OutcomeRecorded') return entry;
      const inClassB = (measure: string): never => measure.replace('class-c', 'class-b') as never;
      const postings = entry.event.postings.map((each) => ({ ...each, measure: inClassB(each.measure) }));
      return { ...entry, event: { ...entry.event, postings } };
    });
    expect(reclassed).toEqual(
      differsAt(seizure, /measure is "drug-seizures-class-b", should be "drug-seizures-class-c"/),
    );
  });

  it.each(['collaboration', 'measureCatalogue'])(
    'when it rests on a revision of %s that lies after it or nowhere',
    async (stream) => {
      for (const revision of [11, 20, 99, Number.MAX_SAFE_INTEGER]) {
        if (stream === 'measureCatalogue' && revision === 11) continue;
        const verdict = await changed(byKey, ['data', 'restsOn', stream], revision);
        expect(verdict).toEqual(differsAt(byKey, /rests on revision \d+ of .* which no earlier entry has/));
      }
    },
  );

  it('when it rests on an agreement that did not yet have what it used', async () => {
    expect(await changed(byKey, ['data', 'restsOn', 'collaboration'], 2)).toEqual(
      differsAt(byKey, /would be refused: .* \(unknown-unit\)/),
    );
  });

  it('when a member joined on a register that did not yet know it', async () => {
    const joined = entryOf('MemberJoined');
    expect(await changed(joined, ['data', 'restsOn', 'forceRegister'], 1)).toEqual(differsAt(joined, 'unknown-force'));
    expect(await changed(joined, ['data', 'restsOn', 'forceRegister'], 9)).toEqual(
      differsAt(joined, 'which no earlier entry has'),
    );
  });

  it('when a version of a key was dated back before the one it follows', async () => {
    const backDated = await forged(key, (entry) =>
      entry.event.type === 'KeyVersionSet'
        ? { ...entry, event: { ...entry.event, from: '2005-08-31' as never } }
        : entry,
    );
    expect(backDated).toEqual(differsAt(key, /would be refused/));
  });

  it('when a version of a key was dated back to before an outcome that was shared without it', async () => {
    const backDated = await forged(key, (entry) =>
      entry.event.type === 'KeyVersionSet'
        ? { ...entry, event: { ...entry.event, from: '2010-01-01' as never } }
        : entry,
    );
    expect(backDated).toEqual(differsAt(byKey, /does not follow from the entries it rests on/));
  });

  it('when it would have been refused', async () => {
    const impossible = await forged(byKey, (entry) =>
      entry.event.type === 'OutcomeRecorded'
        ? {
            ...entry,
            event: { ...entry.event, outcome: { ...entry.event.outcome, occurredOn: '2012-04-02' as never } },
          }
        : entry,
    );
    expect(impossible).toEqual(differsAt(byKey, /would be refused: .* \(date-in-future\)/));
  });

  it.each([
    ['OutcomeValidated', 'j-smith', 'recorded'],
    ['OutcomeAudited', 'j-smith', 'recorded'],
    ['OutcomeAudited', 'm-jones', 'validated'],
  ] as const)('when somebody vouched for what they did themselves: %s by %s, who %s it', async (type, person, did) => {
    const at = entryOf(type);
    const vouched = await forged(at, (entry) => ({ ...entry, actor: person as never }));
    expect(vouched).toEqual(differsAt(at, new RegExp(`would be refused: ${person} ${did} this outcome .*same-person`)));
  });

  it('when a published figure is put inside one that cannot contain it, or that there is not', async () => {
    const at = goldenEntries.findIndex(
      ({ event }) => event.type === 'PublishedFigureRecorded' && event.restsOn.within !== undefined,
    );
    const put = (changes: object) =>
      forged(at, (entry) =>
        entry.event.type === 'PublishedFigureRecorded'
          ? { ...entry, event: { ...entry.event, figure: { ...entry.event.figure, ...changes } } }
          : entry,
      );
    expect(await put({ within: uuidEnding(99) })).toEqual(differsAt(at, 'unknown-figure'));
    expect(await put({ to: '2011-02-01' })).toEqual(differsAt(at, 'would be refused: .*contradicts-record'));
  });

  it('when somebody became the one who recorded what they had validated', async () => {
    const at = entryOf('OutcomeValidated');
    const told = goldenEntries.findIndex(({ stream }) => stream === goldenEntries[at]?.stream);
    const swapped = await forged(told, (entry) => ({ ...entry, actor: 'm-jones' as never }));
    expect(swapped).toEqual(differsAt(at, 'same-person'));
  });

  it('when it records what stood already', async () => {
    const region = entryOf('RegionRegistered');
    const entry = goldenEntries[region];
    if (entry === undefined) throw new Error('no region');
    const command = { ...entry.command, id: uuidEnding<CommandId>(777) };
    const again = { ...entry, command, id: entryIdOf(command.id), revision: 5 };
    const lines = [...goldenLines, encodeEntry(again)];
    expect(await verified(sealed(lines))).toEqual(differsAt(goldenLines.length, 'records what stood already'));
  });

  it('when a correction was put into a stream whose name only looks like an outcome’s', async () => {
    const bent = /"stream":"outcome-[^"]{35}/;
    const lines = goldenLines.with(
      correction,
      (goldenLines[correction] ?? '').replace(bent, '$&').replace(/"stream":"outcome-./, '"stream":"outcome--'),
    );
    expect(await verified(sealed(lines))).toEqual(differsAt(correction, 'stream'));
  });

  it('when one command records both a published figure and an outcome, in either order', async () => {
    const figure = goldenEntries[entryOf('PublishedFigureRecorded')];
    const outcome = goldenEntries[byKey];
    if (figure === undefined || outcome === undefined) throw new Error('no such entries');
    const secondOutcome = fitting({
      ...outcome,
      ...asIf(figure),
      stream: outcomeStream(outcomeIdFor(figure.command.id)),
    });
    const { command } = figure;
    const secondFigure = {
      ...{ ...figure, ...asIf(outcome), stream: figureStream(figureIdFor(outcome.command.id)) },
      command: { ...command, id: outcome.command.id },
    };
    for (const second of [secondOutcome, secondFigure]) {
      const lines = [...goldenLines, encodeEntry(second)];
      expect(await verified(sealed(lines))).toEqual(differsAt(goldenLines.length, 'a second time'));
    }
  });
});

/** What an entry has from its command. */
function asIf({ command, id }: Entry): Pick<Entry, 'command' | 'id'> {
  return { command, id };
}
