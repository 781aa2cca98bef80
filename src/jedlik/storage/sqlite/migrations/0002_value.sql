CREATE TABLE value (
  id    INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

INSERT INTO value (id, bytes) SELECT rowid, value FROM entry;

ALTER TABLE entry RENAME TO entry_with_value;

CREATE TABLE entry (
  space     INTEGER NOT NULL,
  table_id  INTEGER NOT NULL,
  partition BLOB    NOT NULL,
  sort      BLOB    NOT NULL,
  value_id  INTEGER NOT NULL,
  is_copy   INTEGER NOT NULL,
  PRIMARY KEY (space, table_id, partition, sort)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER value_of_deleted AFTER DELETE ON entry WHEN NOT OLD.is_copy BEGIN
  DELETE FROM value WHERE id = OLD.value_id;
END;

CREATE TRIGGER value_of_replaced AFTER UPDATE ON entry WHEN NOT OLD.is_copy BEGIN
  DELETE FROM value WHERE id = OLD.value_id;
END;

INSERT INTO entry (space, table_id, partition, sort, value_id, is_copy)
SELECT space, table_id, partition, sort, rowid, 0 FROM entry_with_value
ORDER BY space, table_id, partition, sort;

DROP TABLE entry_with_value;
