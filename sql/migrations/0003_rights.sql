-- phase: pre
-- app runs: it cannot change or remove an event. report reads, but not who to reach.
GRANT USAGE ON SCHEMA public TO whistle_app, whistle_report;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO whistle_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO whistle_app;
REVOKE UPDATE, DELETE ON ticket_event, definition FROM whistle_app;
REVOKE DELETE ON ticket, report, remark FROM whistle_app;
REVOKE INSERT, UPDATE, DELETE ON schema_migration FROM whistle_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO whistle_report;
REVOKE SELECT ON contact FROM whistle_report;
