-- What a database with Citus has in addition to 1.sql: docs/adr/0043-citus.md.
-- All of it is on the coordinator, except for the rows of distributed_entry and anchor, which are on
-- the workers. SHARDS is replaced by the number of shards.

-- The entries of the spaces that grow with the data. The node computes `place` from the id.
CREATE TABLE distributed_entry (
  place   int    NOT NULL,
  id      bytea  NOT NULL,
  tail    bytea,
  version bigint NOT NULL,
  value   bytea  NOT NULL,
  PRIMARY KEY (place, id)
) WITH (fillfactor = 85);
ALTER TABLE distributed_entry ALTER COLUMN value SET STORAGE EXTERNAL;
ALTER TABLE distributed_entry ALTER COLUMN id SET STORAGE PLAIN;
SELECT create_distributed_table(
  'distributed_entry', 'place', shard_count := SHARDS, colocate_with := 'none');

-- The values of `place`: one for each shard, found by trying numbers.
CREATE TABLE place (number int NOT NULL PRIMARY KEY, value int NOT NULL);
INSERT INTO place
  SELECT row_number() OVER (ORDER BY shard) - 1, min(candidate)
    FROM (
      SELECT candidate, get_shard_id_for_distribution_column('distributed_entry', candidate)
        FROM generate_series(1, 40 * SHARDS) AS candidate
    ) AS tried(candidate, shard)
    GROUP BY shard;

-- One row for each place. A statement that joins it with the rows to write is executed by the worker.
CREATE TABLE anchor (place int NOT NULL PRIMARY KEY);
SELECT create_distributed_table('anchor', 'place', colocate_with := 'distributed_entry');
INSERT INTO anchor SELECT value FROM place;

-- An empty table that Citus knows, on the coordinator. To write it makes Citus commit in two phases.
CREATE TABLE two_phases (number int NOT NULL);
SELECT citus_add_local_table_to_metadata('two_phases');

-- The last commit of a session, until all workers are known to show it. doubt: the beginning of the
-- names of its prepared transactions, NULL if there is no such commit. written: the numbers of its
-- exclusive locks. touched: the numbers of all its locks.
ALTER TABLE session ADD COLUMN doubt text, ADD COLUMN written bigint[], ADD COLUMN touched bigint[];

CREATE FUNCTION remember_doubt_1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RETURN CASE WHEN OLD.doubt IS NULL THEN OLD END;
END $$;
CREATE TRIGGER remember_doubt BEFORE DELETE ON session
  FOR EACH ROW EXECUTE FUNCTION remember_doubt_1();

