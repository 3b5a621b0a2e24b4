-- The only way into ledger.entries: many appends in one statement, which is one round trip and one commit.
--
-- Parameters hold one item for each line: newline-joined where the items are text (a line of canonical JSON never holds a
-- raw newline), because taking that apart is far cheaper than escaping and parsing an array of text. Lines of one stream
-- are one append; the caller puts no second append to that stream, and no id twice, into a batch.
--
-- The answer: '+n' when every append was written, its lines numbered from n in the order given. Otherwise one verdict for
-- each append, newline-joined: its first entry number; '=n', its first id is in the ledger already as entry n; '!', its
-- stream is not at the revision before its first; '#', one of its later ids is in the ledger already.
--
-- It is right under READ COMMITTED with any number of writers: a VOLATILE plpgsql function takes a new snapshot for every
-- statement in it, so all that follows the UPDATE of head, which waits for the lock, sees what the last holder committed.
CREATE FUNCTION ledger.append(streams text, revisions integer[], ids uuid[], lines text) RETURNS text
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
  verdicts text;
  written_count bigint;
BEGIN
  UPDATE ledger.head SET next = next + cardinality(ids) RETURNING next - cardinality(ids) INTO STRICT first_entry;
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
REVOKE ALL ON FUNCTION ledger.append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append TO tallystick_app;
