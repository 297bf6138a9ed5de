-- phase: pre
-- Units keep their identity for ever; what they are called and under whom they stand has a period.

ALTER TABLE unit
    -- Since when it takes nothing new; it stands in the tree for what it had.
    ADD COLUMN closed_at timestamptz,
    -- Who follows it.
    ADD COLUMN successor_id bigint,
    ADD CONSTRAINT unit_successor_known FOREIGN KEY (district_id, successor_id) REFERENCES unit
        DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT unit_successor_of_closed CHECK (successor_id IS NULL OR closed_at IS NOT NULL),
    ADD CONSTRAINT unit_not_its_own_successor CHECK (successor_id <> id);

-- What a unit was at a time; the open version is what the unit is now.
CREATE TABLE unit_version (
    district_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    -- -infinity: as far back as anybody knows.
    from_at timestamptz NOT NULL,
    -- Null: until today.
    until_at timestamptz,
    kind text NOT NULL,
    name text NOT NULL,
    parent_id bigint,
    attributes text[] NOT NULL,
    pair_id bigint,
    -- The document that says so (文号); empty where an import did.
    source text NOT NULL DEFAULT '',
    PRIMARY KEY (district_id, unit_id, from_at),
    CONSTRAINT unit_version_unit_known FOREIGN KEY (district_id, unit_id) REFERENCES unit,
    CONSTRAINT unit_version_period CHECK (from_at < until_at)
);
CREATE UNIQUE INDEX unit_version_open ON unit_version (district_id, unit_id) WHERE until_at IS NULL;

INSERT INTO unit_version (district_id, unit_id, from_at, kind, name, parent_id, attributes, pair_id)
SELECT district_id, id, '-infinity', kind, name, parent_id, attributes, pair_id FROM unit;

-- Plans that were carried out, each once; what tickets need to follow them, also after an interruption.
CREATE TABLE reorganisation (
    district_id bigint NOT NULL REFERENCES district,
    -- SHA-256 of the plan's canonical bytes, in hexadecimal.
    hash text NOT NULL,
    name text NOT NULL,
    source text NOT NULL,
    effective_at timestamptz NOT NULL,
    -- Who ordered it.
    person_id bigint NOT NULL,
    carried_out_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The plan, and who follows whom, as canonical JSON.
    document text NOT NULL,
    succession text NOT NULL,
    PRIMARY KEY (district_id, hash)
);

GRANT SELECT, INSERT, UPDATE ON unit_version TO whistle_app;
GRANT SELECT, INSERT ON reorganisation TO whistle_app;
GRANT SELECT ON unit_version, reorganisation TO whistle_report;
