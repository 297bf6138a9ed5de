-- phase: pre
-- What does not press waits for a digest: one letter a person.

ALTER TABLE district
    -- Times of the digests on the wall of the district's calendar; none: everything goes out at once.
    ADD COLUMN digests text[] NOT NULL DEFAULT '{08:30,14:00}',
    -- Quiet hours; both the same: none.
    ADD COLUMN quiet_from text NOT NULL DEFAULT '20:00',
    ADD COLUMN quiet_until text NOT NULL DEFAULT '08:00',
    -- When units above are told of tomorrow's empty duty and posts; empty: never.
    ADD COLUMN gaps_at text NOT NULL DEFAULT '15:00',
    ADD CONSTRAINT district_message_times CHECK (
        array_to_string(digests || quiet_from || quiet_until, ',') ~ '^(([01]\d|2[0-3]):[0-5]\d(,|$))+$'
        AND gaps_at ~ '^(([01]\d|2[0-3]):[0-5]\d)?$'
    );

-- One row a person for whom something waits.
CREATE TABLE digest (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    -- Not before.
    next_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    -- Counts claims, as in the outbox.
    lease integer NOT NULL DEFAULT 0,
    PRIMARY KEY (district_id, person_id)
);
CREATE INDEX digest_by_next_at ON digest (district_id, next_at, person_id);

-- What waits for a person; written and removed under the lock of the person's row above.
CREATE TABLE digest_item (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    -- The message's id in the outbox that it came from.
    id bigint NOT NULL,
    -- NULL: about no ticket.
    ticket_id bigint,
    payload text NOT NULL,
    PRIMARY KEY (district_id, person_id, id)
);

CREATE TABLE digest_dead (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    id bigint NOT NULL,
    ticket_id bigint,
    payload text NOT NULL,
    attempts integer NOT NULL,
    reason text NOT NULL,
    died_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district_id, person_id, id)
);

-- What is told once a day, whoever of several daemons does it.
CREATE TABLE daily_notice (
    district_id bigint NOT NULL,
    name text NOT NULL,
    -- The day that it is about.
    day date NOT NULL,
    told_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district_id, name, day)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON digest, digest_item, digest_dead, daily_notice TO whistle_app;
GRANT SELECT ON digest, digest_item, digest_dead, daily_notice TO whistle_report;
