-- The tables of the newest file format, for readers. Files get here by the steps in migrations/;
-- tests/storage/sqlite/test_schema.py compares the two.

-- A table with rowids and an index beside it: with the values inside the index (WITHOUT ROWID) its
-- inner pages would hold whole values, and puts of 1 KB would be five times slower.
CREATE TABLE entry (
  space     INTEGER NOT NULL,
  table_id  INTEGER NOT NULL,
  partition BLOB    NOT NULL,
  sort      BLOB    NOT NULL,
  value     BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX entry_key ON entry (space, table_id, partition, sort);
