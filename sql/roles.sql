-- The three roles. Run once a cluster, by a superuser; the migrations run as whistle_owner.
-- owner migrates, app runs, report reads. None has a password here: give them one where they log in over TCP.
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
END $$;
