-- phase: pre
-- 值班日志: what one shift of a desk hands to the next.

CREATE SEQUENCE shift_log_id_seq AS bigint;

CREATE TABLE shift_log (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    unit_id bigint NOT NULL,
    -- Who goes and who comes.
    giver_id bigint NOT NULL,
    taker_id bigint NOT NULL,
    -- The shift that is over.
    from_at timestamptz NOT NULL,
    handed_at timestamptz NOT NULL,
    note text NOT NULL DEFAULT '',
    -- Canonical JSON: open matters, the urgent ones first, and what happened.
    body text NOT NULL,
    PRIMARY KEY (district_id, id),
    CONSTRAINT shift_log_unit_known FOREIGN KEY (district_id, unit_id) REFERENCES unit,
    CONSTRAINT shift_log_giver_known FOREIGN KEY (district_id, giver_id) REFERENCES person,
    CONSTRAINT shift_log_taker_known FOREIGN KEY (district_id, taker_id) REFERENCES person,
    CONSTRAINT shift_log_forwards CHECK (from_at <= handed_at),
    CONSTRAINT shift_log_two_people CHECK (giver_id <> taker_id)
);
CREATE INDEX shift_log_by_unit ON shift_log (district_id, unit_id, id);

-- Written once.
GRANT SELECT, INSERT ON shift_log TO whistle_app;
GRANT USAGE ON SEQUENCE shift_log_id_seq TO whistle_app;
GRANT SELECT ON shift_log TO whistle_report;
