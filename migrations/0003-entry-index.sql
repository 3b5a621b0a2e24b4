-- The numbers of entries that live in EventStoreDB or KurrentDB, where EVENTSTORE_URL says so; otherwise these tables stay empty.
--
-- That store keeps lines in an order of its own and gives no dense numbers. They are given here, in its order, once and for
-- ever. A line's SHA-256 is kept beside its number, so that a line that comes back changed is noticed by every reader. All
-- of it can be made again from the store; the claims, which say what may be on its way there, cannot.

CREATE TABLE ledger.numbered (
  entry bigint PRIMARY KEY CHECK (entry >= 0),
  stream text COLLATE "C" NOT NULL,
  revision integer NOT NULL CHECK (revision >= 0),
  id uuid NOT NULL UNIQUE,
  commit_position bigint NOT NULL,
  prepare_position bigint NOT NULL,
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  UNIQUE (stream, revision)
);

-- One row: the next number, and where in the store's order the last numbered entry stands. Whoever moves it numbers; whoever
-- finds it moved has lost, however sure it was to be alone.
CREATE TABLE ledger.numbered_head (
  next bigint NOT NULL CHECK (next >= 0),
  commit_position bigint NOT NULL,
  prepare_position bigint NOT NULL
);
CREATE UNIQUE INDEX numbered_head_is_one_row ON ledger.numbered_head ((true));
INSERT INTO ledger.numbered_head VALUES (0, -1, -1);

CREATE TRIGGER numbers_are_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.numbered
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER numbered_head_stays BEFORE DELETE OR TRUNCATE ON ledger.numbered_head
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE ledger.numbered ENABLE ALWAYS TRIGGER numbers_are_immutable;
ALTER TABLE ledger.numbered_head ENABLE ALWAYS TRIGGER numbered_head_stays;

-- Where an id that has no number yet may have been written: there, or nowhere. The store keeps ids apart only within a stream
-- and a revision, and an id must not be used twice in the whole ledger; so it is claimed here before it is sent.
CREATE TABLE ledger.claims (
  id uuid PRIMARY KEY,
  stream text COLLATE "C" NOT NULL,
  revision integer NOT NULL CHECK (revision >= 0)
);
CREATE INDEX claims_by_place ON ledger.claims (stream, revision);

-- Claims the ids of many appends. Parameters hold one item for each append: its stream, the revision its first line would have,
-- how many lines it has; the ids follow one another. One verdict for each append, newline-joined: '+', its ids are claimed now
-- and were never used; '=n', its first id is entry n; '~r s', its first id was claimed before, for revision r of stream s; '!', its
-- stream has an entry at that revision; '#', only a later id of it is used. All but '+' claim nothing.
--
-- Right under READ COMMITTED with any number of callers: ids are claimed first, which waits for whoever is just claiming or numbering
-- them, and what was numbered is looked up after that, by statements with snapshots of their own.
CREATE FUNCTION ledger.claim(streams text, first_revisions integer[], line_counts integer[], ids uuid[]) RETURNS text
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

-- Moves the claim of one append to another place, once it is certain that nothing can come to the first one any more. False when
-- the claim is no longer where the caller saw it.
CREATE FUNCTION ledger.reclaim(own uuid[], from_stream text, from_revision integer, to_stream text, to_revision integer)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moved integer;
BEGIN
  UPDATE ledger.claims SET stream = to_stream, revision = to_revision + ordinal - 1
  FROM unnest(own) WITH ORDINALITY AS given (id, ordinal)
  WHERE claims.id = given.id AND claims.stream = from_stream AND claims.revision = from_revision + ordinal - 1;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved > 0 AND moved < cardinality(own) THEN
    RAISE EXCEPTION 'only some of the ids were claimed for revision % of %', from_revision, from_stream;
  END IF;
  RETURN moved > 0;
END
$$;

-- Gives numbers, from first_entry on, to entries in the order given. Refuses (TL001) when another has moved the head, and (TL002) what
-- cannot follow: a position that does not rise, a revision without the one before it. An id or a place that has a number already
-- is a unique violation. Claims that this settles, for these ids and for these places, are gone.
CREATE FUNCTION ledger.number(first_entry bigint, streams text, revisions integer[], ids uuid[],
                              commit_positions bigint[], prepare_positions bigint[], sha256s text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
  given_count integer := cardinality(ids);
  last_position ledger.numbered_head;
BEGIN
  SELECT * INTO STRICT last_position FROM ledger.numbered_head FOR UPDATE;
  IF last_position.next <> first_entry THEN
    RAISE EXCEPTION 'another copy has numbered up to %', last_position.next USING ERRCODE = 'TL001';
  END IF;
  UPDATE ledger.numbered_head SET next = next + given_count,
    commit_position = commit_positions[given_count], prepare_position = prepare_positions[given_count];
  PERFORM FROM (
    SELECT commit_position, prepare_position,
      lag(commit_position, 1, last_position.commit_position) OVER by_order AS commit_before,
      lag(prepare_position, 1, last_position.prepare_position) OVER by_order AS prepare_before
    FROM unnest(commit_positions, prepare_positions) WITH ORDINALITY AS given (commit_position, prepare_position, ordinal)
    WINDOW by_order AS (ORDER BY ordinal)
  ) AS neighbours WHERE (commit_position, prepare_position) <= (commit_before, prepare_before);
  IF FOUND THEN
    RAISE EXCEPTION 'positions in the store do not rise' USING ERRCODE = 'TL002';
  END IF;
  INSERT INTO ledger.numbered (entry, stream, revision, id, commit_position, prepare_position, sha256)
  SELECT first_entry + ordinal - 1, stream, revision, id, commit_position, prepare_position, decode(sha256, 'hex')
  FROM unnest(string_to_array(streams, E'\n'), revisions, ids, commit_positions, prepare_positions, string_to_array(sha256s, E'\n'))
    WITH ORDINALITY AS given (stream, revision, id, commit_position, prepare_position, sha256, ordinal);
  PERFORM FROM unnest(string_to_array(streams, E'\n'), revisions) AS given (stream, revision)
  WHERE revision > 0
    AND NOT EXISTS (SELECT FROM ledger.numbered n WHERE n.stream = given.stream AND n.revision = given.revision - 1);
  IF FOUND THEN
    RAISE EXCEPTION 'a stream has lost an entry' USING ERRCODE = 'TL002';
  END IF;
  DELETE FROM ledger.claims WHERE id = ANY (ids);
  DELETE FROM ledger.claims USING unnest(string_to_array(streams, E'\n'), revisions) AS given (stream, revision)
  WHERE claims.stream = given.stream AND claims.revision = given.revision;
END
$$;

-- As in 0002: the application reads, and writes by these functions only.
GRANT SELECT ON ledger.numbered, ledger.numbered_head, ledger.claims TO tallystick_app;
REVOKE ALL ON FUNCTION ledger.claim, ledger.reclaim, ledger.number FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.claim, ledger.reclaim, ledger.number TO tallystick_app;
