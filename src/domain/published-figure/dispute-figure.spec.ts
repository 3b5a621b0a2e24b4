import { describe, expect, it } from '@jest/globals';
import { given, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { restingOn, YORKSHIRE } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import type { FigureId } from '../identifiers.js';
import { disputeFigure, endDispute } from './dispute-figure.js';
import type { PublishedFigure, PublishedFigureEvent } from './events.js';
import { evolveFigure } from './figure.js';

const figureId = uuidEnding<FigureId>(1);
const told: PublishedFigure = {
  ...{ amount: 600n, bound: 'at-least', collaboration: YORKSHIRE, disputed: false },
  ...{ measure: id('arrests'), source: 'regional press release' },
};
const recorded: PublishedFigureEvent = { type: 'PublishedFigureRecorded', figure: told, restsOn: restingOn() };
const reason = 'restates-another-figure';
const disputed: PublishedFigureEvent = { type: 'PublishedFigureDisputed', collaboration: YORKSHIRE, reason };
const settled: PublishedFigureEvent = {
  ...{ type: 'FigureDisputeEnded', collaboration: YORKSHIRE },
  reason: 'source-confirmed',
};
const after = (...events: readonly PublishedFigureEvent[]) => given(evolveFigure, undefined, ...events);

describe('a published figure', () => {
  it('is disputed from an entry on, and until another; all else of it stays', () => {
    expect(disputeFigure({ figureId, reason }, after(recorded))).toStrictEqual(accept(disputed));
    expect(after(recorded, disputed)).toEqual({ ...told, disputed: true });
    expect(endDispute({ figureId, reason: 'source-confirmed' }, after(recorded, disputed))).toStrictEqual(
      accept(settled),
    );
    expect(after(recorded, disputed, settled)).toEqual(told);
    expect(disputeFigure({ figureId, reason }, after(recorded, disputed, settled))).toStrictEqual(accept(disputed));
  });

  it('that was disputed when it was recorded may be settled too', () => {
    const doubted = after({ ...recorded, figure: { ...told, disputed: true } });
    expect(endDispute({ figureId, reason: 'source-confirmed' }, doubted)).toStrictEqual(accept(settled));
  });

  it('is disputed, or settled, only if it is on record and not so already', () => {
    const unknown = refuse({ code: 'unknown-figure', field: 'figure', figure: figureId });
    expect(disputeFigure({ figureId, reason }, undefined)).toStrictEqual(unknown);
    expect(endDispute({ figureId, reason: 'other' }, undefined)).toStrictEqual(unknown);
    const unchanged = refuse({ code: 'unchanged' });
    expect(disputeFigure({ figureId, reason }, after(recorded, disputed))).toStrictEqual(unchanged);
    expect(endDispute({ figureId, reason: 'other' }, after(recorded))).toStrictEqual(unchanged);
    expect(after(disputed, settled)).toBeUndefined();
  });
});
