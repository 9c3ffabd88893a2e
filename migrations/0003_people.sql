-- People belong to one organization and act in those where they hold a grant. A grant is the only way to hold a
-- right: who, role, where, until when, by whose hand. Secrets are stored hashed; sessions and tokens are read by
-- hash only and never written on a request.

CREATE TABLE person (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  organization_id uuid NOT NULL REFERENCES organization (id),
  given_name text NOT NULL CHECK (length(given_name) BETWEEN 1 AND 100),
  family_name text NOT NULL CHECK (length(family_name) BETWEEN 1 AND 100),
  sign_in_email text COLLATE "C" NOT NULL CHECK (length(sign_in_email) BETWEEN 3 AND 254),
  notification_email text,
  search_text text COLLATE "C" NOT NULL GENERATED ALWAYS AS
    (folded(given_name || ' ' || family_name || ' ' || sign_in_email)) STORED,
  status text NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
  language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'fr', 'de')),
  time_zone text NOT NULL DEFAULT 'UTC',
  password_hash text,
  must_change_password boolean NOT NULL DEFAULT false,
  failed_sign_ins int NOT NULL DEFAULT 0,
  locked_until timestamptz,
  last_sign_in_at timestamptz,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  CHECK (organization_id = coalesce(customer_id, reseller_id, distributor_id)),
  CONSTRAINT person_sign_in_email_key UNIQUE (sign_in_email)
);
CREATE INDEX person_of_organization ON person (organization_id, family_name, id);
CREATE INDEX person_search ON person USING gin (search_text gin_trgm_ops);

ALTER TABLE person ENABLE ROW LEVEL SECURITY;
ALTER TABLE person FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON person USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer())
  OR id = (SELECT reach_person()));
GRANT SELECT, INSERT, UPDATE ON person TO comptoir_service;

CREATE TABLE role_grant (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  organization_id uuid NOT NULL REFERENCES organization (id),
  person_id uuid NOT NULL REFERENCES person (id),
  role text NOT NULL CHECK (role IN
    ('distributor', 'reseller', 'customerManager', 'technicalAdmin', 'finance', 'user')),
  service_ids uuid[],
  centre_ids uuid[],
  expires_at timestamptz,
  ended_at timestamptz,
  granted_by uuid REFERENCES person (id),
  granted_by_name text NOT NULL,
  granted_at timestamptz NOT NULL,
  note text,
  CHECK (organization_id = coalesce(customer_id, reseller_id, distributor_id)),
  CHECK (service_ids IS NULL OR role = 'technicalAdmin' AND cardinality(service_ids) > 0),
  CHECK (centre_ids IS NULL OR role = 'finance' AND customer_id IS NOT NULL AND cardinality(centre_ids) > 0),
  CHECK (CASE role
    WHEN 'distributor' THEN reseller_id IS NULL
    WHEN 'reseller' THEN reseller_id IS NOT NULL AND customer_id IS NULL
    WHEN 'finance' THEN true
    ELSE customer_id IS NOT NULL END)
);
CREATE INDEX role_grant_of_person ON role_grant (person_id) WHERE ended_at IS NULL;
CREATE INDEX role_grant_of_organization ON role_grant (organization_id, id);

ALTER TABLE role_grant ENABLE ROW LEVEL SECURITY;
ALTER TABLE role_grant FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON role_grant USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer())
  OR person_id = (SELECT reach_person()))
-- One's own grants are read wherever one acts; written they are only in the reach of the organization they are for.
WITH CHECK (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
GRANT SELECT, INSERT, UPDATE ON role_grant TO comptoir_service;

-- Browser sessions, API tokens and invitations are one kind of thing: a secret, hashed, that stands for a person
-- for a while.
CREATE TABLE credential (
  hash bytea PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('session', 'token', 'invitation')),
  person_id uuid NOT NULL REFERENCES person (id),
  organization_id uuid REFERENCES organization (id),
  name text,
  scopes text[] NOT NULL DEFAULT '{}',
  csrf text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX credential_of_person ON credential (person_id, kind, id);

ALTER TABLE credential ENABLE ROW LEVEL SECURITY;
ALTER TABLE credential FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON credential USING ((SELECT reach_everything()) OR person_id = (SELECT reach_person()));
GRANT SELECT, INSERT, UPDATE, DELETE ON credential TO comptoir_service;

CREATE TABLE sign_in (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  at timestamptz NOT NULL,
  succeeded boolean NOT NULL,
  address text NOT NULL,
  device text NOT NULL
);
CREATE INDEX sign_in_of_person ON sign_in (person_id, id);

ALTER TABLE sign_in ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON sign_in USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer())
  OR person_id = (SELECT reach_person()));
GRANT SELECT, INSERT ON sign_in TO comptoir_service;
