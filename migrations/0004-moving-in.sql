-- Moving house: an empty ledger is filled from an export, every line as it stands there, under the same entry numbers.
--
-- Until it is whole nobody else may write: one entry of somebody's in between would take a number that belongs to the
-- export, and the ledger could never be finished. So the head says from which export it is being filled. The mark outlives
-- a process that is killed; only the same export can go on, and only when it is whole is the mark taken away.
ALTER TABLE ledger.head ADD COLUMN moving_in text CHECK (moving_in ~ '^[0-9a-f]{64}$');

-- As in 0002, but for the look at the mark: the row is at hand and locked. Whoever fills the ledger says so by the setting
-- ledger.moving_in of its transaction. That is no secret: it keeps apart those who write by mistake.
CREATE OR REPLACE FUNCTION ledger.append(streams text, revisions integer[], ids uuid[], lines text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
-- Its plans are kept per connection, and a plan made while the ledger was small would scan it from end to end later on.
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
  given_streams text[];
  given_lines text[];
  first_entry bigint;
  filling_from text;
  verdicts text;
  written_count bigint;
BEGIN
  UPDATE ledger.head SET next = next + cardinality(ids)
  RETURNING next - cardinality(ids), moving_in INTO STRICT first_entry, filling_from;
  IF filling_from IS DISTINCT FROM nullif(current_setting('ledger.moving_in', true), '') THEN
    IF filling_from IS NULL THEN
      RAISE EXCEPTION 'the ledger is not being filled' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RAISE EXCEPTION 'the ledger is being filled from the export with the SHA-256 %', filling_from USING ERRCODE = 'object_in_use';
  END IF;
  BEGIN
    -- Who writes alone waits for this, and taking a line apart that is one would be a third of it.
    IF cardinality(ids) = 1 AND cardinality(revisions) = 1 AND strpos(streams || lines, E'\n') = 0 THEN
      INSERT INTO ledger.entries (entry, stream, revision, id, line) VALUES (first_entry, streams, revisions[1], ids[1], lines);
    ELSE
      given_streams := string_to_array(streams, E'\n');
      given_lines := string_to_array(lines, E'\n');
      INSERT INTO ledger.entries (entry, stream, revision, id, line)
      SELECT first_entry + ordinal - 1, stream, revision, id, line
      FROM unnest(given_streams, revisions, ids, given_lines) WITH ORDINALITY AS given (stream, revision, id, line, ordinal);
    END IF;
    IF 0 < ANY (revisions) THEN
      PERFORM FROM unnest(string_to_array(streams, E'\n'), revisions) AS given (stream, revision)
      WHERE revision > 0 AND (SELECT e.entry FROM ledger.entries e
                              WHERE e.stream = given.stream AND e.revision = given.revision - 1) IS NULL;
      IF FOUND THEN
        RAISE unique_violation; -- not one, but judged in the same place: somebody's revision is not the next
      END IF;
    END IF;
    RETURN '+' || first_entry;
  EXCEPTION WHEN unique_violation THEN
    NULL; -- the lock on head outlives this block: only its INSERT is undone
  END;

  given_streams := string_to_array(streams, E'\n');
  given_lines := string_to_array(lines, E'\n');
  WITH given AS MATERIALIZED (
    SELECT stream, revision, id, line, ordinal, (SELECT e.entry FROM ledger.entries e WHERE e.id = given.id) AS holder
    FROM unnest(given_streams, revisions, ids, given_lines) WITH ORDINALITY AS given (stream, revision, id, line, ordinal)
  ), append AS (
    SELECT stream, min(ordinal) AS ordinal, min(revision) AS revision, count(holder) AS taken,
           (array_agg(holder ORDER BY ordinal))[1] AS duplicate_of, max(revision) - min(revision) + 1 = count(*) AS unbroken
    FROM given GROUP BY stream
  ), judged AS MATERIALIZED (
    SELECT stream, ordinal, CASE
        WHEN duplicate_of IS NOT NULL THEN '=' || duplicate_of
        WHEN revision <> 1 + coalesce((SELECT max(e.revision) FROM ledger.entries e WHERE e.stream = append.stream), -1) THEN '!'
        WHEN NOT unbroken THEN '!'
        WHEN taken > 0 THEN '#'
      END AS loss
    FROM append
  ), kept AS MATERIALIZED (
    SELECT first_entry + row_number() OVER (ORDER BY given.ordinal) - 1 AS entry, given.*
    FROM given JOIN judged USING (stream) WHERE loss IS NULL
  ), written AS (
    INSERT INTO ledger.entries (entry, stream, revision, id, line) SELECT entry, stream, revision, id, line FROM kept
  )
  SELECT string_agg(coalesce(loss, kept.entry::text), E'\n' ORDER BY judged.ordinal), (SELECT count(*) FROM kept)
  INTO verdicts, written_count FROM judged LEFT JOIN kept ON kept.ordinal = judged.ordinal;
  UPDATE ledger.head SET next = first_entry + written_count;
  RETURN verdicts;
END
$$;

-- Takes an empty ledger for the export with this SHA-256, or takes up again what was begun with the same one. Gives how many
-- entries are there. Under the lock on head, so that no append can come between the look and the mark.
CREATE FUNCTION ledger.begin_moving_in(export text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  entries_there bigint;
  filling_from text;
BEGIN
  SELECT next, moving_in INTO STRICT entries_there, filling_from FROM ledger.head FOR UPDATE;
  IF entries_there > 0 AND filling_from IS DISTINCT FROM export THEN
    RAISE EXCEPTION 'the ledger is not empty' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  UPDATE ledger.head SET moving_in = export;
  RETURN entries_there;
END
$$;

-- Opens the ledger to everybody, once it holds as many entries as the export.
CREATE FUNCTION ledger.finish_moving_in(export text, entries bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE ledger.head SET moving_in = NULL WHERE moving_in = export AND next = entries;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the ledger is not whole' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
END
$$;

REVOKE ALL ON FUNCTION ledger.begin_moving_in, ledger.finish_moving_in FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.begin_moving_in, ledger.finish_moving_in TO tallystick_app;
