-- phase: pre
-- 在办: what runs is few beside what has ended. Without this a list of open matters walks through all that ever were.

CREATE INDEX ticket_open ON ticket (district_id, id) WHERE closed_at IS NULL;
