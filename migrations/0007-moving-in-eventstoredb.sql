-- Moving house into EventStoreDB: what 0004 does for a ledger in PostgreSQL.
--
-- Nothing in EventStoreDB could hold other writers off. But whoever writes claims or decides here first, so the mark stands here, on the head of
-- the numbers: while it does, nobody can claim or decide anything. The importer needs neither: alone, it sends one line after the other, and a line
-- that is sent twice is there once. Numbering goes on as ever.
ALTER TABLE ledger.numbered_head ADD COLUMN moving_in text CHECK (moving_in ~ '^[0-9a-f]{64}$');

-- As in 0005, but for the look at the mark, under the lock without which it cannot be set.
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
  filling_from text;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(842119, 5);
  SELECT moving_in INTO filling_from FROM ledger.numbered_head;
  IF filling_from IS NOT NULL THEN
    RAISE EXCEPTION 'the ledger is being filled from the export with the SHA-256 %', filling_from USING ERRCODE = 'object_in_use';
  END IF;
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

-- As in 0005, but for the same look.
CREATE OR REPLACE FUNCTION ledger.decide(streams text, first_revisions integer[], line_counts integer[], ids uuid[], lines text) RETURNS text
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
  filling_from text;
BEGIN
  PERFORM pg_advisory_xact_lock(842119, 5);
  SELECT moving_in INTO filling_from FROM ledger.numbered_head;
  IF filling_from IS NOT NULL THEN
    RAISE EXCEPTION 'the ledger is being filled from the export with the SHA-256 %', filling_from USING ERRCODE = 'object_in_use';
  END IF;
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

-- As ledger.begin_moving_in: takes an empty ledger for the export with this SHA-256, or takes up again what was begun with the same one. What is
-- claimed or decided may be on its way to EventStoreDB and is refused like an entry; with the lock held, nothing more can be.
CREATE FUNCTION ledger.begin_moving_in_numbered(export text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  entries_there bigint;
  filling_from text;
BEGIN
  PERFORM pg_advisory_xact_lock(842119, 5);
  SELECT next, moving_in INTO STRICT entries_there, filling_from FROM ledger.numbered_head FOR UPDATE;
  IF entries_there > 0 AND filling_from IS DISTINCT FROM export THEN
    RAISE EXCEPTION 'the ledger is not empty' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF EXISTS (SELECT FROM ledger.claims UNION ALL SELECT FROM ledger.decided) THEN
    RAISE EXCEPTION 'the ledger is not empty: an entry of its own may be on its way' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  UPDATE ledger.numbered_head SET moving_in = export;
  RETURN entries_there;
END
$$;

-- Opens the ledger to everybody, once as many entries as the export has are numbered.
CREATE FUNCTION ledger.finish_moving_in_numbered(export text, entries bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE ledger.numbered_head SET moving_in = NULL WHERE moving_in = export AND next = entries;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the ledger is not whole' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
END
$$;

REVOKE ALL ON FUNCTION ledger.begin_moving_in_numbered, ledger.finish_moving_in_numbered FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.begin_moving_in_numbered, ledger.finish_moving_in_numbered TO tallystick_app;
