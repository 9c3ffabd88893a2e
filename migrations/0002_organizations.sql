-- One tree: distributor → reseller → customer. Every tenant row, these included, carries the ids of its whole
-- path, so one comparison decides who sees it, and composite foreign keys keep the paths true.

CREATE TABLE organization (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('distributor', 'reseller', 'customer')),
  distributor_id uuid NOT NULL REFERENCES organization (id),
  reseller_id uuid REFERENCES organization (id),
  customer_id uuid REFERENCES organization (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  search_name text COLLATE "C" NOT NULL GENERATED ALWAYS AS (folded(name)) STORED,
  country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  vat_id text,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  time_zone text NOT NULL,
  self_service text NOT NULL DEFAULT 'full' CHECK (self_service IN ('view', 'request', 'full')),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  CHECK (
    CASE kind
      WHEN 'distributor' THEN id = distributor_id AND reseller_id IS NULL AND customer_id IS NULL
      WHEN 'reseller' THEN id = reseller_id AND customer_id IS NULL
      ELSE id = customer_id AND reseller_id IS NOT NULL
    END),
  UNIQUE (reseller_id, distributor_id, id),
  UNIQUE (customer_id, reseller_id, distributor_id)
);
CREATE INDEX organization_of_reseller ON organization (reseller_id, search_name, id) WHERE kind = 'customer';
CREATE INDEX organization_of_distributor ON organization (distributor_id, search_name, id) WHERE kind = 'customer';
CREATE INDEX organization_resellers ON organization (distributor_id, search_name, id) WHERE kind = 'reseller';
CREATE INDEX organization_search ON organization USING gin (search_name gin_trgm_ops) WHERE kind = 'customer';

ALTER TABLE organization ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
-- A customer sees itself, and by name those it buys from.
CREATE POLICY reach ON organization USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer())
  OR id = (SELECT reach_root())
  OR id = (SELECT reach_seller()));
GRANT SELECT, INSERT, UPDATE ON organization TO comptoir_service;

-- Where a customer's cost lands. Never deleted, only closed: charges name them for ever.
CREATE TABLE billing_centre (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 40),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  is_default boolean NOT NULL DEFAULT false,
  position int NOT NULL,
  contact_email text,
  closed boolean NOT NULL DEFAULT false,
  version int NOT NULL DEFAULT 1,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  CHECK (NOT (is_default AND closed)),
  UNIQUE (customer_id, code),
  UNIQUE (customer_id, position),
  UNIQUE (customer_id, id)
);
CREATE UNIQUE INDEX billing_centre_one_default ON billing_centre (customer_id) WHERE is_default;

ALTER TABLE billing_centre ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing_centre FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON billing_centre USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer())
    AND ((SELECT reach_centres()) IS NULL OR id = ANY ((SELECT reach_centres())::uuid[])));
GRANT SELECT, INSERT, UPDATE ON billing_centre TO comptoir_service;
