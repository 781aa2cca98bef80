-- The tables of entries stay as they are. From this format on, there are records of AWS Backup, as in
-- format 7 of data folders. A version that knows format 1 would let DeleteBackup delete the backup of
-- a recovery point, and would not do the work that is due.
--
-- A node of such a version may have been cut off while this was done. All its sessions are closed, and
-- it can open none, because it does not say its format. So it writes nothing.
UPDATE session SET closed = true;
ALTER TABLE session ADD COLUMN format int NOT NULL DEFAULT 1;
ALTER TABLE session ALTER COLUMN format DROP DEFAULT;
