-- A customer's identity provider keeps its people and groups here by itself (SCIM, RFC 7643 and 7644). It shows a token
-- that opens nothing else, made by a customer manager and good for as long as that manager holds the role. The provider
-- says who is in a group; what a group's members get (licences, a role) only the customer manager says, and each thing
-- given that way is written down, so that ending it takes back exactly that.

-- One row a customer that has ever provisioned: its settings, and the lock under which its provider's writes come one
-- after the other.
CREATE TABLE scim_connection (
  customer_id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  invites boolean NOT NULL DEFAULT false,
  version int NOT NULL DEFAULT 1,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id)
);

CREATE TABLE scim_token (
  id uuid PRIMARY KEY,
  hash bytea NOT NULL UNIQUE,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL REFERENCES scim_connection (customer_id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  created_by uuid NOT NULL REFERENCES person (id),
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  -- To the hour: it is not written on every request.
  last_used_at timestamptz,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id)
);
CREATE UNIQUE INDEX scim_token_one_of_customer ON scim_token (customer_id) WHERE revoked_at IS NULL;

-- What a provider says of a person that nobody else asks for.
CREATE TABLE scim_person (
  person_id uuid PRIMARY KEY REFERENCES person (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  external_id text CHECK (length(external_id) BETWEEN 1 AND 254),
  display_name text CHECK (length(display_name) BETWEEN 1 AND 200),
  formatted_name text CHECK (length(formatted_name) BETWEEN 1 AND 200),
  preferred_language text CHECK (length(preferred_language) BETWEEN 1 AND 64),
  locale text CHECK (length(locale) BETWEEN 1 AND 64),
  version int NOT NULL DEFAULT 1,
  -- Deleted by the provider: disabled, and out of its sight.
  deleted_at timestamptz,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id)
);
CREATE UNIQUE INDEX scim_person_external_id ON scim_person (customer_id, external_id) WHERE deleted_at IS NULL;

CREATE TABLE scim_group (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 200),
  external_id text CHECK (length(external_id) BETWEEN 1 AND 254),
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  deleted_at timestamptz,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  UNIQUE (customer_id, id)
);
CREATE INDEX scim_group_of_customer ON scim_group (customer_id, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX scim_group_external_id ON scim_group (customer_id, external_id) WHERE deleted_at IS NULL;

CREATE TABLE scim_member (
  group_id uuid NOT NULL,
  person_id uuid NOT NULL REFERENCES person (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (group_id, person_id),
  FOREIGN KEY (customer_id, group_id) REFERENCES scim_group (customer_id, id)
);
CREATE INDEX scim_member_of_person ON scim_member (person_id);

-- What the members of a group get: a licence of a subscription, or a role.
CREATE TABLE scim_mapping (
  id uuid PRIMARY KEY,
  group_id uuid NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  subscription_id uuid REFERENCES subscription (id),
  role text CHECK (role IN ('user', 'technicalAdmin')),
  -- Of a technical admin, in the order of their ids; null: all.
  service_ids uuid[],
  mapped_by uuid NOT NULL REFERENCES person (id),
  mapped_by_name text NOT NULL,
  mapped_at timestamptz NOT NULL,
  ended_at timestamptz,
  FOREIGN KEY (customer_id, group_id) REFERENCES scim_group (customer_id, id),
  CONSTRAINT scim_mapping_one_thing CHECK (num_nonnulls(subscription_id, role) = 1),
  CONSTRAINT scim_mapping_services_of_admin
    CHECK (service_ids IS NULL OR role = 'technicalAdmin' AND cardinality(service_ids) > 0)
);
CREATE UNIQUE INDEX scim_mapping_once ON scim_mapping (group_id, subscription_id, role, service_ids)
  NULLS NOT DISTINCT WHERE ended_at IS NULL;
CREATE INDEX scim_mapping_of_customer ON scim_mapping (customer_id) WHERE ended_at IS NULL;

-- What somebody has by the mappings, or waits for (no `given_at`). What they had before is not here, and so stays.
CREATE TABLE scim_gift (
  person_id uuid NOT NULL REFERENCES person (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  subscription_id uuid REFERENCES subscription (id),
  role text,
  service_ids uuid[],
  grant_id uuid REFERENCES role_grant (id),
  since timestamptz NOT NULL,
  given_at timestamptz,
  CHECK (num_nonnulls(subscription_id, role) = 1),
  CHECK ((role IS NULL) = (grant_id IS NULL))
);
CREATE UNIQUE INDEX scim_gift_once ON scim_gift (person_id, subscription_id, role, service_ids) NULLS NOT DISTINCT;
CREATE INDEX scim_gift_of_customer ON scim_gift (customer_id);

-- A customer's own affair: neither its reseller nor the distributor reads it.
ALTER TABLE scim_connection ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_connection FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON scim_connection
  USING ((SELECT reach_everything()) OR customer_id = (SELECT reach_customer()));
ALTER TABLE scim_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_token FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON scim_token
  USING ((SELECT reach_everything()) OR customer_id = (SELECT reach_customer()));
ALTER TABLE scim_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_person FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON scim_person
  USING ((SELECT reach_everything()) OR customer_id = (SELECT reach_customer()));
ALTER TABLE scim_group ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_group FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON scim_group
  USING ((SELECT reach_everything()) OR customer_id = (SELECT reach_customer()));
ALTER TABLE scim_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_member FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON scim_member
  USING ((SELECT reach_everything()) OR customer_id = (SELECT reach_customer()));
ALTER TABLE scim_mapping ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_mapping FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON scim_mapping
  USING ((SELECT reach_everything()) OR customer_id = (SELECT reach_customer()));
ALTER TABLE scim_gift ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_gift FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON scim_gift
  USING ((SELECT reach_everything()) OR customer_id = (SELECT reach_customer()));

GRANT SELECT, INSERT, UPDATE ON scim_connection, scim_token, scim_person, scim_group, scim_mapping TO comptoir_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON scim_gift TO comptoir_service;
GRANT SELECT, INSERT, DELETE ON scim_member TO comptoir_service;
