-- phase: pre
-- The event that added a file names its hash: so the journal's chain of hashes covers the files.

ALTER TABLE attachment
    -- The event that added it, and its place among the files of that event, from 0; null: it came before events did so.
    ADD COLUMN event_seq integer CONSTRAINT attachment_added_by_event CHECK (event_seq > 0),
    ADD COLUMN event_place integer CONSTRAINT attachment_place_counted CHECK (event_place >= 0),
    ADD CONSTRAINT attachment_place_of_event CHECK ((event_seq IS NULL) = (event_place IS NULL));
CREATE UNIQUE INDEX attachment_of_event ON attachment (district_id, ticket_id, event_seq, event_place)
    WHERE event_seq IS NOT NULL;
GRANT SELECT (event_seq, event_place) ON attachment TO whistle_report;

-- The last file that was added before events named them: each later one must have its event.
ALTER TABLE installation ADD COLUMN files_before bigint NOT NULL DEFAULT 0;
UPDATE installation SET files_before = coalesce((SELECT max(id) FROM attachment), 0);
