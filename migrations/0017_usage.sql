-- Some services cost what was used of them. Sources report records; each carries the source's own id and counts once,
-- however often it is sent. A month's quantity of a meter is priced by the offer, and what is posted is always
-- owed − posted, in arrears. Records are never changed: a correction is a further version of the same record, so that
-- every posting can be explained by what was known when it was posted.

-- What is counted of a subscription. Quantities are millionths of its unit everywhere.
CREATE TABLE meter (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL REFERENCES organization (id),
  offer_id uuid NOT NULL REFERENCES offer (id),
  code text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9._-]{0,59}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  unit text NOT NULL CHECK (length(unit) BETWEEN 1 AND 40),
  position int NOT NULL,
  UNIQUE (offer_id, code)
);

ALTER TABLE meter ENABLE ROW LEVEL SECURITY;
ALTER TABLE meter FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON meter USING ((SELECT reach_everything()) OR distributor_id = (SELECT reach_root()));
GRANT SELECT, INSERT ON meter TO comptoir_service;

CREATE FUNCTION rising(bigint[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT coalesce(bool_and(b > coalesce(before, 0)), true)
    FROM (SELECT b, lag(b) OVER (ORDER BY n) AS before FROM unnest($1) WITH ORDINALITY u (b, n)) bounds);

-- What a meter costs on one leg, from a month on. Never changed, so that what is owed for a month stays what it was.
-- Rates are millionths of a minor unit; one more than bounds, the last tier being without end.
CREATE TABLE meter_price (
  meter_id uuid NOT NULL REFERENCES meter (id),
  reseller_id uuid NOT NULL REFERENCES organization (id),
  distributor_id uuid NOT NULL REFERENCES organization (id),
  leg text NOT NULL CHECK (leg IN ('cost', 'price')),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  from_month date NOT NULL CHECK (extract(day FROM from_month) = 1),
  model text NOT NULL CHECK (model IN ('flat', 'tiered', 'volume', 'package')),
  free_quantity bigint NOT NULL DEFAULT 0 CHECK (free_quantity BETWEEN 0 AND 1000000000000000),
  package_size bigint CHECK (package_size BETWEEN 1000000 AND 1000000000000000),
  tier_bounds bigint[] NOT NULL DEFAULT '{}' CHECK (rising(tier_bounds)),
  tier_rates bigint[] NOT NULL CHECK (0 <= ALL (tier_rates) AND 1000000000000 >= ALL (tier_rates)),
  PRIMARY KEY (reseller_id, meter_id, leg, currency, from_month),
  CHECK (cardinality(tier_rates) = cardinality(tier_bounds) + 1),
  CHECK ((model = 'package') = (package_size IS NOT NULL)),
  CHECK (model IN ('tiered', 'volume') OR cardinality(tier_rates) = 1)
);

ALTER TABLE meter_price ENABLE ROW LEVEL SECURITY;
ALTER TABLE meter_price FORCE ROW LEVEL SECURITY;
-- As with licences: costs are between distributor and reseller, prices between reseller and customer.
CREATE POLICY reach ON meter_price USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR distributor_id = (SELECT reach_distributor()) AND leg = 'cost'
  OR reseller_id = (SELECT reach_seller()) AND leg = 'price' AND (
    (SELECT reach_accounts()) OR (SELECT reach_centres()) IS NOT NULL));
GRANT SELECT, INSERT ON meter_price TO comptoir_service;

-- One meter's month: its quantity, kept so that what is due is found and locked in one access, and whether it is
-- posted as it stands. Every batch that touches it is a revision of it.
CREATE TABLE usage_month (
  subscription_id uuid NOT NULL REFERENCES subscription (id),
  meter_id uuid NOT NULL REFERENCES meter (id),
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  quantity bigint NOT NULL DEFAULT 0 CHECK (quantity BETWEEN 0 AND 1000000000000000),
  revision int NOT NULL DEFAULT 0,
  posted boolean NOT NULL DEFAULT false,
  PRIMARY KEY (subscription_id, month, meter_id)
) WITH (fillfactor = 80);
CREATE INDEX usage_month_due ON usage_month (month, subscription_id) WHERE NOT posted;

