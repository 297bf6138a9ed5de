-- phase: pre
-- Open311: what a district says of its categories, and what lists of matters by the time of their report read.

-- 类别: code, description, questions, whether it is open to the public; a document of the program's own, checked when it comes.
CREATE TABLE category (
    district_id bigint NOT NULL REFERENCES district,
    category text NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (district_id, category)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON category TO whistle_app;
GRANT SELECT ON category TO whistle_report;

-- What ended, by when it was reported: what the public may list. An entry is made once in a ticket's life.
CREATE INDEX ticket_ended_by_report ON ticket (district_id, reported_at, id) WHERE closed_at IS NOT NULL;
-- What somebody reported: another system lists its own, be they open or not. Residents' own have no reporter.
CREATE INDEX ticket_by_reporter ON ticket (district_id, reporter_id, reported_at, id) WHERE reporter_id IS NOT NULL;

-- The scope that was kept for Open311 is called so.
UPDATE api_token SET scopes = array_replace(scopes, 'public', 'open311') WHERE 'public' = ANY (scopes);
