-- The ledger itself: every entry that was ever recorded, in one order, for ever.
--
-- The line is the entry: it is hashed, exported and proved byte for byte, so it is text and never jsonb, and no later
-- migration may rewrite it. The other columns only find it again.

-- embedded-postgres makes this role with a password before it migrates; on a server its administrator gives it one.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tallystick_app') THEN
    CREATE ROLE tallystick_app NOLOGIN;
  END IF;
END
$$;

-- Collation "C": the order of an index must not depend on the C library of the day, and comparing bytes is quicker.
CREATE TABLE ledger.entries (
  entry bigint PRIMARY KEY CHECK (entry >= 0),
  stream text COLLATE "C" NOT NULL,
  revision integer NOT NULL CHECK (revision >= 0),
  id uuid NOT NULL UNIQUE,
  line text NOT NULL,
  UNIQUE (stream, revision)
);

-- One row: the number of the next entry. Whoever holds its lock is the only writer, which is what makes numbers dense
-- and commit order equal to entry order. A sequence would leave a gap at every rollback.
CREATE TABLE ledger.head (next bigint NOT NULL CHECK (next >= 0));
CREATE UNIQUE INDEX head_is_one_row ON ledger.head ((true));
INSERT INTO ledger.head VALUES (0);

-- Against a slip of whoever owns the tables; the application has no such right to begin with. Someone who takes the
-- triggers away on purpose is caught by the Merkle tree, not here.
CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'entries of the ledger are never changed or removed (% on %.%)', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', HINT = 'Record a correction: it is a new entry.';
END
$$;
CREATE TRIGGER entries_are_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entries
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER head_stays BEFORE DELETE OR TRUNCATE ON ledger.head
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
-- ALWAYS: session_replication_role = replica would pass by ordinary triggers.
ALTER TABLE ledger.entries ENABLE ALWAYS TRIGGER entries_are_immutable;
ALTER TABLE ledger.head ENABLE ALWAYS TRIGGER head_stays;

-- SELECT only. Writing goes through ledger.append (0002), so not even the application can choose an entry's number.
GRANT USAGE ON SCHEMA ledger TO tallystick_app;
GRANT SELECT ON ledger.entries, ledger.head TO tallystick_app;
