-- phase: pre
-- Residents' names, telephones and addresses are sealed by the program (AES-GCM), each as bytes that name suite and key;
-- and whoever sees one in full is written down. SQL has no key: rows of before stay as they are until `whistle keys rotate`.

ALTER TABLE contact
    -- The event that said it: a contact that is corrected later is a row of its own.
    ADD COLUMN seq integer NOT NULL DEFAULT 1,
    -- The id of the key that sealed this row; null: it is in the open.
    ADD COLUMN key text,
    ADD COLUMN sealed_name bytea,
    ADD COLUMN sealed_phone bytea,
    ADD COLUMN sealed_address bytea,
    -- HMAC of district and digits, for exact search.
    ADD COLUMN phone_index bytea,
    DROP CONSTRAINT contact_pkey,
    ADD PRIMARY KEY (district_id, ticket_id, seq),
    ADD CONSTRAINT contact_sealed_or_open CHECK (
        CASE WHEN key IS NULL THEN num_nonnulls(sealed_name, sealed_phone, sealed_address, phone_index) = 0
        ELSE num_nonnulls(name, phone, address) = 0 END);
CREATE INDEX contact_by_phone ON contact (district_id, phone_index) WHERE phone_index IS NOT NULL;
-- What is left in the open: empty where all is sealed.
CREATE INDEX contact_in_open ON contact (district_id, ticket_id, seq) WHERE key IS NULL;

-- What acts after the filing said of whom to reach stood among the remarks.
INSERT INTO contact (district_id, ticket_id, seq, salt, name, phone, address)
SELECT district_id, ticket_id, seq, (array_agg(salt))[1], max(text) FILTER (WHERE field = 'contact_name'),
    max(text) FILTER (WHERE field = 'contact_phone'), max(text) FILTER (WHERE field = 'contact_address')
FROM remark
WHERE field IN ('contact_name', 'contact_phone', 'contact_address') AND text IS NOT NULL
GROUP BY district_id, ticket_id, seq;
DELETE FROM remark WHERE field IN ('contact_name', 'contact_phone', 'contact_address');

-- Who saw whose contact in full. Append-only: the runtime role has no UPDATE and no DELETE here.
CREATE SEQUENCE access_log_id_seq;
CREATE TABLE access_log (
    district_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('access_log_id_seq'),
    ticket_id bigint NOT NULL,
    person_id bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Where: api, page, export, cli.
    via text NOT NULL CONSTRAINT access_log_via_known CHECK (via IN ('api', 'page', 'export', 'cli')),
    -- Which fields were seen in full.
    fields text[] NOT NULL CONSTRAINT access_log_says_what CHECK (cardinality(fields) > 0),
    reason text NOT NULL,
    -- The request's number, where there is one.
    request text,
    PRIMARY KEY (district_id, id)
);
CREATE INDEX access_log_by_ticket ON access_log (district_id, ticket_id, id);
CREATE INDEX access_log_by_person ON access_log (district_id, person_id, id);

GRANT SELECT, INSERT ON access_log TO whistle_app;
GRANT USAGE ON SEQUENCE access_log_id_seq TO whistle_app;
GRANT SELECT ON access_log TO whistle_report;
