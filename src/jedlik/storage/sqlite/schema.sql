-- The tables of the newest file format, for people who read. Files reach this format by the steps in
-- migrations/; tests/storage/sqlite/test_schema.py compares the two.

-- The values: about 1 KB for an item, a few bytes for a counter. They have a table of their own. In
-- the tree of the keys (WITHOUT ROWID) the inner pages would hold whole values, and a put would take
-- five times as long.
CREATE TABLE value (
  id    INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

-- The keys. An entry that is a copy has the value_id of the entry that it copies. Two entries share a
-- value only if at least one of them is a copy.
CREATE TABLE entry (
  space     INTEGER NOT NULL,
  table_id  INTEGER NOT NULL,
  partition BLOB    NOT NULL,
  sort      BLOB    NOT NULL,
  value_id  INTEGER NOT NULL,
  is_copy   INTEGER NOT NULL,
  PRIMARY KEY (space, table_id, partition, sort)
) STRICT, WITHOUT ROWID;

-- The value of an entry that is not a copy is deleted with the entry, or when the entry gets another
-- value_id.
CREATE TRIGGER value_of_deleted AFTER DELETE ON entry WHEN NOT OLD.is_copy BEGIN
  DELETE FROM value WHERE id = OLD.value_id;
END;

CREATE TRIGGER value_of_replaced AFTER UPDATE ON entry WHEN NOT OLD.is_copy BEGIN
  DELETE FROM value WHERE id = OLD.value_id;
END;
