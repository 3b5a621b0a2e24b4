-- Appends that were decided by another stream: they are written only while that stream is at the revision by which they were decided, under the
-- same lock, so that nothing comes between the look at it and the writing. An item is recorded so by the versions of the item key.
--
-- As ledger.append, with two more items for each line: the other stream, empty where there is none, and its revision (-1: it must not exist).
-- The answer is that of ledger.append, or '-' and the ordinals of the lines, comma-joined, whose other stream is elsewhere; then nothing is written.
-- What is in the ledger already is a repeat and looks at no other stream.
CREATE FUNCTION ledger.append_beside(
  streams text, revisions integer[], ids uuid[], lines text, others text, other_revisions integer[]
) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
  moved_on text;
BEGIN
  PERFORM FROM ledger.head FOR UPDATE;
  SELECT string_agg(ordinal::text, ',' ORDER BY ordinal) INTO moved_on
  FROM unnest(string_to_array(others, E'\n'), other_revisions, ids) WITH ORDINALITY AS given (stream, revision, id, ordinal)
  WHERE stream <> ''
    AND revision <> coalesce((SELECT max(e.revision) FROM ledger.entries e WHERE e.stream = given.stream), -1)
    AND NOT EXISTS (SELECT FROM ledger.entries e WHERE e.id = given.id);
  IF moved_on IS NOT NULL THEN
    RETURN '-' || moved_on;
  END IF;
  RETURN ledger.append(streams, revisions, ids, lines);
END
$$;

REVOKE ALL ON FUNCTION ledger.append_beside FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append_beside TO tallystick_app;
