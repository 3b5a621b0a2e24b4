-- All or nothing over several streams of EventStoreDB, which itself keeps such a promise for one stream only.
--
-- The decision is taken here first: one transaction writes down every append with its lines, or none. What was decided is then sent,
-- by whoever decided it or, after a crash, by the copy that numbers entries, and the same ids are never written twice. So an
-- import is never recorded in part: it was decided, and comes whole, or it was not, and nothing of it was ever sent.

CREATE TABLE ledger.decided (
  ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream text COLLATE "C" NOT NULL,
  first_revision integer NOT NULL CHECK (first_revision >= 0),
  ids uuid[] NOT NULL,
  -- One after the other, newline-joined: a line of canonical JSON never holds a raw newline.
  lines text NOT NULL
);
CREATE INDEX decided_by_stream ON ledger.decided (stream);

-- As in 0003, with one more verdict: '^', an append to this stream, or of this id, is decided and on its way. And with a lock that
-- is shared by all who claim: whoever decides holds it alone, so that nothing is sent to a stream between its look at it and the end of
-- its transaction.
CREATE OR REPLACE FUNCTION ledger.claim(streams text, first_revisions integer[], line_counts integer[], ids uuid[]) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
  given_streams text[] := string_to_array(streams, E'\n');
  verdicts text[] := '{}';
  verdict text;
  own uuid[];
  mine uuid[];
  holder bigint;
  earlier ledger.claims;
  taken integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(842119, 5);
  FOR i IN 1 .. cardinality(given_streams) LOOP
    own := ids[taken + 1 : taken + line_counts[i]];
    taken := taken + line_counts[i];
    LOOP
      WITH claimed AS (
        INSERT INTO ledger.claims (id, stream, revision)
        SELECT id, given_streams[i], first_revisions[i] + ordinal - 1 FROM unnest(own) WITH ORDINALITY AS given (id, ordinal)
        ON CONFLICT DO NOTHING RETURNING id
      ) SELECT coalesce(array_agg(id), '{}') INTO mine FROM claimed;
      earlier := NULL;
      SELECT entry INTO holder FROM ledger.numbered WHERE id = own[1];
      IF holder IS NOT NULL THEN
        verdict := '=' || holder;
      ELSIF own[1] <> ALL (mine) THEN
        SELECT * INTO earlier FROM ledger.claims WHERE id = own[1];
        verdict := '~' || earlier.revision || ' ' || earlier.stream;
      ELSIF EXISTS (SELECT FROM ledger.numbered WHERE stream = given_streams[i] AND revision = first_revisions[i]) THEN
        verdict := '!';
      ELSIF cardinality(mine) < cardinality(own) OR EXISTS (SELECT FROM ledger.numbered WHERE id = ANY (own)) THEN
        verdict := '#';
      ELSE
        verdict := '+';
      END IF;
      IF verdict ~ '^[+~]' AND EXISTS (SELECT FROM ledger.decided WHERE stream IN (given_streams[i], earlier.stream)) THEN
        verdict := '^';
      END IF;
      IF verdict IS DISTINCT FROM '+' THEN
        DELETE FROM ledger.claims WHERE id = ANY (mine);
      END IF;
      -- The earlier claim went while we looked: it was numbered just now, and is found there.
      EXIT WHEN verdict IS NOT NULL;
    END LOOP;
    verdicts := verdicts || verdict;
  END LOOP;
  RETURN array_to_string(verdicts, E'\n');
END
$$;

-- Decides appends, one after the other; they stand when the transaction around this does. Parameters and verdicts are those of
-- ledger.claim, with the lines newline-joined. '+', decided; '^', its first id is decided already; '?', something is on its way to
-- its stream whose fate is not known yet. '!' counts what was decided before, in this transaction or another, as written.
CREATE FUNCTION ledger.decide(streams text, first_revisions integer[], line_counts integer[], ids uuid[], lines text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
  given_streams text[] := string_to_array(streams, E'\n');
  given_lines text[] := string_to_array(lines, E'\n');
  verdicts text[] := '{}';
  verdict text;
  own uuid[];
  holder bigint;
  earlier ledger.claims;
  last_revision integer;
  taken integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(842119, 5);
  FOR i IN 1 .. cardinality(given_streams) LOOP
    own := ids[taken + 1 : taken + line_counts[i]];
    SELECT * INTO earlier FROM ledger.claims WHERE id = own[1];
    -- Looked up after the claim: a claim goes when its entry is numbered.
    SELECT entry INTO holder FROM ledger.numbered WHERE id = own[1];
    SELECT max(revision) INTO last_revision FROM (
      SELECT -1 UNION ALL
      SELECT max(revision) FROM ledger.numbered WHERE stream = given_streams[i] UNION ALL
      SELECT max(first_revision + cardinality(decided.ids) - 1) FROM ledger.decided WHERE stream = given_streams[i]
    ) AS known (revision);
    IF holder IS NOT NULL THEN
      verdict := '=' || holder;
    ELSIF EXISTS (SELECT FROM ledger.decided WHERE stream = earlier.stream) THEN
      verdict := '^';
    ELSIF earlier.id IS NOT NULL THEN
      verdict := '~' || earlier.revision || ' ' || earlier.stream;
    ELSIF EXISTS (SELECT FROM ledger.claims WHERE stream = given_streams[i] AND revision > last_revision) THEN
      verdict := '?';
    ELSIF first_revisions[i] <> last_revision + 1 THEN
      verdict := '!';
    ELSIF EXISTS (SELECT FROM ledger.numbered WHERE id = ANY (own) UNION ALL SELECT FROM ledger.claims WHERE id = ANY (own)) THEN
      verdict := '#';
    ELSE
      verdict := '+';
      INSERT INTO ledger.claims (id, stream, revision)
      SELECT id, given_streams[i], first_revisions[i] + ordinal - 1 FROM unnest(own) WITH ORDINALITY AS given (id, ordinal);
      INSERT INTO ledger.decided (stream, first_revision, ids, lines)
      VALUES (given_streams[i], first_revisions[i], own,
              array_to_string(given_lines[taken + 1 : taken + line_counts[i]], E'\n'));
    END IF;
    taken := taken + line_counts[i];
    verdicts := verdicts || verdict;
  END LOOP;
  RETURN array_to_string(verdicts, E'\n');
END
$$;

-- These are written; the store holds them now.
CREATE FUNCTION ledger.carried_out(ordinals bigint[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  DELETE FROM ledger.decided WHERE ordinal = ANY (ordinals);
END;

GRANT SELECT ON ledger.decided TO tallystick_app;
REVOKE ALL ON FUNCTION ledger.decide, ledger.carried_out FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.decide, ledger.carried_out TO tallystick_app;
