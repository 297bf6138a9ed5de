-- phase: pre
-- What a rule of the directory says besides who leads; what sets a unit's ground apart.

ALTER TABLE unit
    -- Such as 三无 or 老旧小区; what is below has them, too.
    ADD COLUMN attributes text[] NOT NULL DEFAULT '{}'
        CONSTRAINT unit_attributes_named CHECK (array_position(attributes, '') IS NULL),
    -- 一对一结对包建: the department asked first where no rule of the directory fits.
    ADD COLUMN pair_id bigint,
    ADD CONSTRAINT unit_pair_known FOREIGN KEY (district_id, pair_id) REFERENCES unit DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT unit_not_its_own_pair CHECK (pair_id <> id);

ALTER TABLE directory_rule
    -- What a place must have for the rule to fit; none: every place.
    ADD COLUMN attributes text[] NOT NULL DEFAULT '{}',
    -- Which proof of the work is asked for, why, and by which decision of the district.
    ADD COLUMN evidence text[] NOT NULL DEFAULT '{}',
    ADD COLUMN necessity text NOT NULL DEFAULT '',
    ADD COLUMN approval text NOT NULL DEFAULT '',
    ADD CONSTRAINT directory_rule_evidence_known CHECK (
        evidence <@ ARRAY['photo', 'video', 'location', 'document', 'measurement', 'account']
    ),
    ADD CONSTRAINT directory_rule_evidence_lawful CHECK (
        evidence <@ ARRAY['account'] OR (necessity <> '' AND approval <> '')
    );
COMMENT ON CONSTRAINT directory_rule_evidence_lawful ON directory_rule IS
    '国办函〔2026〕12号: no proof is asked for unless the rule names why and the district approved it; a written account always does';

-- 协办: who helps, in the order in which they are asked.
CREATE TABLE directory_co_handler (
    district_id bigint NOT NULL,
    rule text NOT NULL,
    ordinal integer NOT NULL,
    unit_id bigint NOT NULL,
    PRIMARY KEY (district_id, rule, ordinal),
    CONSTRAINT directory_co_handler_once UNIQUE (district_id, rule, unit_id),
    CONSTRAINT directory_co_handler_rule_known FOREIGN KEY (district_id, rule) REFERENCES directory_rule ON DELETE CASCADE,
    CONSTRAINT directory_co_handler_unit_known FOREIGN KEY (district_id, unit_id) REFERENCES unit
);

GRANT SELECT, INSERT, UPDATE, DELETE ON directory_co_handler TO whistle_app;
GRANT SELECT ON directory_co_handler TO whistle_report;
