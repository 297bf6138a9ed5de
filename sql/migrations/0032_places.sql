-- phase: pre
-- What has ended at a place, however rare it is there. A ticket comes into it once, with its end, which changes indexes anyway.
CREATE INDEX ticket_ended_by_place ON ticket (district_id, place_id, id) WHERE closed_at IS NOT NULL;
