-- phase: pre
-- 送达回执: what gateways say became of what they took.

ALTER TABLE message_log
    DROP CONSTRAINT message_log_outcome_known,
    -- sent: the other side took it; limited: too fast, tried again; failed: tried again; dead: given up;
    -- spared: nobody needs it any more, or there was nowhere to send it;
    -- delivered, undelivered: what the other side said later of what it took.
    ADD CONSTRAINT message_log_outcome_known CHECK (
        outcome IN ('sent', 'limited', 'failed', 'dead', 'spared', 'delivered', 'undelivered'));

-- What a gateway took and will say more of; removed when it does, or after three days.
CREATE TABLE posting_awaited (
    district_id bigint NOT NULL,
    channel text NOT NULL,
    -- The gateway's number of it.
    receipt text NOT NULL,
    -- As the posting said.
    posting_id bigint NOT NULL,
    source text NOT NULL,
    source_id bigint NOT NULL,
    receiver text NOT NULL,
    ticket_id bigint,
    seq integer,
    attempts integer NOT NULL,
    payload text NOT NULL,
    -- Where to, with stars.
    address text NOT NULL,
    sent_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district_id, channel, receipt)
);
CREATE INDEX posting_awaited_by_time ON posting_awaited (district_id, sent_at);

-- What gateways said, until it is noted: it may come before what was sent is noted itself. After an hour it is nobody's.
CREATE TABLE delivery_receipt (
    district_id bigint NOT NULL REFERENCES district,
    channel text NOT NULL,
    receipt text NOT NULL,
    outcome text NOT NULL CONSTRAINT delivery_receipt_outcome_known CHECK (outcome IN ('delivered', 'undelivered')),
    -- The gateway's own word.
    status text NOT NULL,
    came_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district_id, channel, receipt)
);
CREATE INDEX delivery_receipt_by_time ON delivery_receipt (district_id, came_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON posting_awaited, delivery_receipt TO whistle_app;
GRANT SELECT ON posting_awaited, delivery_receipt TO whistle_report;
