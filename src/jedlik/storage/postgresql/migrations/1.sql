-- Format 1: the tables, and the functions that the statements of the request path call.
-- Everything is in the schema that search_path names.

CREATE TABLE entry (
  id      bytea  NOT NULL PRIMARY KEY,
  tail    bytea,
  version bigint NOT NULL,
  value   bytea  NOT NULL
) WITH (fillfactor = 85);
ALTER TABLE entry ALTER COLUMN value SET STORAGE EXTERNAL;
ALTER TABLE entry ALTER COLUMN id SET STORAGE PLAIN;

CREATE TABLE delta (
  id      bytea     NOT NULL,
  slot    smallint  NOT NULL,
  version bigint    NOT NULL,
  amounts numeric[] NOT NULL,
  PRIMARY KEY (id, slot)
) WITH (fillfactor = 50);

CREATE TABLE session (
  id        bigint      NOT NULL PRIMARY KEY,
  number    bigint      NOT NULL DEFAULT 0,
  closed    boolean     NOT NULL DEFAULT false,
  opened_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 20);

CREATE TABLE epoch (value bigint NOT NULL);
INSERT INTO epoch VALUES (0);

CREATE TABLE secret (name text NOT NULL PRIMARY KEY, value bytea NOT NULL);

-- Takes locks in the order in which they are given.
CREATE FUNCTION lock_1(numbers bigint[], exclusive boolean[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  FOR at IN 1 .. coalesce(array_length(numbers, 1), 0) LOOP
    IF exclusive[at] THEN
      PERFORM pg_advisory_xact_lock(numbers[at]);
    ELSE
      PERFORM pg_advisory_xact_lock_shared(numbers[at]);
    END IF;
  END LOOP;
END $$;

-- Counts a commit of a session. Without its row, or after another connection has closed it,
-- nothing may be written: the session may already count as having made no further commit.
CREATE FUNCTION count_1(in_session bigint, in_number bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE session SET number = in_number
    WHERE id = in_session AND number = in_number - 1 AND NOT closed;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the session is closed' USING ERRCODE = 'JK001';
  END IF;
END $$;

-- Appends values, each under its prefix and the next position. All Appends of one batch have
-- positions of one millisecond: see append_ms and appended in storage/interface.py.
CREATE FUNCTION append_1(
  last_id bytea, in_version bigint, prefixes bytea[], appended bytea[], counts int[], now_ms bigint
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  per_ms CONSTANT bigint := 1048576;
  last bigint;
  ms bigint;
  sort bytea;
BEGIN
  SELECT ('x' || encode(substring(value FOR 8), 'hex'))::bit(64)::bigint INTO last
    FROM entry WHERE id = last_id;
  last := coalesce(last, 0);
  FOR at IN 1 .. array_length(prefixes, 1) LOOP
    IF counts[at] > 0 THEN  -- the first of its batch
      ms := greatest(last + 1, now_ms * per_ms) / per_ms;
      IF greatest(last + 1, now_ms * per_ms) + counts[at] > (ms + 1) * per_ms THEN
        ms := ms + 1;
      END IF;
      last := greatest(last + 1, ms * per_ms);
    ELSE
      last := last + 1;
    END IF;
    sort := int8send(last);
    INSERT INTO entry (id, version, value)
      VALUES (prefixes[at] || sort, in_version, sort || appended[at]);
  END LOOP;
  INSERT INTO entry (id, version, value) VALUES (last_id, in_version, sort)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, value = excluded.value;
END $$;

-- Commits what a group has decided. Returns the ids that are stale, and has then written nothing;
-- NULL after a commit. Empty lists are NULL.
CREATE FUNCTION commit_1(
  in_session bigint, in_number bigint, in_version bigint,
  lock_numbers bigint[], lock_exclusive boolean[],
  read_ids bytea[], read_versions bigint[],
  put_ids bytea[], put_tails bytea[], put_values bytea[],
  deleted_ids bytea[], cleared_ids bytea[],
  added_ids bytea[], added_amounts text[],
  last_id bytea, append_prefixes bytea[], append_values bytea[], append_counts int[],
  now_ms bigint, raises_epoch boolean
) RETURNS bytea[] LANGUAGE plpgsql AS $$
DECLARE
  stale bytea[];
BEGIN
  PERFORM lock_1(lock_numbers, lock_exclusive);
  IF read_ids IS NOT NULL THEN
    -- An absent entry has the version 0. The version of a counter depends on all its rows.
    SELECT array_agg(wanted.id) INTO stale
      FROM unnest(read_ids, read_versions) AS wanted(id, version)
        LEFT JOIN entry e ON e.id = wanted.id
      WHERE wanted.version <> CASE
        WHEN e.id IS NULL THEN 0
        WHEN get_byte(wanted.id, 0) <> 3 THEN e.version
        ELSE e.version
          # coalesce((SELECT bit_xor(d.version) FROM delta d WHERE d.id = wanted.id), 0)
      END;
    IF stale IS NOT NULL THEN
      RETURN stale;
    END IF;
  END IF;
  PERFORM count_1(in_session, in_number);
  IF cleared_ids IS NOT NULL THEN
    DELETE FROM delta WHERE id = ANY (cleared_ids);
  END IF;
  IF deleted_ids IS NOT NULL THEN
    DELETE FROM entry WHERE id = ANY (deleted_ids);
  END IF;
  IF put_ids IS NOT NULL THEN
    INSERT INTO entry (id, tail, version, value)
      SELECT u.id, u.tail, in_version, u.value
        FROM unnest(put_ids, put_tails, put_values) AS u(id, tail, value)
      ON CONFLICT (id) DO UPDATE SET version = excluded.version, value = excluded.value;
  END IF;
  IF added_ids IS NOT NULL THEN
    WITH added AS (
      INSERT INTO delta AS d (id, slot, version, amounts)
        SELECT u.id, in_session % 64, in_version, string_to_array(u.amounts, ',')::numeric[]
          FROM unnest(added_ids, added_amounts) AS u(id, amounts) ORDER BY u.id
        ON CONFLICT (id, slot) DO UPDATE
          SET version = excluded.version, amounts = ARRAY(
            -- A shorter list is continued with zeros.
            SELECT coalesce(a, 0) + coalesce(b, 0)
              FROM unnest(d.amounts, excluded.amounts) AS pairs(a, b))
        RETURNING d.id, d.amounts, d.xmax = 0 AS is_new
    )
    INSERT INTO entry (id, version, value)
      -- Zeros: eight bytes for each counter. The version must not be that of the delta.
      SELECT a.id, 1, decode(repeat('00', 8 * array_length(a.amounts, 1)), 'hex')
        FROM added a WHERE a.is_new ORDER BY a.id
      ON CONFLICT (id) DO NOTHING;
  END IF;
  IF append_prefixes IS NOT NULL THEN
    PERFORM append_1(
      last_id, in_version, append_prefixes, append_values, append_counts, now_ms);
  END IF;
  IF raises_epoch THEN
    UPDATE epoch SET value = value + 1;
    PERFORM pg_notify('jedlik_epoch', '');
  END IF;
  RETURN NULL;
END $$;

-- Returns a page of entries in order, without tails first. If more entries follow, the last row is
-- the first of them, and its value is NULL.
CREATE FUNCTION page_1(
  low bytea, low_tail bytea, high bytea, high_tail bytea, max_items bigint, max_bytes bigint
) RETURNS TABLE (id bytea, tail bytea, value bytea) LANGUAGE plpgsql STABLE AS $$
DECLARE
  beyond CONSTANT bytea := decode(repeat('ff', 33), 'hex');
  begin_id bytea := low;
  head bytea;
  items bigint := 0;
  size bigint := 0;
BEGIN
  LOOP
    head := NULL;
    FOR id, tail, value IN
      SELECT e.id, e.tail, e.value FROM entry e
        WHERE e.id >= begin_id AND e.id < high ORDER BY e.id
    LOOP
      IF tail IS NOT NULL THEN
        head := substring(id FOR 2560);
        EXIT;
      END IF;
      IF items > 0 AND (items = max_items OR size >= max_bytes) THEN
        value := NULL;
        RETURN NEXT;
        RETURN;
      END IF;
      items := items + 1;
      size := size + octet_length(value);
      RETURN NEXT;
    END LOOP;
    EXIT WHEN head IS NULL;
    FOR id, tail, value IN
      SELECT e.id, e.tail, e.value FROM entry e
        WHERE e.id >= begin_id AND e.id > head AND e.id < high AND e.id < head || beyond
          AND (low_tail IS NULL OR substring(low FOR 2560) <> head OR e.tail >= low_tail)
          AND (high_tail IS NULL OR substring(high FOR 2560) <> head OR e.tail < high_tail)
        ORDER BY e.tail
    LOOP
      IF items > 0 AND (items = max_items OR size >= max_bytes) THEN
        value := NULL;
        RETURN NEXT;
        RETURN;
      END IF;
      items := items + 1;
      size := size + octet_length(value);
      RETURN NEXT;
    END LOOP;
    begin_id := head || beyond;
  END LOOP;
END $$;

-- The same from the end.
CREATE FUNCTION page_back_1(
  low bytea, low_tail bytea, high bytea, high_tail bytea, max_items bigint, max_bytes bigint
) RETURNS TABLE (id bytea, tail bytea, value bytea) LANGUAGE plpgsql STABLE AS $$
DECLARE
  beyond CONSTANT bytea := decode(repeat('ff', 33), 'hex');
  end_id bytea := high;
  head bytea;
  items bigint := 0;
  size bigint := 0;
BEGIN
  LOOP
    head := NULL;
    FOR id, tail, value IN
      SELECT e.id, e.tail, e.value FROM entry e
        WHERE e.id >= low AND e.id < end_id ORDER BY e.id DESC
    LOOP
      IF tail IS NOT NULL THEN
        head := substring(id FOR 2560);
        EXIT;
      END IF;
      IF items > 0 AND (items = max_items OR size >= max_bytes) THEN
        value := NULL;
        RETURN NEXT;
        RETURN;
      END IF;
      items := items + 1;
      size := size + octet_length(value);
      RETURN NEXT;
    END LOOP;
    EXIT WHEN head IS NULL;
    FOR id, tail, value IN
      SELECT e.id, e.tail, e.value FROM entry e
        WHERE e.id >= low AND e.id > head AND e.id < end_id AND e.id < head || beyond
          AND (low_tail IS NULL OR substring(low FOR 2560) <> head OR e.tail >= low_tail)
          AND (high_tail IS NULL OR substring(high FOR 2560) <> head OR e.tail < high_tail)
        ORDER BY e.tail DESC
    LOOP
      IF items > 0 AND (items = max_items OR size >= max_bytes) THEN
        value := NULL;
        RETURN NEXT;
        RETURN;
      END IF;
      items := items + 1;
      size := size + octet_length(value);
      RETURN NEXT;
    END LOOP;
    end_id := head || decode('00', 'hex');
  END LOOP;
END $$;

-- Deletes the first entries of a span. Returns how many, or -1 if the fence is lost.
CREATE FUNCTION erase_1(
  in_session bigint, in_number bigint, lock_numbers bigint[], lock_exclusive boolean[],
  fence_id bytea, fence_value bytea,
  low bytea, low_tail bytea, high bytea, high_tail bytea, max_items bigint
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  ids bytea[];
BEGIN
  PERFORM lock_1(lock_numbers, lock_exclusive);
  IF fence_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM entry e WHERE e.id = fence_id AND e.value = fence_value)
  THEN
    RETURN -1;
  END IF;
  SELECT array_agg(p.id) INTO ids
    FROM page_1(low, low_tail, high, high_tail, max_items, 9223372036854775807) p
    WHERE p.value IS NOT NULL;
  IF ids IS NULL THEN
    RETURN 0;
  END IF;
  PERFORM count_1(in_session, in_number);
  IF get_byte(low, 0) = 3 THEN
    DELETE FROM delta WHERE id = ANY (ids);
  END IF;
  DELETE FROM entry WHERE id = ANY (ids);
  RETURN array_length(ids, 1);
END $$;
