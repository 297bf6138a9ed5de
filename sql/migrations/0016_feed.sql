-- phase: pre
-- 动态: what happened in a district, in the order in which it became visible: live lists, webhooks and whatever else
-- follows the journal read it by a cursor (xact, ticket, seq). Entries are appended at the index's right end.
CREATE INDEX ticket_event_by_xact ON ticket_event (district_id, xact, ticket_id, seq);
