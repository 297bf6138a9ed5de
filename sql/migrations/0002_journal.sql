-- phase: pre
-- The journal: tickets, what was written, events, timers, messages to send, keys of commands.
-- No triggers, and no foreign keys on event, timer, outbox and key: `whistle verify` checks them.

-- One narrow, hot row a ticket: what its events fold to.
CREATE TABLE ticket (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    place_id bigint NOT NULL,
    desk_id bigint NOT NULL,
    lead_id bigint,
    responsible_id bigint,
    reported_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    closed_at timestamptz,
    seq integer NOT NULL CONSTRAINT ticket_seq_positive CHECK (seq > 0),
    definition_version integer NOT NULL,
    -- 0 green, 1 yellow, 2 red: the worst of its running clocks.
    lamp smallint NOT NULL CONSTRAINT ticket_lamp_known CHECK (lamp BETWEEN 0 AND 2),
    urgent boolean NOT NULL,
    definition text NOT NULL,
    state text NOT NULL,
    category text NOT NULL,
    -- Canonical JSON: directory's answer, people, counts, facts, clocks, flags.
    body text NOT NULL,
    -- The last event's hash.
    hash bytea NOT NULL,
    PRIMARY KEY (district_id, id),
    CONSTRAINT ticket_one_responsible CHECK ((responsible_id IS NULL) = (closed_at IS NOT NULL))
) WITH (fillfactor = 85);
COMMENT ON CONSTRAINT ticket_one_responsible ON ticket IS
    '首接负责: exactly one unit answers for a ticket until its life ends';
-- The work list of a unit.
CREATE INDEX ticket_open_by_responsible ON ticket (district_id, responsible_id, id) WHERE closed_at IS NULL;

-- What the resident wrote; written once. The digest in the event is SHA-256 over the salt and the text.
CREATE TABLE report (
    district_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    salt bytea NOT NULL,
    title text,
    text text,
    PRIMARY KEY (district_id, ticket_id)
);

-- Who to reach; apart from everything else, because it will be encrypted.
CREATE TABLE contact (
    district_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    salt bytea NOT NULL,
    name text,
    phone text,
    address text,
    PRIMARY KEY (district_id, ticket_id)
);

-- What people wrote with later acts.
CREATE TABLE remark (
    district_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    seq integer NOT NULL,
    field text NOT NULL,
    salt bytea NOT NULL,
    text text,
    PRIMARY KEY (district_id, ticket_id, seq, field)
);

-- Append-only: the runtime role has no UPDATE and no DELETE here.
CREATE TABLE ticket_event (
    district_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    -- When it counts for clocks.
    at timestamptz NOT NULL,
    -- The database's clock when it was written.
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- A cursor (xact, ticket, seq) that reads only below pg_snapshot_xmin skips nothing.
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    seq integer NOT NULL,
    definition_version integer NOT NULL,
    definition text NOT NULL,
    -- Canonical JSON as bytes: what is hashed.
    payload bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (district_id, ticket_id, seq)
);
-- New tickets in the order in which they became visible: feeds the search table.
CREATE INDEX ticket_event_filed ON ticket_event (district_id, xact, ticket_id) WHERE seq = 1;

-- Armed by INSERT, fired or cancelled by DELETE, under the lock of its ticket.
CREATE TABLE timer (
    district_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    -- The true time.
    due_at timestamptz NOT NULL,
    -- The later of due_at and the clock that armed it: never before what a worker has already passed.
    fire_at timestamptz NOT NULL,
    clock text NOT NULL,
    -- w0, w1 … warnings; due: the expiry; l0, l1 … steps of the ladder after it.
    step text NOT NULL,
    PRIMARY KEY (district_id, ticket_id, clock, step)
);
CREATE INDEX timer_by_fire_at ON timer (district_id, fire_at, ticket_id);

-- Timers whose decision refused or threw.
CREATE TABLE timer_dead (
    district_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    due_at timestamptz NOT NULL,
    clock text NOT NULL,
    step text NOT NULL,
    code text NOT NULL,
    reason text NOT NULL,
    died_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district_id, ticket_id, clock, step)
);

-- Messages to send; written with the event, claimed with a lease.
CREATE TABLE outbox (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    -- Not before.
    next_at timestamptz NOT NULL,
    seq integer NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    -- Counts claims: a worker that lost its lease cannot finish what another has claimed since.
    lease integer NOT NULL DEFAULT 0,
    payload text NOT NULL,
    PRIMARY KEY (district_id, id)
);
CREATE INDEX outbox_by_next_at ON outbox (district_id, next_at, id);

CREATE TABLE outbox_dead (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    seq integer NOT NULL,
    attempts integer NOT NULL,
    payload text NOT NULL,
    reason text NOT NULL,
    died_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district_id, id)
);

-- Commands that were carried out, so that one that is sent again is not carried out again.
CREATE TABLE command_key (
    district_id bigint NOT NULL,
    -- An account, or the name of a source of imports.
    owner text NOT NULL,
    key text NOT NULL,
    -- SHA-256 of the command.
    body_hash bytea NOT NULL,
    ticket_id bigint NOT NULL,
    seq integer NOT NULL,
    -- Swept after this; infinity for external ids of imports.
    keep_until timestamptz NOT NULL,
    CONSTRAINT command_key_once PRIMARY KEY (district_id, owner, key)
);
COMMENT ON CONSTRAINT command_key_once ON command_key IS 'a violation means: the same command is being carried out elsewhere; run once more';
CREATE INDEX command_key_by_keep_until ON command_key (district_id, keep_until) WHERE keep_until < 'infinity';

-- Where followers of the journal stand.
CREATE TABLE follower (
    district_id bigint NOT NULL,
    name text NOT NULL,
    xact xid8 NOT NULL,
    ticket_id bigint NOT NULL,
    PRIMARY KEY (district_id, name)
);

-- Character bigrams of title and text, made by the program; filled after commit.
CREATE TABLE search (
    district_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    grams tsvector NOT NULL,
    PRIMARY KEY (district_id, ticket_id)
);
CREATE INDEX search_by_gram ON search USING gin (grams);
