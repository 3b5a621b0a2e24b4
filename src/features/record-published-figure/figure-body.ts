import { IsOptional } from 'class-validator';
import { civilDate } from '../../domain/civil-date.js';
import { slug, uuid } from '../../domain/identifiers.js';
import { BOUNDS, publishedFigureShape, type PublishedFigure } from '../../domain/published-figure/events.js';
import { amount, flag, oneOf, type ShapeNode } from '../../domain/shape.js';
import { schemaOf } from '../../domain/shape-schema.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits, isRecord } from '../../web/fits.js';
import { checkRequest } from '../../web/valid-request.js';

const { fields } = publishedFigureShape;
const shapeOf = (name: string): ShapeNode => fields[name] ?? oneOf();

class PublishedFigureRequest {
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @IsOptional() @Fits(slug('rart')) unit: unknown;
  @IsOptional() @Fits(slug()) force: unknown;
  @Fits(slug('arrests-made')) measure: unknown;
  @Fits(amount()) amount: unknown;
  @Fits(oneOf(...BOUNDS)) bound: unknown;
  @IsOptional() @Fits(civilDate()) from: unknown;
  @IsOptional() @Fits(civilDate()) to: unknown;
  @IsOptional() @Fits(uuid()) within: unknown;
  @IsOptional() @Fits(flag()) disputed: unknown;
  @Fits(shapeOf('source')) source: unknown;
}

export const figureSchema = schemaOf({
  ...publishedFigureShape,
  optional: [...publishedFigureShape.optional, 'disputed'],
});

export const FIGURE_EXAMPLES = {
  'a line of the Benefits Realised table': {
    collaboration: EXAMPLE_COLLABORATION,
    measure: 'arrests',
    amount: 693,
    bound: 'exact',
    from: '2009-01-01',
    to: '2011-01-01',
    source: 'Joint Working across Yorkshire and the Humber, Benefits Realised table',
  },
};

/** Reads the body that records a published figure, which nobody disputes unless it says so (400 malformed-request). */
export function readFigure(body: unknown): PublishedFigure {
  checkRequest(PublishedFigureRequest, body);
  return fromWire(publishedFigureShape, { disputed: false, ...(isRecord(body) ? body : {}) });
}
