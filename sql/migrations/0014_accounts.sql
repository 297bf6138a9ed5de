-- phase: pre
-- 账号: passwords, second factors, sessions, tokens of programs, and what happened to them (安全日志).
-- Secrets themselves are nowhere here: what is random is kept as its SHA-256, what people chose as scrypt, and what must be
-- read again (the secret of a second factor) sealed by a key that the database does not have.

CREATE SEQUENCE session_id_seq AS bigint;
CREATE SEQUENCE api_token_id_seq AS bigint;
CREATE SEQUENCE security_event_id_seq AS bigint;

-- What a person signs in with; no row: nothing was set yet.
CREATE TABLE credential (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    -- A PHC string: algorithm, cost, salt and hash. Null: no password.
    password text,
    password_set_at timestamptz,
    -- Somebody else chose the password: sessions may only change it.
    must_change boolean NOT NULL DEFAULT false,
    -- Since when an administrator keeps the person out; failures lock by `attempt`.
    blocked_at timestamptz,
    -- 一次性凭条: SHA-256 of a code that sets a new password once.
    slip bytea CONSTRAINT credential_slip_sha256 CHECK (length(slip) = 32),
    slip_until timestamptz,
    -- The six digits at a duty desk, as a PHC string.
    pin text,
    -- The secret of the second factor, sealed; pending until a code has confirmed it.
    totp_pending bytea,
    totp_sealed bytea,
    totp_confirmed_at timestamptz,
    -- The last step of 30 s whose code was taken: none is taken twice.
    totp_step bigint,
    PRIMARY KEY (district_id, person_id),
    CONSTRAINT credential_person_known FOREIGN KEY (district_id, person_id) REFERENCES person,
    CONSTRAINT credential_password_dated CHECK ((password IS NULL) = (password_set_at IS NULL)),
    CONSTRAINT credential_slip_ends CHECK ((slip IS NULL) = (slip_until IS NULL)),
    CONSTRAINT credential_totp_confirmed CHECK ((totp_sealed IS NULL) = (totp_confirmed_at IS NULL))
);
COMMENT ON CONSTRAINT credential_slip_sha256 ON credential IS 'never the code itself';
COMMENT ON CONSTRAINT credential_totp_confirmed ON credential IS 'counts from the first code on that fitted';

-- Ten codes for who has lost the telephone; each once.
CREATE TABLE recovery_code (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    hash bytea NOT NULL CONSTRAINT recovery_code_sha256 CHECK (length(hash) = 32),
    used_at timestamptz,
    PRIMARY KEY (district_id, person_id, hash),
    CONSTRAINT recovery_code_person_known FOREIGN KEY (district_id, person_id) REFERENCES person
);

-- Guesses, by what was guessed at: an account as it was typed, whether it exists or not, or a person's PIN.
CREATE TABLE attempt (
    district_id bigint NOT NULL REFERENCES district,
    -- SHA-256 of the kind and the words: people type passwords where the account belongs.
    subject bytea NOT NULL CONSTRAINT attempt_subject_sha256 CHECK (length(subject) = 32),
    failures integer NOT NULL CONSTRAINT attempt_failures_counted CHECK (failures >= 0),
    last_at timestamptz NOT NULL,
    locked_until timestamptz,
    PRIMARY KEY (district_id, subject)
) WITH (fillfactor = 70);
CREATE INDEX attempt_by_time ON attempt (district_id, last_at);

CREATE TABLE session (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    hash bytea NOT NULL CONSTRAINT session_hash_sha256 CHECK (length(hash) = 32),
    kind text NOT NULL CONSTRAINT session_kind_known CHECK (kind IN ('desk', 'phone', 'duty')),
    -- Who signed in.
    person_id bigint NOT NULL,
    -- Who acts by it; another than who signed in at a duty desk only, and nobody while that is locked.
    acting_id bigint,
    -- Whose desk.
    unit_id bigint,
    made_at timestamptz NOT NULL,
    -- Written once a minute at the most.
    seen_at timestamptz NOT NULL,
    -- Its end, however busy it is.
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_code text,
    address text NOT NULL DEFAULT '',
    agent text NOT NULL DEFAULT '',
    PRIMARY KEY (district_id, id),
    CONSTRAINT session_hash_unique UNIQUE (district_id, hash),
    CONSTRAINT session_person_known FOREIGN KEY (district_id, person_id) REFERENCES person,
    CONSTRAINT session_acting_known FOREIGN KEY (district_id, acting_id) REFERENCES person,
    CONSTRAINT session_unit_known FOREIGN KEY (district_id, unit_id) REFERENCES unit,
    CONSTRAINT session_desk_of_unit CHECK ((kind = 'duty') = (unit_id IS NOT NULL)),
    CONSTRAINT session_acting_own CHECK (kind = 'duty' OR acting_id IS NOT DISTINCT FROM person_id),
    CONSTRAINT session_end_said CHECK ((ended_at IS NULL) = (end_code IS NULL)),
    CONSTRAINT session_forwards CHECK (made_at < expires_at)
) WITH (fillfactor = 85);
COMMENT ON CONSTRAINT session_kind_known ON session IS
    'desk: a computer at work; phone: a person''s own telephone; duty: a desk that its people share';
CREATE INDEX session_by_person ON session (district_id, person_id, id);
CREATE INDEX session_by_end ON session (district_id, expires_at);

CREATE TABLE api_token (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    title text NOT NULL,
    hash bytea NOT NULL CONSTRAINT api_token_hash_sha256 CHECK (length(hash) = 32),
    scopes text[] NOT NULL CONSTRAINT api_token_some_scope CHECK (cardinality(scopes) > 0),
    made_at timestamptz NOT NULL,
    -- Null: whoever runs the program.
    made_by bigint,
    expires_at timestamptz NOT NULL,
    last_used_on date,
    revoked_at timestamptz,
    PRIMARY KEY (district_id, id),
    CONSTRAINT api_token_hash_unique UNIQUE (district_id, hash),
    CONSTRAINT api_token_person_known FOREIGN KEY (district_id, person_id) REFERENCES person,
    CONSTRAINT api_token_a_year_at_most CHECK (expires_at <= made_at + interval '366 days')
);
CREATE INDEX api_token_by_person ON api_token (district_id, person_id, id);

-- 安全日志: append-only; the runtime role has no UPDATE and no DELETE on it.
CREATE TABLE security_event (
    district_id bigint NOT NULL REFERENCES district,
    id bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind text NOT NULL,
    -- Whom it is about; null: nobody of that account is known.
    person_id bigint,
    -- Who did it; null: whoever runs the program, or nobody known.
    by_id bigint,
    session_id bigint,
    token_id bigint,
    address text NOT NULL DEFAULT '',
    -- Never a secret, nor what somebody typed.
    detail jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (district_id, id)
);
CREATE INDEX security_event_by_person ON security_event (district_id, person_id, id);

-- Who reports needs none of these.
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_code, attempt, session TO whistle_app;
GRANT SELECT, INSERT, UPDATE ON credential, api_token TO whistle_app;
GRANT SELECT, INSERT ON security_event TO whistle_app;
GRANT USAGE ON SEQUENCE session_id_seq, api_token_id_seq, security_event_id_seq TO whistle_app;
