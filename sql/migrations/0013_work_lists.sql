-- phase: pre
-- 工作清单: what a unit holds or answers for is found by indexes alone: as the one responsible, or else as desk or lead.
-- A ticket stands in one or two of them; the desk of a matter that it answers for itself is not said twice.

CREATE INDEX ticket_open_by_desk ON ticket (district_id, desk_id, id)
    WHERE closed_at IS NULL AND desk_id <> responsible_id;
CREATE INDEX ticket_open_by_lead ON ticket (district_id, lead_id, id)
    WHERE closed_at IS NULL AND lead_id <> responsible_id;
-- Lists of several units are merged from these, and what runs in a whole district is read from the units' index.
DROP INDEX ticket_open;
