-- The four roles. Run by a superuser, once a cluster, and again before a version that brings another one; the migrations run
-- as whistle_owner. owner migrates, app runs, report reads; app reads as reader what it answers to people, and nobody logs in
-- as that. None has a password here: give them one where they log in over TCP.
DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['whistle_owner', 'whistle_app', 'whistle_report'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I LOGIN', role_name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;
    BEGIN
        CREATE ROLE whistle_reader NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    GRANT whistle_reader TO whistle_app;
END $$;
