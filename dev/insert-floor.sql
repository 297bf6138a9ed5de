-- What the rows and index entries of filings cost the server by themselves: set-based, decided by nobody, sent by no client.
-- docs/PERFORMANCE.md compares it with what the engine and a hand-written statement take. As a superuser on Linux:
--
--     createdb floor && psql -qAt -d floor -f sql/schema.sql -f dev/insert-floor.sql 2>/dev/null
--
-- Prints filings a batch, and µs of the server's processor time a filing (user and system, from /proc, in steps of 10 ms).
CREATE SEQUENCE floor_id;

-- Hundredths of a second that this backend has used.
CREATE FUNCTION floor_cpu() RETURNS int LANGUAGE sql AS $$
    SELECT a[14]::int + a[15]::int FROM (SELECT string_to_array(pg_read_file('/proc/self/stat'), ' ') AS a) AS s
$$;

-- So many batches with the rows of filings, of the lengths that the bench's filings have.
CREATE PROCEDURE floor_run(batches int, size int, OUT filings_a_batch int, OUT figure text) LANGUAGE plpgsql AS $$
DECLARE
    before constant int := floor_cpu();
    base bigint;
    now_ timestamptz;
    words constant text := '{"clocks":[{"clock":"accept","due":1795402800000000,"from":1795279786694234,"limit":"2wh",'
        '"warnings":[1795401360000000]}],"facts":{"channel":"hotline"},"people":{"reporter":41},'
        '"rule":{"lead":29,"limits":{},"rule":"R7"}}';
BEGIN
    FOR b IN 1..batches LOOP
        base := nextval('floor_id') * 10000;
        now_ := clock_timestamp();
        INSERT INTO ticket (district_id, id, place_id, desk_id, responsible_id, reported_at, last_at, seq, definition_version,
            lamp, urgent, definition, state, category, body, hash, owner_id, reporter_id)
        SELECT 1, base + i, 9, i % 29, i % 29, now_, now_, 1, 1, 0, false, 'issue', 'reported', '类别7', words,
            sha256(int8send(base + i)), i % 29, 41 FROM generate_series(1, size) AS i;
        INSERT INTO report (district_id, ticket_id, salt, title, text)
        SELECT 1, base + i, '\xb8f39479080e1214055869e32d1090b9', '楼道漏水',
            '三单元二层楼道顶部漏水两天，墙皮脱落，地面湿滑，请尽快派人维修。' FROM generate_series(1, size) AS i;
        INSERT INTO contact (district_id, ticket_id, salt, name, phone)
        SELECT 1, base + i, '\xb8f39479080e1214055869e32d1090b9', '某人', '13800000000' FROM generate_series(1, size) AS i;
        INSERT INTO ticket_event (district_id, ticket_id, at, seq, definition_version, definition, payload, hash)
        SELECT 1, base + i, now_, 1, 1, 'issue', decode(repeat('7b226163743a2273', 95), 'hex'), sha256(int8send(base + i))
        FROM generate_series(1, size) AS i;
        INSERT INTO timer (district_id, ticket_id, due_at, fire_at, clock, step)
        SELECT 1, base + i, now_ + interval '3 hours', now_ + interval '3 hours' + i * interval '1 second', 'accept', 'w0'
        FROM generate_series(1, size) AS i;
        INSERT INTO outbox (district_id, id, ticket_id, next_at, seq, payload)
        SELECT 1, base + i, base + i, now_, 1, '{"about":"report","at":1795279787713210,"to":[{"roles":[],"unit":3}]}'
        FROM generate_series(1, size) AS i;
        INSERT INTO command_key (district_id, owner, key, body_hash, ticket_id, seq, keep_until)
        SELECT 1, '~', '11azrpoxnjzoa' || lpad((base + i)::text, 12, '0'), '', base + i, 1, now_ + interval '30 days'
        FROM generate_series(1, size) AS i;
        COMMIT;
    END LOOP;
    filings_a_batch := size;
    figure := round((floor_cpu() - before) * 10000.0 / (batches * size), 1) || ' µs a filing';
END
$$;

\pset fieldsep ' a batch: '
CALL floor_run(300, 64, NULL, NULL);
CALL floor_run(300, 64, NULL, NULL);
CALL floor_run(300, 64, NULL, NULL);
CALL floor_run(1200, 16, NULL, NULL);
CALL floor_run(2000, 1, NULL, NULL);
