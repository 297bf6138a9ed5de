-- phase: pre
-- A second tree over the same ground: 党支部 of a compound, 党小组 of a building, the stations of 全程代办.

ALTER TABLE unit
    -- The ground that a unit of another line stands on, in the order of the ids; none: what lies below it. Whoever reads
    -- the units refuses ground that is not there: an array can have no foreign key.
    ADD COLUMN ground_ids bigint[] NOT NULL DEFAULT '{}'
        CONSTRAINT unit_grounds_named CHECK (array_position(ground_ids, NULL) IS NULL),
    ADD CONSTRAINT unit_not_its_own_ground CHECK (id <> ALL (ground_ids));
