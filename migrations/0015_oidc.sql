-- Signing in with one's organization's own identity provider (OpenID Connect): Microsoft Entra, Google Workspace or any
-- other. An organization may speak for the addresses of the domains it has proven by a DNS record, a domain being
-- proven by one organization at a time, and only to its own accounts. What an organization sets up is its own affair:
-- neither whom it buys from nor who sells to it sees it, so these policies compare with the organization itself.

CREATE TABLE identity_provider (
  organization_id uuid PRIMARY KEY REFERENCES organization (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  issuer text NOT NULL CHECK (length(issuer) BETWEEN 10 AND 500),
  client_id text NOT NULL CHECK (length(client_id) BETWEEN 1 AND 200),
  -- Encrypted (House/Vault.swift): the provider asks for it whenever somebody signs in.
  sealed_secret bytea NOT NULL,
  button_text text CHECK (length(button_text) BETWEEN 1 AND 60),
  creates_users boolean NOT NULL,
  is_enforced boolean NOT NULL,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  -- Null: nothing is to be looked at.
  check_due_at timestamptz,
  checked_at timestamptz,
  check_fault text,
  CHECK (organization_id = coalesce(customer_id, reseller_id, distributor_id))
);
CREATE INDEX identity_provider_due ON identity_provider (check_due_at) WHERE check_due_at IS NOT NULL;

CREATE TABLE identity_domain (
  organization_id uuid NOT NULL REFERENCES identity_provider (organization_id) ON DELETE CASCADE,
  domain text COLLATE "C" NOT NULL CHECK (domain ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$' AND length(domain) <= 253),
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  -- What the DNS record must say; public once it does.
  proof text NOT NULL,
  claimed_at timestamptz NOT NULL,
  proven_at timestamptz,
  check_due_at timestamptz,
  checked_at timestamptz,
  check_fault text,
  PRIMARY KEY (organization_id, domain),
  CHECK (organization_id = coalesce(customer_id, reseller_id, distributor_id))
);
CREATE UNIQUE INDEX identity_domain_proven_once ON identity_domain (domain) WHERE proven_at IS NOT NULL;
CREATE INDEX identity_domain_due ON identity_domain (check_due_at) WHERE check_due_at IS NOT NULL;

-- Who is who: once tied, an account is known by the provider's name for it, whatever the address becomes. An account is
-- tied to one name at most, so an address given to somebody new does not open it.
CREATE TABLE identity_link (
  organization_id uuid NOT NULL REFERENCES identity_provider (organization_id) ON DELETE CASCADE,
  subject text COLLATE "C" NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  person_id uuid NOT NULL UNIQUE REFERENCES person (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  linked_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, subject),
  CHECK (organization_id = coalesce(customer_id, reseller_id, distributor_id))
);

-- Sign-ins under way: begun here, to be finished once, in the same browser, within ten minutes.
CREATE TABLE sign_in_request (
  state_hash bytea PRIMARY KEY,
  browser_hash bytea NOT NULL,
  organization_id uuid NOT NULL REFERENCES identity_provider (organization_id) ON DELETE CASCADE,
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  next_path text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_request_expiry ON sign_in_request (expires_at);

ALTER TABLE identity_provider ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity_provider FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON identity_provider USING (
  (SELECT reach_everything())
  OR customer_id = (SELECT reach_customer())
  OR reseller_id = (SELECT reach_reseller()) AND customer_id IS NULL
  OR distributor_id = (SELECT reach_distributor()) AND reseller_id IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_provider TO comptoir_service;

ALTER TABLE identity_domain ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity_domain FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON identity_domain USING (
  (SELECT reach_everything())
  OR customer_id = (SELECT reach_customer())
  OR reseller_id = (SELECT reach_reseller()) AND customer_id IS NULL
  OR distributor_id = (SELECT reach_distributor()) AND reseller_id IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_domain TO comptoir_service;

ALTER TABLE identity_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity_link FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON identity_link USING (
  (SELECT reach_everything())
  OR customer_id = (SELECT reach_customer())
  OR reseller_id = (SELECT reach_reseller()) AND customer_id IS NULL
  OR distributor_id = (SELECT reach_distributor()) AND reseller_id IS NULL);
GRANT SELECT, INSERT, DELETE ON identity_link TO comptoir_service;

ALTER TABLE sign_in_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_request FORCE ROW LEVEL SECURITY;
CREATE POLICY signing_in ON sign_in_request USING ((SELECT reach_everything()));
GRANT SELECT, INSERT, DELETE ON sign_in_request TO comptoir_service;

ALTER TABLE sign_in ADD COLUMN method text NOT NULL DEFAULT 'password' CHECK (method IN ('password', 'provider'));

-- Whether somebody's organization lets them in by its provider only. It binds those who can come that way, and never
-- the organization's administrators: a provider that fails must not lock everybody out.
CREATE FUNCTION password_is_barred(asked uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM person p
    JOIN identity_provider i ON i.organization_id = p.organization_id AND i.is_enforced
    JOIN organization o ON o.id = p.organization_id
    WHERE p.id = asked
      AND (EXISTS (SELECT FROM identity_link l WHERE l.person_id = p.id)
        OR EXISTS (
          SELECT FROM identity_domain d WHERE d.organization_id = i.organization_id AND d.proven_at IS NOT NULL
            AND d.domain = split_part(p.sign_in_email, '@', 2)))
      AND NOT EXISTS (
        SELECT FROM role_grant g WHERE g.person_id = p.id AND g.organization_id = o.id AND g.ended_at IS NULL
          AND (g.expires_at IS NULL OR g.expires_at > comptoir_now())
          AND g.role = CASE o.kind WHEN 'customer' THEN 'customerManager' ELSE o.kind END))
$$;
