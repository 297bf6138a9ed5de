-- phase: pre
-- 日志外送与留存: both logs leave for a receiver of syslog messages, each by a place that skips nothing; and are kept for half a
-- year at least.

-- Which transaction wrote a line: lines of before count as the oldest, in their order.
ALTER TABLE security_event ADD COLUMN xact xid8 NOT NULL DEFAULT '0';
ALTER TABLE security_event ALTER COLUMN xact SET DEFAULT pg_current_xact_id();
ALTER TABLE access_log ADD COLUMN xact xid8 NOT NULL DEFAULT '0';
ALTER TABLE access_log ALTER COLUMN xact SET DEFAULT pg_current_xact_id();
CREATE INDEX security_event_by_xact ON security_event (district_id, xact, id);
CREATE INDEX access_log_by_xact ON access_log (district_id, xact, id);
CREATE INDEX security_event_by_time ON security_event (district_id, at);
CREATE INDEX access_log_by_time ON access_log (district_id, at);

-- How far each log was sent; no row: nobody was ever told.
CREATE TABLE syslog_cursor (
    district_id bigint NOT NULL REFERENCES district,
    source text NOT NULL CONSTRAINT syslog_cursor_source_known CHECK (source IN ('security', 'access')),
    -- The last line that was sent.
    xact xid8 NOT NULL DEFAULT '0',
    id bigint NOT NULL DEFAULT 0,
    -- Who sends holds it until then, and nobody else sends meanwhile.
    held_until timestamptz NOT NULL DEFAULT '-infinity',
    -- Counts claims: who comes back after another's claim moves nothing.
    lease bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (district_id, source)
);
COMMENT ON CONSTRAINT syslog_cursor_source_known ON syslog_cursor IS
    'security: security_event, 安全日志; access: access_log, 查阅记录';
GRANT SELECT, INSERT, UPDATE ON syslog_cursor TO whistle_app;

-- The one way in which anything leaves the two logs; the owner's alone. Lines of the last 183 days stay, whatever is asked.
CREATE FUNCTION logs_prune(district bigint, before timestamptz, most integer, OUT security bigint, OUT access bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF before > clock_timestamp() - interval '183 days' THEN
        RAISE EXCEPTION 'logs are kept for 183 days' USING ERRCODE = 'check_violation';
    END IF;
    WITH old AS (
        SELECT e.id FROM public.security_event AS e
        WHERE e.district_id = $1 AND e.at < $2 ORDER BY e.at LIMIT $3
    ), gone AS (
        DELETE FROM public.security_event AS e USING old WHERE e.district_id = $1 AND e.id = old.id RETURNING 1
    )
    SELECT count(*) INTO security FROM gone;
    WITH old AS (
        SELECT l.id FROM public.access_log AS l
        WHERE l.district_id = $1 AND l.at < $2 ORDER BY l.at LIMIT $3
    ), gone AS (
        DELETE FROM public.access_log AS l USING old WHERE l.district_id = $1 AND l.id = old.id RETURNING 1
    )
    SELECT count(*) INTO access FROM gone;
    -- That something is gone stands there, too.
    IF security + access > 0 THEN
        INSERT INTO public.security_event (district_id, id, kind, detail)
        VALUES ($1, nextval('public.security_event_id_seq'), 'logs_pruned',
            jsonb_build_object('security', security, 'access', access, 'before', (extract(epoch FROM $2) * 1000000)::bigint));
    END IF;
END $$;
REVOKE ALL ON FUNCTION logs_prune(bigint, timestamptz, integer) FROM PUBLIC;
