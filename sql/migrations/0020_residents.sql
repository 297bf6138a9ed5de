-- phase: pre
-- Residents without an account: what their codes are derived from, and what the public board reads.

-- One secret a district, sealed by the program under its ring. A code is derived from it and the ticket's id: nothing of
-- any single code is kept, and `whistle keys rotate` changes none.
CREATE TABLE resident_secret (
    district_id bigint PRIMARY KEY REFERENCES district,
    -- The id of the key that sealed it.
    key text NOT NULL,
    sealed bytea NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON resident_secret TO whistle_app;

-- 公示栏: what ended, the latest first. An entry is made once in a ticket's life.
CREATE INDEX ticket_by_end ON ticket (district_id, closed_at, id) WHERE closed_at IS NOT NULL;
