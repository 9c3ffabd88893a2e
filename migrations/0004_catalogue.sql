-- What can be sold. A distributor's catalogue is shared by its whole tree; what a reseller may sell and at what
-- cost is between the two of them; what a customer pays is between it and its reseller.

CREATE TABLE service (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL REFERENCES organization (id),
  name text NOT NULL,
  vendor text NOT NULL,
  position int NOT NULL,
  UNIQUE (distributor_id, name)
);
CREATE TABLE product (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL REFERENCES organization (id),
  service_id uuid NOT NULL REFERENCES service (id),
  name text NOT NULL
);
CREATE TABLE plan (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL REFERENCES organization (id),
  service_id uuid NOT NULL REFERENCES service (id),
  product_id uuid NOT NULL REFERENCES product (id),
  name text NOT NULL,
  search_name text COLLATE "C" NOT NULL GENERATED ALWAYS AS (folded(name)) STORED,
  description text NOT NULL DEFAULT '',
  parent_plan_ids uuid[] NOT NULL DEFAULT '{}'
);
CREATE TABLE offer (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL REFERENCES organization (id),
  plan_id uuid NOT NULL REFERENCES plan (id),
  segment text NOT NULL CHECK (segment IN ('commercial', 'education', 'charity')),
  term text NOT NULL,
  billing_frequency text NOT NULL CHECK (billing_frequency IN ('monthly', 'annual', 'once')),
  trial boolean NOT NULL DEFAULT false,
  minimum int NOT NULL DEFAULT 1 CHECK (minimum >= 1),
  maximum int NOT NULL CHECK (maximum >= minimum),
  decrease_window text NOT NULL,
  cancel_window text NOT NULL,
  suspension_stops_billing boolean NOT NULL,
  ended boolean NOT NULL DEFAULT false
);
CREATE INDEX offer_of_plan ON offer (plan_id);

-- Which offers a reseller may sell, and what it pays its distributor.
CREATE TABLE reseller_offer (
  reseller_id uuid NOT NULL REFERENCES organization (id),
  distributor_id uuid NOT NULL REFERENCES organization (id),
  offer_id uuid NOT NULL REFERENCES offer (id),
  cost_minor bigint NOT NULL CHECK (cost_minor >= 0),
  cost_currency text NOT NULL,
  allowed boolean NOT NULL DEFAULT true,
  PRIMARY KEY (reseller_id, offer_id)
);

-- What a reseller asks of its customers, by currency.
CREATE TABLE selling_price (
  reseller_id uuid NOT NULL REFERENCES organization (id),
  offer_id uuid NOT NULL REFERENCES offer (id),
  currency text NOT NULL,
  price_minor bigint NOT NULL CHECK (price_minor >= 0),
  PRIMARY KEY (reseller_id, offer_id, currency)
);

ALTER TABLE service ENABLE ROW LEVEL SECURITY;
ALTER TABLE service FORCE ROW LEVEL SECURITY;
ALTER TABLE product ENABLE ROW LEVEL SECURITY;
ALTER TABLE product FORCE ROW LEVEL SECURITY;
ALTER TABLE plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan FORCE ROW LEVEL SECURITY;
ALTER TABLE offer ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer FORCE ROW LEVEL SECURITY;
ALTER TABLE reseller_offer ENABLE ROW LEVEL SECURITY;
ALTER TABLE reseller_offer FORCE ROW LEVEL SECURITY;
ALTER TABLE selling_price ENABLE ROW LEVEL SECURITY;
ALTER TABLE selling_price FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON service USING ((SELECT reach_everything()) OR distributor_id = (SELECT reach_root()));
CREATE POLICY reach ON product USING ((SELECT reach_everything()) OR distributor_id = (SELECT reach_root()));
CREATE POLICY reach ON plan USING ((SELECT reach_everything()) OR distributor_id = (SELECT reach_root()));
CREATE POLICY reach ON offer USING ((SELECT reach_everything()) OR distributor_id = (SELECT reach_root()));
CREATE POLICY reach ON reseller_offer USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller()));
CREATE POLICY reach ON selling_price USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR reseller_id = (SELECT reach_seller()) AND (SELECT reach_accounts()));
GRANT SELECT, INSERT, UPDATE ON service, product, plan, offer, reseller_offer, selling_price TO comptoir_service;
