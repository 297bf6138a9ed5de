-- phase: pre
-- Posts for a period, who stands in, who is away, who is on duty.

ALTER TABLE post
    -- From this day on; -infinity: it has always been so.
    ADD COLUMN since date NOT NULL DEFAULT '-infinity',
    -- To the end of this day; infinity: no end is known.
    ADD COLUMN until date NOT NULL DEFAULT 'infinity',
    -- Beside other work (兼职).
    ADD COLUMN part_time boolean NOT NULL DEFAULT false,
    -- 代岗: who acts while the holder is away, and after the post fell empty.
    ADD COLUMN substitute_id bigint,
    ADD CONSTRAINT post_period_forwards CHECK (since <= until),
    ADD CONSTRAINT post_substitute_known FOREIGN KEY (district_id, substitute_id) REFERENCES person,
    ADD CONSTRAINT post_not_its_own_substitute CHECK (substitute_id <> person_id),
    DROP CONSTRAINT post_pkey,
    -- The same person may come back to the same post.
    ADD PRIMARY KEY (district_id, person_id, role, unit_id, since);

-- 请假、外出.
CREATE TABLE absence (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    reason text NOT NULL DEFAULT '',
    PRIMARY KEY (district_id, person_id, from_at),
    CONSTRAINT absence_person_known FOREIGN KEY (district_id, person_id) REFERENCES person,
    CONSTRAINT absence_forwards CHECK (from_at < until_at)
);

-- 坐班值班: a line of a roster.
CREATE TABLE duty_shift (
    district_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    -- A role or a kind of duty; empty: for the whole unit.
    role text NOT NULL DEFAULT '',
    person_id bigint NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, unit_id, role, from_at, person_id),
    CONSTRAINT duty_shift_unit_known FOREIGN KEY (district_id, unit_id) REFERENCES unit,
    CONSTRAINT duty_shift_person_known FOREIGN KEY (district_id, person_id) REFERENCES person,
    CONSTRAINT duty_shift_forwards CHECK (from_at < until_at),
    -- A slip of the pen in a date would keep somebody on duty for years.
    CONSTRAINT duty_shift_short CHECK (until_at <= from_at + interval '31 days')
);
CREATE INDEX duty_shift_by_until ON duty_shift (district_id, until_at);
CREATE INDEX absence_by_until ON absence (district_id, until_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON absence, duty_shift TO whistle_app;
GRANT SELECT ON absence, duty_shift TO whistle_report;
