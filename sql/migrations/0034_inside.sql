-- phase: pre
-- 分办: what a part of a department works on stands in the lists of its people, and apart in those of the department.

ALTER TABLE ticket
    -- The part of the lead that works on it (科室、中队、所), while the lead answers for it; null as a rule.
    ADD COLUMN inside_id bigint;
UPDATE ticket SET inside_id = (body::json ->> 'inside')::bigint
WHERE closed_at IS NULL AND responsible_id = lead_id AND (body::json ->> 'inside')::bigint <> lead_id;
-- Changes with 分办, 内部退回 and whoever answers for it, which changes indexes anyway: a lamp's change leaves it alone.
CREATE INDEX ticket_open_by_inside ON ticket (district_id, inside_id, id)
    WHERE closed_at IS NULL AND inside_id IS NOT NULL;
