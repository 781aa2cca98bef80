-- The tables of the newest file format, for readers. Files get here by the steps in migrations/;
-- tests/storage/sqlite/test_schema.py compares the two.

-- What is kept: 1 KB for an item, a few bytes for a counter. In a table of its own, since in the
-- tree of the keys (WITHOUT ROWID) inner pages would hold whole values, and puts be five times
-- slower.
CREATE TABLE value (
  id    INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

-- Under which key. An entry that is a copy shows the value of another entry, which has it; no two
-- entries that are none have one value.
CREATE TABLE entry (
  space     INTEGER NOT NULL,
  table_id  INTEGER NOT NULL,
  partition BLOB    NOT NULL,
  sort      BLOB    NOT NULL,
  value_id  INTEGER NOT NULL,
  is_copy   INTEGER NOT NULL,
  PRIMARY KEY (space, table_id, partition, sort)
) STRICT, WITHOUT ROWID;

-- A value goes with the entry that has it, or when that entry comes to show another.
CREATE TRIGGER value_of_deleted AFTER DELETE ON entry WHEN NOT OLD.is_copy BEGIN
  DELETE FROM value WHERE id = OLD.value_id;
END;

CREATE TRIGGER value_of_replaced AFTER UPDATE ON entry WHEN NOT OLD.is_copy BEGIN
  DELETE FROM value WHERE id = OLD.value_id;
END;
