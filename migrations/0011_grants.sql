-- Who could do this, since when, by whose hand? To answer it later, a grant keeps who ended it and every state it had
-- before it was changed; its end is announced once; and somebody whose sign-in address may belong to another
-- organization's account is appointed by an invitation, which tells the appointer nothing of that organization.

ALTER TABLE role_grant
  ADD version int NOT NULL DEFAULT 1,
  ADD changed_at timestamptz,
  ADD ended_by uuid REFERENCES person (id),
  ADD ended_by_name text,
  -- When holder and giver were told that it expires.
  ADD warned_at timestamptz,
  -- A guest's account belongs to another organization, whose people are not seen from here: the name and address are
  -- those the invitation went to.
  ADD holder_name text,
  ADD holder_email text,
  ADD CONSTRAINT role_grant_ended_by_name CHECK (ended_by IS NULL OR ended_by_name IS NOT NULL),
  ADD CONSTRAINT role_grant_guest_whole CHECK (num_nulls(holder_name, holder_email) IN (0, 2));

-- Who holds what where, from whom and since when is written once.
REVOKE UPDATE ON role_grant FROM comptoir_service;
GRANT UPDATE (service_ids, centre_ids, expires_at, note, version, changed_at, ended_at, ended_by, ended_by_name,
  warned_at) ON role_grant TO comptoir_service;

CREATE INDEX role_grant_expiring ON role_grant (expires_at)
  WHERE ended_at IS NULL AND warned_at IS NULL AND expires_at IS NOT NULL;

-- The states a grant had, each until somebody changed it.
CREATE TABLE role_grant_history (
  grant_id uuid NOT NULL REFERENCES role_grant (id),
  version int NOT NULL CHECK (version >= 1),
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  service_ids uuid[],
  centre_ids uuid[],
  expires_at timestamptz,
  note text,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL CHECK (until >= since),
  changed_by uuid REFERENCES person (id),
  changed_by_name text NOT NULL,
  PRIMARY KEY (grant_id, version)
);

ALTER TABLE role_grant_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE role_grant_history FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON role_grant_history USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
GRANT SELECT, INSERT ON role_grant_history TO comptoir_service;

-- A role waiting for the one it is meant for to accept it by mail. Only the hash of the link's secret is stored.
CREATE TABLE appointment (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  organization_id uuid NOT NULL REFERENCES organization (id),
  given_name text NOT NULL CHECK (length(given_name) BETWEEN 1 AND 100),
  family_name text NOT NULL CHECK (length(family_name) BETWEEN 1 AND 100),
  sign_in_email text COLLATE "C" NOT NULL CHECK (length(sign_in_email) BETWEEN 3 AND 254),
  language text NOT NULL CHECK (language IN ('en', 'fr', 'de')),
  role text NOT NULL CHECK (role IN
    ('distributor', 'reseller', 'customerManager', 'technicalAdmin', 'finance', 'user')),
  service_ids uuid[] CHECK (cardinality(service_ids) > 0),
  centre_ids uuid[] CHECK (cardinality(centre_ids) > 0),
  expires_at timestamptz,
  note text,
  invited_by uuid NOT NULL REFERENCES person (id),
  invited_by_name text NOT NULL,
  -- Where whoever invited was acting: what they may give is asked again when it is accepted.
  invited_from uuid NOT NULL REFERENCES organization (id),
  created_at timestamptz NOT NULL,
  secret_hash bytea NOT NULL UNIQUE,
  valid_until timestamptz NOT NULL,
  accepted_at timestamptz,
  grant_id uuid REFERENCES role_grant (id),
  withdrawn_at timestamptz,
  withdrawn_by_name text,
  CHECK (organization_id = coalesce(customer_id, reseller_id, distributor_id)),
  CONSTRAINT appointment_accepted_whole CHECK (num_nulls(accepted_at, grant_id) IN (0, 2)),
  CONSTRAINT appointment_withdrawn_whole CHECK (num_nulls(withdrawn_at, withdrawn_by_name) IN (0, 2)),
  CONSTRAINT appointment_one_end CHECK (accepted_at IS NULL OR withdrawn_at IS NULL)
);
CREATE INDEX appointment_of_organization ON appointment (organization_id, id);
CREATE UNIQUE INDEX appointment_waiting_once ON appointment (organization_id, sign_in_email, role)
  WHERE accepted_at IS NULL AND withdrawn_at IS NULL;

ALTER TABLE appointment ENABLE ROW LEVEL SECURITY;
ALTER TABLE appointment FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON appointment USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
GRANT SELECT, INSERT ON appointment TO comptoir_service;
GRANT UPDATE (secret_hash, valid_until, accepted_at, grant_id, withdrawn_at, withdrawn_by_name)
  ON appointment TO comptoir_service;

-- When somebody last did something here: asked for each grant of an access review.
CREATE INDEX audit_record_of_actor ON audit_record (actor_id, sequence) WHERE actor_id IS NOT NULL;
