-- The tables of entries stay as they are. From this format on, there are records of AWS Backup, as in
-- format 7 of data folders. A version that knows format 1 would let DeleteBackup delete the backup of
-- a recovery point, and would not do the work that is due.
--
-- A node of such a version may have been cut off while this was done. All its sessions are closed, and
-- it can open none, because it does not say its format. So it writes nothing.
UPDATE session SET closed = true;
ALTER TABLE session ADD COLUMN format int NOT NULL DEFAULT 1;
ALTER TABLE session ALTER COLUMN format DROP DEFAULT;

-- One statement for all locks takes a fifth of the time of a loop. A scan of a function returns its
-- rows in their order, so the locks are taken in the order in which they are given, as before.
CREATE OR REPLACE FUNCTION lock_1(numbers bigint[], exclusive boolean[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM CASE
      WHEN l.is_exclusive THEN pg_advisory_xact_lock(l.number)
      ELSE pg_advisory_xact_lock_shared(l.number)
    END
    FROM unnest(numbers, exclusive) AS l(number, is_exclusive);
END $$;
