import { Unreadable } from './json.js';

/** What a line says about itself, beside its event. */
export interface Envelope {
  readonly id: string;
  readonly recordedAt: string;
  readonly revision: number;
  readonly schema: number;
  readonly stream: string;
  readonly type: string;
}

/**
 * The last six fields of a line. Keys of a canonical line are in order, so that these are always the last, and no text within the
 * event can look like them: it would have to close the object.
 */
const END =
  /,"id":"([0-9a-f-]{36})","recordedAt":"([^"\\]{20,30})","revision":(\d{1,15}),"schema":(\d{1,9}),"stream":"([a-z0-9-]+)","type":"([A-Za-z]+)"\}$/;
/** More than those fields can take; a line may be a thousand times as long. */
const END_CHARACTERS = 512;

/**
 * Reads the envelope of a line without reading its event, which may be of a newer program. Far quicker than reading all of it. Throws `Unreadable`
 * for a line without one.
 */
export function envelopeOf(line: string): Envelope {
  const found = END.exec(line.slice(-END_CHARACTERS));
  if (found === null) throw new Unreadable('', 'the line does not end as an entry does');
  const [, id = '', recordedAt = '', revision = '', schema = '', stream = '', type = ''] = found;
  return { id, recordedAt, revision: Number(revision), schema: Number(schema), stream, type };
}
