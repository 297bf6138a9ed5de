-- phase: pre
-- Messages out: what is to be sent by which channel to whom, each retried by itself, and what became of every try.

-- A telephone of the staff is sealed like residents'; SQL has no key: rows of before stay until `whistle keys rotate`.
ALTER TABLE person
    ADD COLUMN sealed_phone bytea,
    -- The id of the key that sealed it.
    ADD COLUMN phone_key text,
    ADD CONSTRAINT person_phone_sealed_or_open CHECK (
        (sealed_phone IS NULL) = (phone_key IS NULL) AND num_nonnulls(phone, sealed_phone) <= 1);
-- What is left in the open: empty where all is sealed.
CREATE INDEX person_phone_in_open ON person (district_id, id) WHERE phone IS NOT NULL;

-- Which sinks have a message already, between commas: it is tried again with the others only.
ALTER TABLE outbox ADD COLUMN taken text NOT NULL DEFAULT '';
-- Canonical JSON: by sink the ids of what it has of a digest that is tried again with others.
ALTER TABLE digest ADD COLUMN taken text NOT NULL DEFAULT '{}';

-- One message by one channel to one receiver; removed when it was sent.
CREATE SEQUENCE posting_id_seq AS bigint;
CREATE TABLE posting (
    district_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('posting_id_seq'),
    -- What it was made of: a letter (id of the outbox), a digest (its largest id), an event (the ticket).
    source text NOT NULL CONSTRAINT posting_source_known CHECK (source IN ('letter', 'digest', 'event')),
    source_id bigint NOT NULL,
    -- The channel's name.
    channel text NOT NULL,
    -- person:7, unit:5, duty:5, resident, event:3: never a telephone.
    receiver text NOT NULL,
    -- NULL: about no ticket.
    ticket_id bigint,
    seq integer,
    -- Not before.
    next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Tries that failed or are being made; waiting for a channel's limit is none.
    attempts integer NOT NULL DEFAULT 0,
    -- Counts claims, as in the outbox.
    lease integer NOT NULL DEFAULT 0,
    payload text NOT NULL,
    PRIMARY KEY (district_id, id),
    -- However often a message is delivered to us, it is posted once.
    CONSTRAINT posting_once UNIQUE (district_id, source, source_id, channel, receiver)
);
CREATE INDEX posting_by_next_at ON posting (district_id, channel, next_at, id);

-- Given up, for a person to look at and to send again.
CREATE TABLE posting_dead (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    source text NOT NULL,
    source_id bigint NOT NULL,
    channel text NOT NULL,
    receiver text NOT NULL,
    ticket_id bigint,
    seq integer,
    made_at timestamptz NOT NULL,
    attempts integer NOT NULL,
    payload text NOT NULL,
    reason text NOT NULL,
    died_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district_id, id)
);

-- How fast a channel may go on: shared by all processes.
CREATE TABLE posting_pace (
    district_id bigint NOT NULL,
    channel text NOT NULL,
    -- Until when what was sent lasts at the channel's own rate.
    until timestamptz NOT NULL,
    PRIMARY KEY (district_id, channel)
);

-- 发送记录: every try, with the answer. Append-only: the runtime role has no UPDATE and no DELETE here.
CREATE SEQUENCE message_log_id_seq AS bigint;
CREATE TABLE message_log (
    district_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('message_log_id_seq'),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    posting_id bigint NOT NULL,
    source text NOT NULL,
    source_id bigint NOT NULL,
    channel text NOT NULL,
    receiver text NOT NULL,
    ticket_id bigint,
    seq integer,
    -- sent: the other side took it; limited: too fast, tried again; failed: tried again; dead: given up;
    -- spared: nobody needs it any more, or there was nowhere to send it.
    outcome text NOT NULL CONSTRAINT message_log_outcome_known
        CHECK (outcome IN ('sent', 'limited', 'failed', 'dead', 'spared')),
    attempt integer NOT NULL,
    -- Where to, with stars.
    address text NOT NULL DEFAULT '',
    -- What was said; nothing personal.
    words text NOT NULL DEFAULT '',
    -- What the other side said, cut off.
    answer text NOT NULL DEFAULT '',
    -- The other side's number of it.
    receipt text,
    PRIMARY KEY (district_id, id)
);
CREATE INDEX message_log_by_ticket ON message_log (district_id, ticket_id, id);
CREATE INDEX message_log_by_source ON message_log (district_id, source, source_id, channel, receiver);
CREATE INDEX message_log_by_time ON message_log (district_id, at);

