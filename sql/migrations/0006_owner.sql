-- phase: pre
-- 责任人: who is personally responsible for an open matter.

ALTER TABLE ticket
    ADD COLUMN owner_id bigint,
    -- Whoever is responsible for nothing any more is no owner.
    ADD CONSTRAINT ticket_owner_while_open CHECK (owner_id IS NULL OR closed_at IS NULL);
-- The work list of a person; changes less often than its ticket.
CREATE INDEX ticket_open_by_owner ON ticket (district_id, owner_id, id) WHERE closed_at IS NULL;
