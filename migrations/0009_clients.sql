-- Programs of an organization ask for tokens of their own, and sellers act as people below them for a while. Both are
-- credentials that stand for a person and say so: a program's tokens are bounded by what its creator holds at that
-- moment, and whoever acts as somebody else is named beside them wherever it is written down.

CREATE TABLE api_client (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  organization_id uuid NOT NULL REFERENCES organization (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
  secret_sha256 bytea NOT NULL,
  -- Whose rights bound it: nobody else's would, once this person has left.
  created_by uuid NOT NULL REFERENCES person (id),
  created_at timestamptz NOT NULL,
  secret_at timestamptz NOT NULL,
  revoked_at timestamptz,
  version int NOT NULL DEFAULT 1,
  CHECK (organization_id = coalesce(customer_id, reseller_id, distributor_id))
);
CREATE INDEX api_client_of_organization ON api_client (organization_id, id);

ALTER TABLE api_client ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_client FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON api_client USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
GRANT SELECT, INSERT, UPDATE ON api_client TO comptoir_service;

ALTER TABLE credential
  ADD COLUMN client_id uuid REFERENCES api_client (id),
  ADD COLUMN acting_as uuid REFERENCES person (id),
  ADD COLUMN acting_until timestamptz,
  ADD COLUMN acting_reason text,
  ADD CHECK (num_nulls(acting_as, acting_until, acting_reason) IN (0, 3));
CREATE INDEX credential_of_client ON credential (client_id) WHERE client_id IS NOT NULL;

ALTER TABLE audit_record ADD COLUMN real_actor_name text,
  ADD CHECK ((real_actor_id IS NULL) = (real_actor_name IS NULL));

DROP FUNCTION authenticate(bytea, text, uuid);
-- As before; `person` is whoever it acts as, `real_person` whose credential it is while that is somebody else. A token
-- made for acting as somebody ends with it; a session goes back to its own person.
CREATE FUNCTION authenticate(secret_hash bytea, secret_kind text, acting_in uuid)
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
  SELECT this_instant, c.id, c.scopes, c.csrf, p.id, p.given_name, p.family_name, p.sign_in_email::text, p.language,
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
REVOKE ALL ON FUNCTION authenticate FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authenticate TO comptoir_service;

-- Keys belong to whoever the credential acts as, like what is done with it.
CREATE OR REPLACE FUNCTION answered_before(
  secret_hash bytea, asked_route text, asked_key text, forgotten_after interval)
RETURNS TABLE (taken boolean, body_hash bytea, status int, headers text, body bytea, is_forgotten boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  this_instant timestamptz := comptoir_now();
BEGIN
  RETURN QUERY
  SELECT pg_try_advisory_xact_lock(hashtextextended(k.person_id::text || asked_route || asked_key, 7)),
    i.body_hash, i.status, i.headers::text, i.body, i.created_at <= this_instant - forgotten_after
  FROM (
    SELECT CASE WHEN c.acting_until > this_instant THEN c.acting_as ELSE c.person_id END AS person_id
    FROM credential c WHERE c.hash = secret_hash) k
  LEFT JOIN idempotency i ON i.person_id = k.person_id AND i.route = asked_route AND i.key = asked_key;
END $$;
