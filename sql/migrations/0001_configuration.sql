-- phase: pre
-- What a district is made of: territory, people, calendars, directory, definitions.
-- Every table starts with district_id, in every key: a district is the unit of isolation.

CREATE TABLE district (
    id bigint PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    -- database: the server's clock rules. given: one writer supplies the time (replay, the sample city's past).
    clock text NOT NULL DEFAULT 'database' CONSTRAINT district_clock_known CHECK (clock IN ('database', 'given')),
    -- Counts up with every change of configuration, so that programs know when theirs is old.
    revision bigint NOT NULL DEFAULT 1,
    -- The calendar of limits that name none.
    calendar text NOT NULL DEFAULT 'office'
);
COMMENT ON CONSTRAINT district_clock_known ON district IS 'database: live; given: loaded by one writer, handed over to database once';

CREATE SEQUENCE district_id_seq AS bigint;
CREATE SEQUENCE unit_id_seq AS bigint;
CREATE SEQUENCE person_id_seq AS bigint;
CREATE SEQUENCE ticket_id_seq AS bigint;
CREATE SEQUENCE outbox_id_seq AS bigint;

CREATE TABLE unit (
    district_id bigint NOT NULL REFERENCES district,
    id bigint NOT NULL,
    code text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    parent_id bigint,
    PRIMARY KEY (district_id, id),
    CONSTRAINT unit_code_unique UNIQUE (district_id, code),
    CONSTRAINT unit_parent_known FOREIGN KEY (district_id, parent_id) REFERENCES unit DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT unit_not_its_own_parent CHECK (parent_id <> id)
);

CREATE TABLE person (
    district_id bigint NOT NULL REFERENCES district,
    id bigint NOT NULL,
    account text NOT NULL,
    name text NOT NULL,
    phone text,
    PRIMARY KEY (district_id, id),
    CONSTRAINT person_account_unique UNIQUE (district_id, account)
);

CREATE TABLE post (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    role text NOT NULL,
    unit_id bigint NOT NULL,
    PRIMARY KEY (district_id, person_id, role, unit_id),
    CONSTRAINT post_person_known FOREIGN KEY (district_id, person_id) REFERENCES person,
    CONSTRAINT post_unit_known FOREIGN KEY (district_id, unit_id) REFERENCES unit
);
CREATE INDEX post_by_unit ON post (district_id, unit_id, role);

CREATE TABLE calendar (
    district_id bigint NOT NULL REFERENCES district,
    name text NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (district_id, name)
);

CREATE TABLE definition (
    district_id bigint NOT NULL REFERENCES district,
    name text NOT NULL,
    version integer NOT NULL CONSTRAINT definition_version_positive CHECK (version > 0),
    -- Canonical JSON; never changes once it is here.
    document text NOT NULL,
    hash bytea NOT NULL CONSTRAINT definition_hash_sha256 CHECK (length(hash) = 32),
    published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district_id, name, version),
    CONSTRAINT definition_published_once UNIQUE (district_id, name, hash)
);

CREATE TABLE directory_rule (
    district_id bigint NOT NULL REFERENCES district,
    rule text NOT NULL,
    -- Its place in the document.
    ordinal integer NOT NULL,
    category text NOT NULL,
    place_id bigint,
    lead_id bigint NOT NULL,
    -- Limits by clock, as text: {"whole": "5wd"}.
    limits jsonb NOT NULL DEFAULT '{}',
    duty text NOT NULL CONSTRAINT directory_rule_duty_known CHECK (duty IN ('basic', 'assist', 'reclaimed')),
    source text NOT NULL DEFAULT '',
    PRIMARY KEY (district_id, rule),
    CONSTRAINT directory_rule_place_known FOREIGN KEY (district_id, place_id) REFERENCES unit,
    CONSTRAINT directory_rule_lead_known FOREIGN KEY (district_id, lead_id) REFERENCES unit
);
COMMENT ON CONSTRAINT directory_rule_duty_known ON directory_rule IS
    'basic 基本履职: the street''s own; assist 配合履职: a department''s with the street''s help; reclaimed 上级收回: never sent to a street';
