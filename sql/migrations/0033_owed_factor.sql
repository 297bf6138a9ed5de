-- phase: pre
-- Who comes by a provider that does not answer for a second factor proves their own one afterwards.
ALTER TABLE session
    -- Until then the session opens nothing.
    ADD COLUMN owes_factor boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT session_owes_after_provider CHECK (provider IS NOT NULL AND NOT is_vouched OR NOT owes_factor);
COMMENT ON CONSTRAINT session_owes_after_provider ON session IS
    'by a password the code is asked for before there is a session; a provider that answers for it leaves nothing to prove';
