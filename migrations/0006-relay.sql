-- How far the feed has come. A target is one cluster of brokers with one prefix of topics: a new one is fed from entry 0, and an old one
-- is taken up where it was left.
--
-- The rows are written on the session that holds the leader's advisory lock, and only in the epoch of that session: a relay that was
-- taken for dead, and was not, moves nothing.
CREATE SCHEMA feed;
CREATE TABLE feed.checkpoints (
  target text COLLATE "C" NOT NULL,
  -- The entries themselves, or the totals and statements that follow from them: each comes as far as it can.
  part text COLLATE "C" NOT NULL CHECK (part IN ('entries', 'figures')),
  epoch bigint NOT NULL CHECK (epoch >= 1),
  -- The brokers have acknowledged everything up to and including this entry; -1: nothing yet.
  entry bigint NOT NULL CHECK (entry >= -1),
  -- The id of that entry, by which another ledger than the one that was published is noticed.
  entry_id uuid,
  -- The version of the arithmetic that the published figures are of; 0 for entries, which have none.
  version integer NOT NULL CHECK (version >= 0),
  -- The topic was empty when this ledger began to fill it, or somebody said that what was in it is this ledger's.
  begun boolean NOT NULL DEFAULT false,
  PRIMARY KEY (target, part)
) WITH (fillfactor = 20); -- updated all the time: room for that in the page
GRANT USAGE ON SCHEMA feed TO tallystick_app;
GRANT SELECT, INSERT, UPDATE ON feed.checkpoints TO tallystick_app;
