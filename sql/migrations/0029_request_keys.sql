-- phase: pre
-- Writes that go through no ticket's command, and what they were answered: the same again under the same key is not done again.

CREATE TABLE request_key (
    district_id bigint NOT NULL,
    -- Who asked.
    person_id bigint NOT NULL,
    -- The caller's own (Idempotency-Key).
    key text NOT NULL,
    -- Of what was asked for: HMAC-SHA-256 under the ring of keys where there is one, for it may say whom to reach.
    digest bytea NOT NULL,
    -- Which try carries it out, and until when nobody else takes it for broken off.
    holder bigint NOT NULL,
    held_until timestamptz NOT NULL,
    -- What it was answered, without what is shown once; null: it is being carried out.
    status smallint,
    answer text,
    -- Swept after this.
    keep_until timestamptz NOT NULL,
    CONSTRAINT request_key_once PRIMARY KEY (district_id, person_id, key),
    CONSTRAINT request_key_answered_whole CHECK ((status IS NULL) = (answer IS NULL))
);
CREATE INDEX request_key_by_keep_until ON request_key (district_id, keep_until);

-- No part of a report: answers name people.
GRANT SELECT, INSERT, UPDATE, DELETE ON request_key TO whistle_app;
