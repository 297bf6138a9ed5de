-- phase: pre
-- Files that people add to a matter. Bytes lie in a folder under their hash; here stands which file belongs to what.

-- Which database this is: a folder of files bears it, so that nobody sweeps another database's folder.
CREATE TABLE installation (
    is_one boolean PRIMARY KEY DEFAULT true CONSTRAINT installation_is_one CHECK (is_one),
    id uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO installation DEFAULT VALUES;

CREATE SEQUENCE attachment_id_seq AS bigint;
CREATE TABLE attachment (
    district_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('attachment_id_seq'),
    ticket_id bigint NOT NULL,
    -- The event that it came with; null: it came on its own.
    seq integer CONSTRAINT attachment_event_counted CHECK (seq > 0),
    -- Of the file that is kept: of a picture, of the one made anew.
    sha256 bytea NOT NULL CONSTRAINT attachment_sha256 CHECK (length(sha256) = 32),
    -- Of the small picture; null: it is no picture.
    thumbnail_sha256 bytea CONSTRAINT attachment_thumbnail_sha256 CHECK (length(thumbnail_sha256) = 32),
    -- Of the file as it was sent, which of a picture is not kept.
    sent_sha256 bytea NOT NULL CONSTRAINT attachment_sent_sha256 CHECK (length(sent_sha256) = 32),
    kind text NOT NULL CONSTRAINT attachment_kind_known CHECK (
        kind IN ('jpeg', 'png', 'heic', 'pdf', 'ofd', 'docx', 'xlsx', 'mp3', 'm4a', 'amr', 'mp4')),
    bytes bigint NOT NULL CONSTRAINT attachment_not_empty CHECK (bytes > 0),
    -- In pixels; null: it is no picture.
    width integer CONSTRAINT attachment_width_counted CHECK (width > 0),
    height integer CONSTRAINT attachment_height_counted CHECK (height > 0),
    -- As whoever sent it called it, without folders.
    file_name text NOT NULL,
    person_id bigint NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- SHA-256 of the sender and the key of the upload, and which of its files: the same is kept once.
    key_hash bytea CONSTRAINT attachment_key_sha256 CHECK (length(key_hash) = 32),
    part integer,
    -- Since when nobody is shown it; the file stays.
    hidden_at timestamptz,
    PRIMARY KEY (district_id, id),
    CONSTRAINT attachment_picture_has_sides CHECK (
        num_nonnulls(thumbnail_sha256, width, height) IN (0, 3)),
    CONSTRAINT attachment_part_of_key CHECK ((key_hash IS NULL) = (part IS NULL))
);
CREATE UNIQUE INDEX attachment_key ON attachment (district_id, key_hash, part) WHERE key_hash IS NOT NULL;
CREATE INDEX attachment_by_ticket ON attachment (district_id, ticket_id, id);
CREATE INDEX attachment_by_hash ON attachment (district_id, sha256);
CREATE INDEX attachment_by_thumbnail ON attachment (district_id, thumbnail_sha256)
    WHERE thumbnail_sha256 IS NOT NULL;

-- What was kept cannot be changed or removed by the runtime role: only out of sight.
GRANT SELECT, INSERT, UPDATE (hidden_at) ON attachment TO whistle_app;
GRANT USAGE ON SEQUENCE attachment_id_seq TO whistle_app;
GRANT SELECT ON installation TO whistle_app;
-- Names of files may name people.
GRANT SELECT (district_id, id, ticket_id, seq, kind, bytes, width, height, person_id, loaded_at, hidden_at)
    ON attachment TO whistle_report;

-- Who sees the summary alone sees what they sent themselves.
ALTER TABLE attachment ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON attachment TO whistle_app USING (true) WITH CHECK (true);
CREATE POLICY report ON attachment FOR SELECT TO whistle_report USING (true);
CREATE POLICY reader ON attachment FOR SELECT TO whistle_reader USING (EXISTS (
    SELECT FROM ticket AS t
    WHERE t.district_id = attachment.district_id AND t.id = attachment.ticket_id AND (
        person_id = (SELECT reader_person()) OR (SELECT reader_asked()) = '{}'
        OR reader_admitted(
            t.reporter_id, (ARRAY[t.desk_id, t.lead_id, t.place_id, t.responsible_id] || t.asked_ids)::text[],
            '{}', t.kept_units, t.kept_people, t.named_people))));
GRANT SELECT ON attachment TO whistle_reader;
