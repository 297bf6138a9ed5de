-- phase: pre
-- Mailboxes of the staff, for digests by mail; sealed as their telephones are.

CREATE TABLE staff_mailbox (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    -- Sealed for district and account; SQL has no key.
    sealed bytea NOT NULL,
    -- The id of the key that sealed it.
    key text NOT NULL,
    PRIMARY KEY (district_id, person_id),
    CONSTRAINT staff_mailbox_person_known FOREIGN KEY (district_id, person_id) REFERENCES person
);
-- No part of a report.
GRANT SELECT, INSERT, UPDATE ON staff_mailbox TO whistle_app;
