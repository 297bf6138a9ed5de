-- phase: pre
-- 上级平台 (12345 and the like): how a platform's sheets are read and answered, and which matters still owe it an answer.

-- A platform: columns of its export, its words, columns of the answer; a document of the program's own, checked when it comes.
CREATE TABLE platform (
    district_id bigint NOT NULL REFERENCES district,
    name text NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (district_id, name)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON platform TO whistle_app;
GRANT SELECT ON platform TO whistle_report;

-- 待回填: the platform that waits for the matter's answer; null as a rule.
ALTER TABLE ticket ADD COLUMN answer_owed_to text;
CREATE INDEX ticket_owes_answer ON ticket (district_id, id) WHERE answer_owed_to IS NOT NULL;

-- A webhook of a platform: told of its answers alone, with what they say.
ALTER TABLE webhook ADD COLUMN platform text;
