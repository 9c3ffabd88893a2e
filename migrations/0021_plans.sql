-- What a storefront and a lifecycle need to know of plans beyond their names: where they are found, what stands out,
-- what a plan can be upgraded to, and what a trial goes on as.

CREATE TABLE category (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL REFERENCES organization (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  position int NOT NULL,
  UNIQUE (distributor_id, name)
);
ALTER TABLE category ENABLE ROW LEVEL SECURITY;
ALTER TABLE category FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON category USING ((SELECT reach_everything()) OR distributor_id = (SELECT reach_root()));
GRANT SELECT, INSERT, UPDATE ON category TO comptoir_service;

ALTER TABLE plan
  ADD COLUMN category_id uuid REFERENCES category (id),
  ADD COLUMN featured boolean NOT NULL DEFAULT false,
  -- Shown as new until then; null: not new.
  ADD COLUMN new_until date,
  ADD COLUMN upgrade_plan_ids uuid[] NOT NULL DEFAULT '{}';

-- The plan a trial goes on as; the buyer chooses among its offers.
ALTER TABLE offer
  ADD COLUMN converts_to_plan_id uuid REFERENCES plan (id),
  ADD CONSTRAINT offer_only_a_trial_converts CHECK (converts_to_plan_id IS NULL OR trial);

-- What a licence costs when it is bought or renewed on a day: the one place that says so. Null: not for sale.
CREATE FUNCTION price_on(seller uuid, buyer uuid, wanted uuid, wanted_currency text, day date) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT s.price_minor FROM selling_price s
  WHERE s.reseller_id = seller AND s.offer_id = wanted AND s.currency = wanted_currency
$$;
CREATE FUNCTION cost_on(buyer uuid, wanted uuid, wanted_currency text, day date) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT r.cost_minor FROM reseller_offer r
  WHERE r.reseller_id = buyer AND r.offer_id = wanted AND r.cost_currency = wanted_currency
$$;
