-- What the brokers acknowledged, partition by partition: {"0": {"next": 12, "entry": 41}} says that the last message of partition 0 has
-- offset 11 and is entry 41. By that a topic is noticed that was emptied, cut or made anew: its messages are no longer where they were.
-- A feed from before this has none until its next request.
ALTER TABLE feed.checkpoints ADD COLUMN ends jsonb NOT NULL DEFAULT '{}';
