-- phase: pre
-- 可见范围: who may read what, as PostgreSQL enforces it for `whistle_reader`, beside what the engine decides.
-- Whoever answers a person reads as that role, with settings of who it is and of what their posts reach.

-- What a row says of who may see its ticket; all but the first are null as a rule, and take no room then.
ALTER TABLE ticket
    -- Who reported it, where that is one of the staff.
    ADD COLUMN reporter_id bigint,
    -- Units beside desk and lead that were ever asked; in order.
    ADD COLUMN asked_ids bigint[],
    -- 回避: units complained of, with all below them; people complained of.
    ADD COLUMN kept_units bigint[],
    ADD COLUMN kept_people bigint[],
    -- Who may know of a restricted ticket by name; null: it is not restricted.
    ADD COLUMN named_people bigint[];

-- Tickets of before: what they keep of fields, and who had them once, by their events.
UPDATE ticket
SET reporter_id = (body::json #>> '{people,reporter}')::bigint,
    kept_units = (SELECT array_agg(u::bigint) FROM json_array_elements_text(body::json #> '{facts,complained_of}') AS u),
    kept_people = (
        SELECT array_agg(p::bigint) FROM json_array_elements_text(body::json #> '{facts,complained_people}') AS p),
    named_people = CASE WHEN body::json #> '{facts,restriction}' IS NOT NULL THEN coalesce(
        (SELECT array_agg(p::bigint) FROM json_array_elements_text(body::json #> '{facts,informed}') AS p), '{}') END;
WITH given AS (
    SELECT e.district_id, e.ticket_id, array_agg(DISTINCT v.unit::bigint) AS units
    FROM ticket_event AS e
    CROSS JOIN LATERAL json_array_elements(convert_from(e.payload, 'UTF8')::json -> 'out') AS o (o)
    CROSS JOIN LATERAL (VALUES
        (o ->> 'desk'), (o ->> 'lead'), (o ->> 'inside'), (o -> 'filed' ->> 'desk'), (o -> 'filed' ->> 'lead')
    ) AS v (unit)
    WHERE v.unit IS NOT NULL
    GROUP BY e.district_id, e.ticket_id
), once AS (
    SELECT t.district_id, t.id, (
        SELECT array_agg(unit ORDER BY unit) FROM unnest(given.units) AS unit
        WHERE unit IS DISTINCT FROM t.desk_id AND unit IS DISTINCT FROM t.lead_id
            AND unit IS DISTINCT FROM (t.body::json ->> 'inside')::bigint
    ) AS units
    FROM ticket AS t JOIN given ON given.district_id = t.district_id AND given.ticket_id = t.id
)
UPDATE ticket AS t
-- As the program writes a body: members in order, nothing between them.
SET body = (
    SELECT '{' || string_agg(to_json(m.key)::text || ':' || m.value, ',' ORDER BY m.key COLLATE "C") || '}'
    FROM (
        SELECT key, value::text FROM json_each(t.body::json)
        UNION ALL SELECT 'formerly', '[' || array_to_string(once.units, ',') || ']'
    ) AS m)
FROM once
WHERE once.units IS NOT NULL AND t.district_id = once.district_id AND t.id = once.id;
UPDATE ticket AS t
SET asked_ids = other.units
FROM (
    SELECT t.district_id, t.id, array_agg(DISTINCT v.unit::bigint ORDER BY v.unit::bigint) AS units
    FROM ticket AS t
    CROSS JOIN LATERAL (
        SELECT json_array_elements_text(t.body::json -> 'formerly')
        UNION ALL SELECT c ->> 'lead' FROM json_array_elements(t.body::json -> 'children') AS c
        UNION ALL SELECT t.body::json ->> 'inside'
        UNION ALL SELECT t.body::json ->> 'bound'
    ) AS v (unit)
    WHERE v.unit IS NOT NULL AND v.unit::bigint IS DISTINCT FROM t.desk_id AND v.unit::bigint IS DISTINCT FROM t.lead_id
    GROUP BY t.district_id, t.id
) AS other
WHERE t.district_id = other.district_id AND t.id = other.id;

-- Who reads, and what their posts reach. Units are keys of an object, so that one is found without a search. Each setting is
-- read, and JSON unpacked, once a scan (in a sub-select of its own), and what most rows need is small.
CREATE FUNCTION reader_district() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('whistle.district', true), '')::bigint $$;
CREATE FUNCTION reader_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('whistle.person', true), '')::bigint $$;
-- Units of posts that see what any of these has to do with: {"2": 1}.
CREATE FUNCTION reader_concerned() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('whistle.concerned', true), '')::jsonb $$;
-- Units of posts that see what they were asked only (转办摘要).
CREATE FUNCTION reader_asked() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('whistle.asked', true), '')::jsonb $$;
-- Post by post: [{"above": {"2": 1, "1": 1}, "admitted": false, "concerned": {"2": 1}, "asked": {}}]; `above` is the post's
-- unit with all above it, `admitted` whether its role need not be named for restricted tickets.
CREATE FUNCTION reader_posts() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('whistle.posts', true), '')::jsonb $$;

-- Whether somebody may see a ticket from which somebody is kept away: post by post, as `Machine.sight` decides it.
CREATE FUNCTION reader_admitted(
    reporter bigint, concerned text[], asked text[], kept_units bigint[], kept_people bigint[], named bigint[]
) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT NOT coalesce(me.person = ANY (kept_people), false) AND (
        reporter = me.person AND (
            kept_units IS NULL OR me.posts = '[]'
            OR EXISTS (SELECT FROM jsonb_array_elements(me.posts) AS p WHERE NOT p -> 'above' ?| kept_units::text[]))
        OR EXISTS (
            SELECT FROM jsonb_array_elements(me.posts) AS p
            WHERE (kept_units IS NULL OR NOT p -> 'above' ?| kept_units::text[])
                AND (named IS NULL OR (p ->> 'admitted')::boolean OR me.person = ANY (named))
                AND (p -> 'concerned' ?| concerned OR p -> 'asked' ?| asked)))
    FROM (SELECT reader_person() AS person, reader_posts() AS posts) AS me
$$;

ALTER TABLE ticket ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON ticket TO whistle_app USING (true) WITH CHECK (true);
CREATE POLICY report ON ticket FOR SELECT TO whistle_report USING (true);
CREATE POLICY reader ON ticket FOR SELECT TO whistle_reader USING (
    district_id = (SELECT reader_district())
    AND CASE WHEN kept_units IS NULL AND kept_people IS NULL AND named_people IS NULL THEN
        (SELECT reader_concerned()) ?| ARRAY[desk_id, lead_id, place_id, responsible_id]::text[]
        OR (SELECT reader_concerned()) ?| asked_ids::text[]
        OR reporter_id = (SELECT reader_person())
        OR (SELECT reader_asked()) ?| (ARRAY[desk_id, lead_id] || asked_ids)::text[]
    ELSE
        reader_admitted(
            reporter_id, (ARRAY[desk_id, lead_id, place_id, responsible_id] || asked_ids)::text[],
            (ARRAY[desk_id, lead_id] || asked_ids)::text[], kept_units, kept_people, named_people)
    END);

-- What belongs to a ticket is read with it: what people wrote by those who see all of it, the summary by the others too.
-- No function: it would be planned anew, and the settings read anew, for each row.
DO $$
DECLARE
    part text[];
BEGIN
    FOREACH part SLICE 1 IN ARRAY ARRAY[
        ['report', 'true'], ['remark', 'field <> ''summary'''], ['contact', 'true'], ['ticket_event', 'false'],
        ['timer_dead', 'false']]
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part[1]);
        EXECUTE format('CREATE POLICY app ON %I TO whistle_app USING (true) WITH CHECK (true)', part[1]);
        EXECUTE format('CREATE POLICY report ON %I FOR SELECT TO whistle_report USING (true)', part[1]);
        EXECUTE format('CREATE POLICY reader ON %1$I FOR SELECT TO whistle_reader USING (EXISTS (
            SELECT FROM ticket AS t
            WHERE t.district_id = %1$I.district_id AND t.id = %1$I.ticket_id AND (
                NOT (%2$s) OR (SELECT reader_asked()) = ''{}''
                OR reader_admitted(
                    t.reporter_id, (ARRAY[t.desk_id, t.lead_id, t.place_id, t.responsible_id] || t.asked_ids)::text[],
                    ''{}'', t.kept_units, t.kept_people, t.named_people))))', part[1], part[2]);
    END LOOP;
END $$;
-- Bigrams alone: the ticket itself is read with them.
ALTER TABLE search ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON search TO whistle_app USING (true) WITH CHECK (true);
CREATE POLICY report ON search FOR SELECT TO whistle_report USING (true);
CREATE POLICY reader ON search FOR SELECT TO whistle_reader
    USING (district_id = (SELECT reader_district()));

GRANT USAGE ON SCHEMA public TO whistle_reader;
GRANT SELECT ON ticket, report, remark, contact, ticket_event, timer_dead, search TO whistle_reader;
-- A look at a resident's contact is written down by the statement that reads it.
GRANT INSERT ON access_log TO whistle_reader;
GRANT USAGE ON SEQUENCE access_log_id_seq TO whistle_reader;
