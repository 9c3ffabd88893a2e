-- Signing in asks for more than a password where somebody wants it: a second factor, recovery codes, an organization
-- that requires it; and it slows down whoever guesses without locking out the innocent.

-- Set by the organization's own administrator: its people, and whoever acts in it, have a second factor or may do
-- nothing else before.
ALTER TABLE organization ADD requires_second_factor boolean NOT NULL DEFAULT false;

-- The key an authenticator app shares, sealed (House/Vault.swift): it must be used again. It counts once confirmed with
-- a code; `last_step` is the step of the last code taken, and none is taken twice.
CREATE TABLE second_factor (
  person_id uuid PRIMARY KEY REFERENCES person (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  secret bytea NOT NULL,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  last_step bigint,
  CHECK (confirmed_at IS NULL OR last_step IS NOT NULL)
);

ALTER TABLE second_factor ENABLE ROW LEVEL SECURITY;
ALTER TABLE second_factor FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON second_factor USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer())
  OR person_id = (SELECT reach_person()));
GRANT SELECT, INSERT, UPDATE, DELETE ON second_factor TO comptoir_service;

-- For the day the phone is lost: each works once. 80 random bits each, so a plain hash is enough.
CREATE TABLE recovery_code (
  hash bytea PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES second_factor (person_id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX recovery_code_of_person ON recovery_code (person_id);

ALTER TABLE recovery_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE recovery_code FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON recovery_code USING ((SELECT reach_everything()) OR person_id = (SELECT reach_person()));
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_code TO comptoir_service;

-- Between the password and the code: a secret of the browser's, hashed, good for minutes and for one sign-in. It is no
-- session and opens nothing.
CREATE TABLE sign_in_step (
  hash bytea PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id),
  expires_at timestamptz NOT NULL,
  failures int NOT NULL DEFAULT 0
);
CREATE INDEX sign_in_step_of_person ON sign_in_step (person_id);

ALTER TABLE sign_in_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_step FORCE ROW LEVEL SECURITY;
CREATE POLICY signing_in ON sign_in_step USING ((SELECT reach_everything()));
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_step TO comptoir_service;

-- Browsers that somebody has signed in with before, by the hash of a secret they keep for long: their owner gets in
-- while others guess. Per person, so that no one's cookie speaks for anybody else.
CREATE TABLE known_device (
  hash bytea PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX known_device_of_person ON known_device (person_id, created_at);

ALTER TABLE known_device ENABLE ROW LEVEL SECURITY;
ALTER TABLE known_device FORCE ROW LEVEL SECURITY;
CREATE POLICY signing_in ON known_device USING ((SELECT reach_everything()));
GRANT SELECT, INSERT, UPDATE, DELETE ON known_device TO comptoir_service;

-- How many more tries there are, shared by all instances: one row per bucket, holding the instant at which it is full
-- again (Core/SignIn/Allowance.swift). What is counted (an address, an account, both together, a device) is hashed into
-- one of 2^18 slots, so that no flood makes the table grow beyond a million small rows; accounts that do not exist
-- count like those that do.
CREATE TABLE sign_in_allowance (
  kind text NOT NULL CHECK (kind IN ('address', 'account', 'pair', 'device')),
  slot int NOT NULL CHECK (slot BETWEEN 0 AND 262143),
  full_at timestamptz NOT NULL,
  PRIMARY KEY (kind, slot)
);

ALTER TABLE sign_in_allowance ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_allowance FORCE ROW LEVEL SECURITY;
CREATE POLICY signing_in ON sign_in_allowance USING ((SELECT reach_everything()));
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_allowance TO comptoir_service;

-- As before, but for the scopes: where one's own organization or the one acted in asks for a second factor, whoever has
-- none may only set one up, with sessions and tokens of before as with new ones. Asked on every request, so what costs
-- a look-up is looked at last.
CREATE OR REPLACE FUNCTION authenticate(secret_hash bytea, secret_kind text, acting_in uuid)
RETURNS TABLE (
  now timestamptz, credential_id uuid, scopes text[], csrf text, person_id uuid, given_name text, family_name text,
  sign_in_email text, language text, must_change_password boolean, distributor_id uuid, reseller_id uuid,
  customer_id uuid, organization_name text, self_service text, organization_status text, role text,
  service_ids uuid[], centre_ids uuid[], client_name text, real_person_id uuid, real_name text,
  acting_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  this_instant timestamptz := comptoir_now();
BEGIN
  RETURN QUERY
  SELECT this_instant, c.id,
    CASE WHEN k.id IS NULL AND (
        o.requires_second_factor
        OR o.id <> p.organization_id
          AND (SELECT h.requires_second_factor FROM organization h WHERE h.id = p.organization_id))
      AND NOT EXISTS (SELECT FROM second_factor f WHERE f.person_id = c.person_id AND f.confirmed_at IS NOT NULL)
    THEN ARRAY['enrol'] ELSE c.scopes END,
    c.csrf, p.id, p.given_name, p.family_name, p.sign_in_email::text, p.language,
    p.must_change_password AND r.id IS NULL, o.distributor_id, o.reseller_id, o.customer_id, o.name, o.self_service,
    o.status, g.role, g.service_ids, g.centre_ids, k.name, r.id, r.given_name || ' ' || r.family_name, c.acting_until
  FROM credential c
  JOIN person p ON p.id = CASE WHEN c.acting_until > this_instant THEN c.acting_as ELSE c.person_id END
  LEFT JOIN person r ON c.acting_until > this_instant AND r.id = c.person_id
  LEFT JOIN api_client k ON k.id = c.client_id
  LEFT JOIN organization o ON o.id = coalesce(
    acting_in, CASE WHEN r.id IS NULL THEN c.organization_id END, p.organization_id)
  LEFT JOIN role_grant g ON g.person_id = p.id AND g.organization_id = o.id AND g.ended_at IS NULL
    AND (g.expires_at IS NULL OR g.expires_at > this_instant)
  WHERE c.hash = secret_hash AND c.kind = secret_kind AND c.revoked_at IS NULL AND c.expires_at > this_instant
    AND p.status = 'active' AND (r.id IS NULL OR r.status = 'active')
    AND k.revoked_at IS NULL AND (k.id IS NULL OR k.organization_id = o.id);
END $$;