-- Waits for the commits that are in doubt and have written something that the caller reads or
-- writes. numbers: those of keys, and of their pairs of space and table. pairs: those of the pairs of
-- which the caller reads or writes any number of keys.
CREATE FUNCTION await_doubts_1(numbers bigint[], pairs bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  found record;
BEGIN
  FOR found IN
    SELECT s.id, s.doubt FROM session s
      WHERE s.doubt IS NOT NULL AND (s.written && numbers OR s.touched && pairs)
  LOOP
    -- The connection of the session has this lock until it has ended the doubt.
    PERFORM pg_advisory_xact_lock_shared(1246447, hashint8(found.id));
    FOR attempt IN 1 .. 21 LOOP
      EXIT WHEN NOT EXISTS (
        SELECT FROM session s WHERE s.id = found.id AND s.doubt = found.doubt);
      IF attempt = 21 THEN
        RAISE EXCEPTION 'a commit is in doubt' USING ERRCODE = 'JK002';
      END IF;
      PERFORM pg_sleep(0.002);
    END LOOP;
  END LOOP;
END $$;

-- Begins the doubt about the commit of a session: in its transaction, before it is committed.
CREATE FUNCTION doubt_1(in_session bigint, in_written bigint[], in_touched bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  own record;
BEGIN
  PERFORM pg_advisory_lock(1246447, hashint8(in_session));
  -- Citus commits in two phases, although this statement finds no row.
  UPDATE two_phases SET number = number;
  own := get_current_transaction_id();
  IF own.transaction_number = 0 THEN
    RAISE EXCEPTION 'Citus has not begun a transaction';
  END IF;
  UPDATE session
    SET doubt = format('citus_0_%s_%s_', own.process_id, own.transaction_number),
      written = in_written, touched = in_touched
    WHERE id = in_session AND doubt IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the last commit of the session is in doubt' USING ERRCODE = 'JK001';
  END IF;
END $$;

-- Writes rows of one place after another.
CREATE FUNCTION write_distributed_1(
  in_version bigint, deleted_places int[], deleted_ids bytea[],
  put_places int[], put_ids bytea[], put_tails bytea[], put_values bytea[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  at int;
  ids bytea[];
  tails bytea[];
  new_values bytea[];
BEGIN
  FOR at IN SELECT DISTINCT u FROM unnest(deleted_places) AS u ORDER BY u LOOP
    ids := ARRAY(SELECT u.id FROM unnest(deleted_places, deleted_ids) AS u(place, id)
                   WHERE u.place = at);
    DELETE FROM distributed_entry e WHERE e.place = at AND e.id = ANY (ids);
  END LOOP;
  FOR at IN SELECT DISTINCT u FROM unnest(put_places) AS u ORDER BY u LOOP
    SELECT array_agg(u.id), array_agg(u.tail), array_agg(u.value) INTO ids, tails, new_values
      FROM unnest(put_places, put_ids, put_tails, put_values) AS u(place, id, tail, value)
      WHERE u.place = at;
    IF array_length(ids, 1) = 1 THEN
      INSERT INTO distributed_entry (place, id, tail, version, value)
        VALUES (at, ids[1], tails[1], in_version, new_values[1])
        ON CONFLICT (place, id) DO UPDATE
          SET version = excluded.version, value = excluded.value;
    ELSE
      INSERT INTO distributed_entry (place, id, tail, version, value)
        SELECT a.place, u.id, u.tail, in_version, u.value
          FROM anchor a, unnest(ids, tails, new_values) AS u(id, tail, value)
          WHERE a.place = at
        ON CONFLICT (place, id) DO UPDATE
          SET version = excluded.version, value = excluded.value;
    END IF;
  END LOOP;
END $$;

-- Returns the positions of Appends as sort keys. counts: as in append_1.
CREATE FUNCTION positions_1(in_last bytea, counts int[], now_ms bigint) RETURNS bytea[]
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  per_ms CONSTANT bigint := 1048576;
  last bigint := coalesce(
    ('x' || encode(substring(in_last FOR 8), 'hex'))::bit(64)::bigint, 0);
  ms bigint;
  sorts bytea[] := '{}';
BEGIN
  FOR at IN 1 .. array_length(counts, 1) LOOP
    IF counts[at] > 0 THEN  -- the first of its batch
      ms := greatest(last + 1, now_ms * per_ms) / per_ms;
      IF greatest(last + 1, now_ms * per_ms) + counts[at] > (ms + 1) * per_ms THEN
        ms := ms + 1;
      END IF;
      last := greatest(last + 1, ms * per_ms);
    ELSE
      last := last + 1;
    END IF;
    sorts := sorts || int8send(last);
  END LOOP;
  RETURN sorts;
END $$;

-- Commits what a group has decided, as commit_1 does. The lists of commit_1 have the entries that
-- are on the coordinator. A place of an Append is NULL if it is one of them.
CREATE FUNCTION commit_distributed_1(
  in_session bigint, in_number bigint, in_version bigint,
  lock_numbers bigint[], lock_exclusive boolean[],
  read_ids bytea[], read_versions bigint[],
  put_ids bytea[], put_tails bytea[], put_values bytea[],
  deleted_ids bytea[], cleared_ids bytea[],
  added_ids bytea[], added_amounts text[],
  last_id bytea, append_prefixes bytea[], append_values bytea[], append_counts int[],
  append_places int[],
  distributed_read_places int[], distributed_read_ids bytea[], distributed_read_versions bigint[],
  distributed_put_places int[], distributed_put_ids bytea[],
  distributed_put_tails bytea[], distributed_put_values bytea[],
  distributed_deleted_places int[], distributed_deleted_ids bytea[],
  now_ms bigint, raises_epoch boolean
) RETURNS bytea[] LANGUAGE plpgsql AS $$
DECLARE
  exclusive CONSTANT bigint[] := ARRAY(
    SELECT l.number FROM unnest(lock_numbers, lock_exclusive) AS l(number, is_exclusive)
      WHERE l.is_exclusive);
  stale bytea[];
  of_place bytea[];
  found_ids bytea[];
  found_versions bigint[];
  sorts bytea[];
  places int[] := distributed_put_places;
  ids bytea[] := distributed_put_ids;
  tails bytea[] := distributed_put_tails;
  new_values bytea[] := distributed_put_values;
  at int;
BEGIN
  PERFORM lock_1(lock_numbers, lock_exclusive);
  PERFORM await_doubts_1(lock_numbers, exclusive);
  FOR at IN SELECT DISTINCT u FROM unnest(distributed_read_places) AS u ORDER BY u LOOP
    of_place := ARRAY(
      SELECT u.id FROM unnest(distributed_read_places, distributed_read_ids) AS u(place, id)
        WHERE u.place = at);
    SELECT array_agg(e.id), array_agg(e.version) INTO found_ids, found_versions
      FROM distributed_entry e WHERE e.place = at AND e.id = ANY (of_place);
    SELECT array_agg(wanted.id) INTO of_place
      FROM unnest(distributed_read_places, distributed_read_ids, distributed_read_versions)
          AS wanted(place, id, version)
        LEFT JOIN unnest(found_ids, found_versions) AS e(id, version) ON e.id = wanted.id
      WHERE wanted.place = at AND wanted.version <> coalesce(e.version, 0);
    stale := stale || of_place;
  END LOOP;
  IF stale IS NOT NULL THEN
    RETURN stale;
  END IF;
  stale := commit_1(
    in_session, in_number, in_version, NULL, NULL, read_ids, read_versions,
    put_ids, put_tails, put_values, deleted_ids, cleared_ids, added_ids, added_amounts,
    NULL, NULL, NULL, NULL, now_ms, raises_epoch);
  IF stale IS NOT NULL THEN
    RETURN stale;
  END IF;
  IF append_prefixes IS NOT NULL THEN
    sorts := positions_1(
      (SELECT e.value FROM entry e WHERE e.id = last_id), append_counts, now_ms);
    INSERT INTO entry (id, version, value)
      VALUES (last_id, in_version, sorts[array_length(sorts, 1)])
      ON CONFLICT (id) DO UPDATE SET version = excluded.version, value = excluded.value;
    INSERT INTO entry (id, version, value)
      SELECT a.prefix || a.sort, in_version, a.sort || a.value
        FROM unnest(append_places, append_prefixes, sorts, append_values)
          AS a(place, prefix, sort, value)
        WHERE a.place IS NULL;
    SELECT places || array_agg(a.place), ids || array_agg(a.prefix || a.sort),
        tails || array_agg(NULL::bytea), new_values || array_agg(a.sort || a.value)
      INTO places, ids, tails, new_values
      FROM unnest(append_places, append_prefixes, sorts, append_values)
        AS a(place, prefix, sort, value)
      WHERE a.place IS NOT NULL;
  END IF;
  IF places IS NOT NULL OR distributed_deleted_places IS NOT NULL THEN
    PERFORM doubt_1(in_session, exclusive, lock_numbers);
    PERFORM write_distributed_1(
      in_version, distributed_deleted_places, distributed_deleted_ids,
      places, ids, tails, new_values);
  END IF;
  RETURN NULL;
END $$;

-- Returns the value of one entry, NULL if it is absent.
CREATE FUNCTION read_one_distributed_1(
  in_place int, in_id bytea, number bigint, pair bigint
) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
  found bytea;
BEGIN
  PERFORM await_doubts_1(ARRAY[number, pair], NULL);
  SELECT e.value INTO found FROM distributed_entry e WHERE e.place = in_place AND e.id = in_id;
  RETURN found;
END $$;

-- Returns the entries that exist, as READ_COUNTED does.
-- lock_numbers: what to lock, so that the entries are of one snapshot. numbers: see await_doubts_1.
CREATE FUNCTION read_distributed_1(
  lock_numbers bigint[], numbers bigint[], places int[], distributed_ids bytea[],
  ids bytea[], counter_ids bytea[]
) RETURNS TABLE (id bytea, version bigint, value bytea, amounts text) LANGUAGE plpgsql AS $$
DECLARE
  lock_number bigint;
  at int;
  of_place bytea[];
BEGIN
  FOREACH lock_number IN ARRAY lock_numbers LOOP
    PERFORM pg_advisory_xact_lock_shared(lock_number);
  END LOOP;
  PERFORM await_doubts_1(numbers, NULL);
  RETURN QUERY
    SELECT e.id, e.version, e.value, NULL::text FROM entry e WHERE e.id = ANY (ids)
    UNION ALL SELECT d.id, d.version, NULL::bytea, array_to_string(d.amounts, ',')
      FROM delta d WHERE d.id = ANY (counter_ids);
  FOR at IN SELECT DISTINCT u FROM unnest(places) AS u ORDER BY u LOOP
    of_place := ARRAY(
      SELECT u.id FROM unnest(places, distributed_ids) AS u(place, id) WHERE u.place = at);
    RETURN QUERY SELECT e.id, e.version, e.value, NULL::text
      FROM distributed_entry e WHERE e.place = at AND e.id = ANY (of_place);
  END LOOP;
END $$;

-- Returns a page of the entries of one place, as page_1 does. One statement reads at most rows_max
-- rows, since Citus reads all rows of a statement before it returns the first. The size of a value
-- is known without reading it.
CREATE FUNCTION page_distributed_1(
  in_place int, pair bigint, low bytea, low_tail bytea, high bytea, high_tail bytea,
  max_items bigint, max_bytes bigint
) RETURNS TABLE (id bytea, tail bytea, value bytea) LANGUAGE plpgsql AS $$
DECLARE
  beyond CONSTANT bytea := decode(repeat('ff', 33), 'hex');
  rows_max CONSTANT bigint := 1000;
  begin_id bytea := low;
  begin_tail bytea := low_tail;
  head bytea;
  items bigint := 0;
  size bigint := 0;
  value_bytes bigint;
  wanted bigint;
  found bigint;
BEGIN
  PERFORM await_doubts_1(NULL, ARRAY[pair]);
  LOOP
    head := NULL;
    found := 0;
    wanted := least(max_items - items + 1, rows_max);
    FOR id, tail, value_bytes, value IN
      SELECT b.id, b.tail, b.own,
          CASE WHEN b.total <= b.own OR b.total - b.own < max_bytes - size THEN b.value END
        FROM (
          SELECT c.id, c.tail, c.value, octet_length(c.value) AS own,
              sum(octet_length(c.value)) OVER (ORDER BY c.id) AS total
            FROM (
              SELECT e.id, e.tail, e.value FROM distributed_entry e
                WHERE e.place = in_place AND e.id >= begin_id AND e.id < high
                ORDER BY e.id LIMIT wanted
            ) c
        ) b ORDER BY b.id
    LOOP
      found := found + 1;
      IF tail IS NOT NULL THEN
        head := substring(id FOR 2560);
        EXIT;
      END IF;
      IF items > 0 AND (items >= max_items OR size >= max_bytes) THEN
        value := NULL;
        RETURN NEXT;
        RETURN;
      END IF;
      items := items + 1;
      size := size + value_bytes;
      begin_id := id || '\x00'::bytea;
      RETURN NEXT;
    END LOOP;
    IF head IS NULL THEN
      EXIT WHEN found < wanted;
      CONTINUE;
    END IF;
    begin_tail := CASE WHEN low_tail IS NOT NULL AND substring(low FOR 2560) = head
      THEN low_tail ELSE ''::bytea END;
    LOOP
      found := 0;
      FOR id, tail, value_bytes, value IN
        SELECT e.id, e.tail, octet_length(e.value), e.value FROM distributed_entry e
          WHERE e.place = in_place AND e.id > head AND e.id < high AND e.id < head || beyond
            AND e.tail >= begin_tail
            AND (high_tail IS NULL OR substring(high FOR 2560) <> head OR e.tail < high_tail)
          ORDER BY e.tail LIMIT 10
      LOOP
        found := found + 1;
        IF items > 0 AND (items >= max_items OR size >= max_bytes) THEN
          value := NULL;
          RETURN NEXT;
          RETURN;
        END IF;
        items := items + 1;
        size := size + value_bytes;
        begin_tail := tail || '\x00'::bytea;
        RETURN NEXT;
      END LOOP;
      EXIT WHEN found < 10;
    END LOOP;
    begin_id := head || beyond;
  END LOOP;
END $$;

-- The same from the end.
CREATE FUNCTION page_back_distributed_1(
  in_place int, pair bigint, low bytea, low_tail bytea, high bytea, high_tail bytea,
  max_items bigint, max_bytes bigint
) RETURNS TABLE (id bytea, tail bytea, value bytea) LANGUAGE plpgsql AS $$
DECLARE
  beyond CONSTANT bytea := decode(repeat('ff', 33), 'hex');
  rows_max CONSTANT bigint := 1000;
  end_id bytea := high;
  end_tail bytea;
  head bytea;
  items bigint := 0;
  size bigint := 0;
  value_bytes bigint;
  wanted bigint;
  found bigint;
BEGIN
  PERFORM await_doubts_1(NULL, ARRAY[pair]);
  LOOP
    head := NULL;
    found := 0;
    wanted := least(max_items - items + 1, rows_max);
    FOR id, tail, value_bytes, value IN
      SELECT b.id, b.tail, b.own,
          CASE WHEN b.total <= b.own OR b.total - b.own < max_bytes - size THEN b.value END
        FROM (
          SELECT c.id, c.tail, c.value, octet_length(c.value) AS own,
              sum(octet_length(c.value)) OVER (ORDER BY c.id DESC) AS total
            FROM (
              SELECT e.id, e.tail, e.value FROM distributed_entry e
                WHERE e.place = in_place AND e.id >= low AND e.id < end_id
                ORDER BY e.id DESC LIMIT wanted
            ) c
        ) b ORDER BY b.id DESC
    LOOP
      found := found + 1;
      IF tail IS NOT NULL THEN
        head := substring(id FOR 2560);
        EXIT;
      END IF;
      IF items > 0 AND (items >= max_items OR size >= max_bytes) THEN
        value := NULL;
        RETURN NEXT;
        RETURN;
      END IF;
      items := items + 1;
      size := size + value_bytes;
      end_id := id;
      RETURN NEXT;
    END LOOP;
    IF head IS NULL THEN
      EXIT WHEN found < wanted;
      CONTINUE;
    END IF;
    end_tail := CASE WHEN high_tail IS NOT NULL AND substring(high FOR 2560) = head
      THEN high_tail END;
    LOOP
      found := 0;
      FOR id, tail, value_bytes, value IN
        SELECT e.id, e.tail, octet_length(e.value), e.value FROM distributed_entry e
          WHERE e.place = in_place AND e.id >= low AND e.id > head AND e.id < head || beyond
            AND (low_tail IS NULL OR substring(low FOR 2560) <> head OR e.tail >= low_tail)
            AND (end_tail IS NULL OR e.tail < end_tail)
          ORDER BY e.tail DESC LIMIT 10
      LOOP
        found := found + 1;
        IF items > 0 AND (items >= max_items OR size >= max_bytes) THEN
          value := NULL;
          RETURN NEXT;
          RETURN;
        END IF;
        items := items + 1;
        size := size + value_bytes;
        end_tail := tail;
        RETURN NEXT;
      END LOOP;
      EXIT WHEN found < 10;
    END LOOP;
    end_id := head || decode('00', 'hex');
  END LOOP;
END $$;

-- Deletes the first entries of a span in distributed_entry, as erase_1 does in entry.
-- fence_place: NULL if the fence is in entry. places: those of the span, NULL if its entries are in
-- entry. is_ordered: whether the entries of an earlier place come before those of a later one.
CREATE FUNCTION erase_distributed_1(
  in_session bigint, in_number bigint, lock_numbers bigint[], lock_exclusive boolean[],
  fence_place int, fence_id bytea, fence_value bytea, places int[], is_ordered boolean,
  low bytea, low_tail bytea, high bytea, high_tail bytea, max_items bigint
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  at int;
  found bytea[];
  numbers int[] := '{}';
  ids bytea[] := '{}';
BEGIN
  PERFORM lock_1(lock_numbers, lock_exclusive);
  PERFORM await_doubts_1(lock_numbers, lock_numbers);
  IF fence_id IS NOT NULL THEN
    IF fence_place IS NULL THEN
      SELECT array_agg(e.value) INTO found FROM entry e WHERE e.id = fence_id;
    ELSE
      SELECT array_agg(e.value) INTO found
        FROM distributed_entry e WHERE e.place = fence_place AND e.id = fence_id;
    END IF;
    IF found[1] IS DISTINCT FROM fence_value THEN
      RETURN -1;
    END IF;
  END IF;
  IF places IS NULL THEN
    RETURN erase_1(in_session, in_number, NULL, NULL, NULL, NULL,
      low, low_tail, high, high_tail, max_items);
  END IF;
  FOREACH at IN ARRAY places LOOP
    SELECT array_agg(c.id) INTO found FROM (
      SELECT e.id FROM distributed_entry e
        WHERE e.place = at AND e.id >= low AND e.id < high
          AND (e.tail IS NULL OR low_tail IS NULL OR e.tail >= low_tail
            OR substring(low FOR 2560) <> substring(e.id FOR 2560))
          AND (e.tail IS NULL OR high_tail IS NULL OR e.tail < high_tail
            OR substring(high FOR 2560) <> substring(e.id FOR 2560))
        ORDER BY e.id
        LIMIT CASE WHEN is_ordered THEN max_items - coalesce(array_length(ids, 1), 0)
                   ELSE max_items END
    ) c;
    ids := ids || found;
    numbers := numbers || array_fill(at, ARRAY[coalesce(array_length(found, 1), 0)]);
    EXIT WHEN is_ordered AND array_length(ids, 1) >= max_items;
  END LOOP;
  IF array_length(ids, 1) IS NULL THEN
    RETURN 0;
  END IF;
  SELECT array_agg(u.place), array_agg(u.id) INTO numbers, ids FROM (
    SELECT c.place, c.id FROM unnest(numbers, ids) AS c(place, id) ORDER BY c.id LIMIT max_items
  ) u;
  PERFORM count_1(in_session, in_number);
  PERFORM doubt_1(in_session, lock_numbers, lock_numbers);
  PERFORM write_distributed_1(0, numbers, ids, NULL, NULL, NULL, NULL);
  RETURN array_length(ids, 1);
END $$;
