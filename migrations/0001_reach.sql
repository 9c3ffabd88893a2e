-- Who sees what is decided in one place: the settings of the transaction ("reach"), read by these functions,
-- compared by row-level security. The service sets them from the signed-in person's grants right after BEGIN;
-- where nothing is set, nothing is seen.
--
--   comptoir.everything   'on' for signing in and for jobs, which act for no tenant
--   comptoir.distributor  one of these three is set: the organization whose subtree is reached
--   comptoir.reseller
--   comptoir.customer
--   comptoir.root         the distributor at the top of the tree (whose catalogue this is)
--   comptoir.seller       a customer's reseller (whose selling prices these are)
--   comptoir.view         'all', or 'some': only the services, centres and licences below
--   comptoir.accounts     'all': every charge and statement of the reach; else only those of the centres below
--   comptoir.services     uuid[] of the services a technical admin runs
--   comptoir.centres      uuid[] of the billing centres a finance person is limited to
--   comptoir.person       the person acting

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The service's login role. Roles belong to the whole cluster, so it may be there already.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'comptoir_service') THEN
    CREATE ROLE comptoir_service LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
END $$;
GRANT USAGE ON SCHEMA public TO comptoir_service;
GRANT SELECT ON schema_migration TO comptoir_service;

-- Search by part of a name must use its trigram index below row-level security, which only lets leakproof
-- functions through. LIKE's only error speaks of the pattern, never of a row. Without the superuser's right
-- to say so search stays correct and gets slower.
DO $$
BEGIN
  ALTER FUNCTION pg_catalog.textlike(text, text) LEAKPROOF;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'search uses no trigram index: marking LIKE leakproof needs a superuser';
END $$;

CREATE FUNCTION reach_everything() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('comptoir.everything', true) = 'on', false);
CREATE FUNCTION reach_distributor() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('comptoir.distributor', true), '')::uuid;
CREATE FUNCTION reach_reseller() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('comptoir.reseller', true), '')::uuid;
CREATE FUNCTION reach_customer() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('comptoir.customer', true), '')::uuid;
CREATE FUNCTION reach_root() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('comptoir.root', true), '')::uuid;
CREATE FUNCTION reach_seller() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('comptoir.seller', true), '')::uuid;
CREATE FUNCTION reach_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('comptoir.view', true) = 'all', false);
CREATE FUNCTION reach_accounts() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('comptoir.accounts', true) = 'all', false);
CREATE FUNCTION reach_services() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('comptoir.services', true), '')::uuid[], '{}');
CREATE FUNCTION reach_centres() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('comptoir.centres', true), '')::uuid[];
CREATE FUNCTION reach_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('comptoir.person', true), '')::uuid;

-- The sandbox's clock: no row means the system's clock; a row means it was set to `set_to` at `set_at` and has
-- been running since.
CREATE TABLE sandbox_clock (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  set_to timestamptz NOT NULL,
  set_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON sandbox_clock TO comptoir_service;

-- In plpgsql, which keeps its plan for the session: this is asked on every request.
CREATE FUNCTION comptoir_now() RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce((SELECT set_to + (clock_timestamp() - set_at) FROM sandbox_clock), clock_timestamp());
END $$;

-- Text as people search it: no case, no accents.
CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN regexp_replace(lower(normalize($1, NFKD)), U&'[\0300-\036F]', '', 'g');

CREATE FUNCTION total(int[]) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT coalesce(sum(q), 0) FROM unnest($1) q);
