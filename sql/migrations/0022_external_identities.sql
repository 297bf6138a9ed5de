-- phase: pre
-- 统一身份: whom a provider of the city's means, and which sessions were begun by one. No claim is kept, and no token.

CREATE TABLE external_identity (
    district_id bigint NOT NULL,
    -- The provider's name in the file of providers.
    provider text NOT NULL CONSTRAINT external_identity_provider_named CHECK (length(provider) BETWEEN 1 AND 40),
    -- Who it was then: another that comes to bear the name later opens nothing.
    authority text NOT NULL CONSTRAINT external_identity_authority_short CHECK (octet_length(authority) BETWEEN 1 AND 1000),
    -- The person's unchanging name there.
    subject text NOT NULL CONSTRAINT external_identity_subject_short CHECK (octet_length(subject) BETWEEN 1 AND 255),
    person_id bigint NOT NULL,
    bound_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Who bound it; null: whoever runs the program, or the first sign-in itself.
    bound_by bigint,
    -- The first sign-in bound it, by a claim that the file names.
    is_own boolean NOT NULL,
    -- In the district's zone.
    last_used_on date,
    PRIMARY KEY (district_id, provider, authority, subject),
    CONSTRAINT external_identity_one_each UNIQUE (district_id, provider, person_id),
    CONSTRAINT external_identity_person_known FOREIGN KEY (district_id, person_id) REFERENCES person
);
COMMENT ON CONSTRAINT external_identity_one_each ON external_identity IS
    'nobody comes to a second name of theirs without an administrator who takes the first away';

ALTER TABLE session
    -- Null: by a password.
    ADD COLUMN provider text,
    -- The provider answers for a second factor.
    ADD COLUMN is_vouched boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT session_vouched_by_provider CHECK (provider IS NOT NULL OR NOT is_vouched);
COMMENT ON CONSTRAINT session_vouched_by_provider ON session IS 'nobody else answers for a second factor';

GRANT SELECT, INSERT, DELETE ON external_identity TO whistle_app;
GRANT UPDATE (last_used_on) ON external_identity TO whistle_app;
