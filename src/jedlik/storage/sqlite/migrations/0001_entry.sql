CREATE TABLE entry (
  space     INTEGER NOT NULL,
  table_id  INTEGER NOT NULL,
  partition BLOB    NOT NULL,
  sort      BLOB    NOT NULL,
  value     BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX entry_key ON entry (space, table_id, partition, sort);