-- The one way in which anything leaves the log: what is older than was settled, and than half a year in any case.
CREATE FUNCTION message_log_expire(district bigint, days integer, most integer) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH old AS (
        SELECT l.district_id, l.id FROM public.message_log AS l
        WHERE l.district_id = $1 AND l.at < clock_timestamp() - greatest($2, 180) * interval '1 day'
        ORDER BY l.at LIMIT $3
    ), gone AS (
        DELETE FROM public.message_log AS l USING old AS o
        WHERE l.district_id = $1 AND o.district_id = $1 AND l.id = o.id
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION message_log_expire(bigint, integer, integer) FROM PUBLIC;

-- The engine opens a resident's telephone to send what the resident is told; that is a look, by nobody.
ALTER TABLE access_log
    DROP CONSTRAINT access_log_via_known,
    -- Where: api, page, export, cli; message: the engine itself (person 0).
    ADD CONSTRAINT access_log_via_known CHECK (via IN ('api', 'page', 'export', 'cli', 'message'));

GRANT SELECT, INSERT, UPDATE, DELETE ON posting, posting_dead, posting_pace TO whistle_app;
GRANT SELECT, INSERT ON message_log TO whistle_app;
GRANT USAGE ON SEQUENCE posting_id_seq, message_log_id_seq TO whistle_app;
GRANT EXECUTE ON FUNCTION message_log_expire(bigint, integer, integer) TO whistle_app;
GRANT SELECT ON posting, posting_dead, message_log TO whistle_report;
-- Telephones of the staff are no part of a report.
REVOKE SELECT ON person FROM whistle_report;
GRANT SELECT (district_id, id, account, name) ON person TO whistle_report;

-- 事件推送: programs outside that are told of events.
CREATE SEQUENCE webhook_id_seq AS bigint;
CREATE TABLE webhook (
    district_id bigint NOT NULL REFERENCES district,
    id bigint NOT NULL,
    url text NOT NULL,
    -- Sealed for district and id; SQL has no key.
    sealed_secret bytea NOT NULL,
    -- The id of the key that sealed it.
    key text NOT NULL,
    format text NOT NULL CONSTRAINT webhook_format_known CHECK (format IN ('cloudevents', 'json')),
    -- Of which events; what is empty or NULL asks for nothing.
    definitions text[] NOT NULL DEFAULT '{}',
    acts text[] NOT NULL DEFAULT '{}',
    category text,
    unit_id bigint,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- NULL: whoever ran the program.
    made_by bigint,
    disabled_at timestamptz,
    disabled_why text NOT NULL DEFAULT '',
    PRIMARY KEY (district_id, id),
    CONSTRAINT webhook_unit_known FOREIGN KEY (district_id, unit_id) REFERENCES unit,
    CONSTRAINT webhook_disabled_why CHECK ((disabled_at IS NULL) = (disabled_why = ''))
);
COMMENT ON CONSTRAINT webhook_format_known ON webhook IS 'cloudevents: CloudEvents 1.0, structured; json: the data alone';

-- How far events were looked through for all webhooks of a district.
CREATE TABLE webhook_cursor (
    district_id bigint NOT NULL,
    xact xid8 NOT NULL,
    ticket_id bigint NOT NULL,
    seq integer NOT NULL,
    PRIMARY KEY (district_id)
);

GRANT SELECT, INSERT, UPDATE ON webhook, webhook_cursor TO whistle_app;
GRANT USAGE ON SEQUENCE webhook_id_seq TO whistle_app;