ALTER TABLE usage_month ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_month FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON usage_month FOR SELECT USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND ((SELECT reach_all()) OR sees_subscription(subscription_id)));
CREATE POLICY counting ON usage_month FOR INSERT WITH CHECK (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller()));
CREATE POLICY recounting ON usage_month FOR UPDATE USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller()));
GRANT SELECT, INSERT, UPDATE ON usage_month TO comptoir_service;

-- Version n of a record replaces version n − 1. One that moves to another subscription, meter or month leaves a version
-- of nothing where it was, so that whoever sees a month sees all that it is made of. The source is the organization
-- that sends.
CREATE TABLE usage_record (
  source_id uuid NOT NULL REFERENCES organization (id),
  external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
  version int NOT NULL CHECK (version >= 1),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  subscription_id uuid NOT NULL,
  meter_id uuid NOT NULL,
  month date NOT NULL,
  revision int NOT NULL,
  day date NOT NULL,
  at timestamptz NOT NULL,
  quantity bigint NOT NULL CHECK (quantity BETWEEN 0 AND 1000000000000000),
  tag text CHECK (length(tag) BETWEEN 1 AND 100),
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (source_id, external_id, version),
  FOREIGN KEY (subscription_id, month, meter_id) REFERENCES usage_month (subscription_id, month, meter_id),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  CHECK (month = date_trunc('month', day)::date)
);
CREATE INDEX usage_record_of_month ON usage_record (subscription_id, month, meter_id);

ALTER TABLE usage_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_record FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON usage_record FOR SELECT USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND ((SELECT reach_all()) OR sees_subscription(subscription_id)));
CREATE POLICY counting ON usage_record FOR INSERT WITH CHECK (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller()));
GRANT SELECT, INSERT ON usage_record TO comptoir_service;

-- What could not be counted, as it was sent: never dropped, shown to its sender only. Whether its subscription exists
-- somewhere else cannot be told from it. Settled when it counted after all, or was sent anew.
CREATE TABLE parked_usage_record (
  id uuid PRIMARY KEY,
  source_id uuid NOT NULL REFERENCES organization (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
  subscription_id uuid NOT NULL,
  meter text NOT NULL,
  quantity bigint NOT NULL CHECK (quantity BETWEEN 0 AND 1000000000000000),
  at timestamptz NOT NULL,
  tag text,
  reason text NOT NULL CHECK (reason IN ('subscriptionUnknown', 'subscriptionDirect', 'meterUnknown', 'beforeStart',
    'afterEnd', 'priceMissing')),
  parked_at timestamptz NOT NULL,
  settled_at timestamptz
);
CREATE UNIQUE INDEX parked_usage_record_waiting ON parked_usage_record (source_id, external_id)
  WHERE settled_at IS NULL;

ALTER TABLE parked_usage_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE parked_usage_record FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON parked_usage_record USING (
  (SELECT reach_everything())
  OR source_id = (SELECT reach_distributor())
  OR source_id = (SELECT reach_reseller()));
GRANT SELECT, INSERT, UPDATE (reason, settled_at) ON parked_usage_record TO comptoir_service;

-- A charge for usage names its meter, how much it is for, and which revision of the month it was made from.
ALTER TABLE charge
  ADD COLUMN meter_id uuid,
  ADD COLUMN usage_quantity bigint,
  ADD COLUMN usage_revision int,
  ADD CONSTRAINT charge_of_meter CHECK (
    (reason = 'usage') = (meter_id IS NOT NULL) AND num_nulls(meter_id, usage_quantity, usage_revision) IN (0, 3));

ALTER TABLE statement_line
  ADD COLUMN meter_id uuid,
  ADD COLUMN meter_name text,
  ADD COLUMN usage_unit text,
  ADD COLUMN usage_quantity bigint;
