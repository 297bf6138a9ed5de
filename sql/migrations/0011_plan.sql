-- phase: pre
-- Plans by which running tickets were moved: what the mark in their events stands for. Append-only.

CREATE TABLE plan (
    district_id bigint NOT NULL REFERENCES district,
    -- SHA-256 of the plan's canonical bytes, in hexadecimal: as the events say it.
    hash text NOT NULL,
    -- migration: to another version of a definition; reorganisation: of units.
    kind text NOT NULL CONSTRAINT plan_kind_known CHECK (kind IN ('migration', 'reorganisation')),
    name text NOT NULL,
    -- The document that it rests upon (文号); empty where none is named.
    source text NOT NULL,
    -- Who ordered it first; null: nobody, by the clock.
    person_id bigint,
    -- The plan, as canonical JSON.
    document text NOT NULL,
    ordered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district_id, hash)
);

INSERT INTO plan (district_id, hash, kind, name, source, person_id, document, ordered_at)
SELECT district_id, hash, 'reorganisation', name, source, person_id, document, carried_out_at FROM reorganisation;

GRANT SELECT, INSERT ON plan TO whistle_app;
GRANT SELECT ON plan TO whistle_report;
