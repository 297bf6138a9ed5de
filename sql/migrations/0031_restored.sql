-- phase: pre
-- The journal counts its transactions by itself: a database that was restored into another cluster, whose own numbers begin
-- small, goes on where it stood, and every place in the journal that somebody keeps stays good.

ALTER TABLE installation
    -- The cluster in which the database was seen last (pg_control_system); null: in none yet.
    ADD COLUMN cluster bigint,
    -- What is added to the cluster's numbers of transactions; it never gets smaller.
    ADD COLUMN xact_offset bigint NOT NULL DEFAULT 0 CONSTRAINT installation_counts_up CHECK (xact_offset >= 0);

-- The number of the transaction at hand. Stable, as all three: each sees what the statement sees that asks.
CREATE FUNCTION journal_xact() RETURNS xid8
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN (SELECT ((pg_current_xact_id()::text)::bigint + xact_offset)::text::xid8 FROM public.installation);
END $$;

-- Below it every transaction has ended.
CREATE FUNCTION journal_xmin() RETURNS xid8
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN (SELECT ((pg_snapshot_xmin(pg_current_snapshot())::text)::bigint + xact_offset)::text::xid8
        FROM public.installation);
END $$;

-- The greatest number that anything in the database bears.
CREATE FUNCTION journal_latest() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN (
        SELECT coalesce(max(x.number), 0) FROM (
            SELECT (xact::text)::bigint AS number FROM public.follower
            -- A place before all that a transaction writes.
            UNION ALL SELECT (xact::text)::bigint - (ticket_id = 0)::int FROM public.webhook_cursor
            UNION ALL SELECT (xact::text)::bigint FROM public.syslog_cursor
            UNION ALL
            SELECT (l.xact::text)::bigint FROM public.district AS d CROSS JOIN LATERAL (
                (SELECT e.xact FROM public.ticket_event AS e WHERE e.district_id = d.id ORDER BY e.xact DESC LIMIT 1)
                UNION ALL
                (SELECT e.xact FROM public.security_event AS e WHERE e.district_id = d.id ORDER BY e.xact DESC LIMIT 1)
                UNION ALL
                (SELECT e.xact FROM public.access_log AS e WHERE e.district_id = d.id ORDER BY e.xact DESC LIMIT 1)
            ) AS l
        ) AS x
    );
END $$;

-- Asked on every new connection, before anything else: whether the database stands where it stood. Where it was restored into a
-- cluster that counts lower, the offset is raised above all that was ever written; nobody can have written meanwhile, since
-- everybody asks first. True: it was raised just now.
CREATE FUNCTION journal_settle() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    here bigint := (SELECT system_identifier FROM pg_control_system());
    ahead bigint := (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint;
    latest bigint;
    was bigint;
BEGIN
    -- The places that are kept are few; a copy of the whole cluster bears the same identifier.
    IF pg_is_in_recovery() OR EXISTS (
        SELECT FROM public.installation AS i
        WHERE i.cluster = here AND NOT EXISTS (
                SELECT FROM public.follower AS f WHERE (f.xact::text)::bigint >= ahead + i.xact_offset)
            AND NOT EXISTS (
                SELECT FROM public.webhook_cursor AS c WHERE (c.xact::text)::bigint > ahead + i.xact_offset))
    THEN
        RETURN false;
    END IF;
    SELECT i.xact_offset INTO was FROM public.installation AS i FOR UPDATE;
    ahead := (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint;
    latest := public.journal_latest();
    IF latest < ahead + was THEN
        UPDATE public.installation SET cluster = here WHERE cluster IS DISTINCT FROM here;
        RETURN false;
    END IF;
    UPDATE public.installation
    SET cluster = here, xact_offset = latest + 1 - (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint;
    RETURN true;
END $$;

REVOKE ALL ON FUNCTION journal_xact(), journal_xmin(), journal_latest(), journal_settle() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal_xact(), journal_xmin(), journal_settle() TO whistle_app;
GRANT EXECUTE ON FUNCTION journal_xact(), journal_xmin() TO whistle_reader;

ALTER TABLE ticket_event ALTER COLUMN xact SET DEFAULT journal_xact();
ALTER TABLE security_event ALTER COLUMN xact SET DEFAULT journal_xact();
ALTER TABLE access_log ALTER COLUMN xact SET DEFAULT journal_xact();
