-- Prices hold from a day on: what a reseller pays its distributor, and what it asks of its customers. What a reseller
-- may not sell does not exist for it or its customers, and what it does not show does not exist for those customers.
-- A catalogue is kept by its distributor alone, line by line or by a whole price list at once.

CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE service ADD COLUMN version int NOT NULL DEFAULT 1, ADD UNIQUE (id, distributor_id);
ALTER TABLE product ADD COLUMN version int NOT NULL DEFAULT 1, ADD UNIQUE (id, distributor_id);
ALTER TABLE plan ADD COLUMN version int NOT NULL DEFAULT 1, ADD UNIQUE (id, distributor_id);
ALTER TABLE category ADD COLUMN version int NOT NULL DEFAULT 1, ADD UNIQUE (id, distributor_id);
ALTER TABLE offer
  ADD COLUMN version int NOT NULL DEFAULT 1,
  -- From this day on it is not sold any more; who has it keeps it.
  ADD COLUMN ends_on date,
  ADD UNIQUE (id, distributor_id);
-- One of a name, so that a price list can tell which one it means.
CREATE UNIQUE INDEX product_named ON product (service_id, name);
CREATE UNIQUE INDEX plan_named ON plan (product_id, name);
CREATE UNIQUE INDEX offer_sold_once ON offer (plan_id, segment, term, billing_frequency, trial) WHERE NOT ended;
CREATE INDEX plan_of_service ON plan (service_id);
CREATE INDEX plan_of_category ON plan (category_id);
CREATE INDEX offer_ending ON offer (ends_on) WHERE ends_on IS NOT NULL AND NOT ended;

-- What resellers pay and what the vendor recommends them to ask: for one of them, or for all that have none of their
-- own. No two lines of one list hold on the same day.
CREATE TABLE cost_price (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  distributor_id uuid NOT NULL,
  -- Null: every reseller.
  reseller_id uuid REFERENCES organization (id),
  offer_id uuid NOT NULL,
  currency text NOT NULL,
  cost_minor bigint NOT NULL CHECK (cost_minor >= 0),
  list_minor bigint CHECK (list_minor >= 0),
  valid_from date NOT NULL DEFAULT '2000-01-01',
  -- The first day it does not hold any more.
  valid_to date,
  set_at timestamptz NOT NULL DEFAULT comptoir_now(),
  set_by uuid,
  set_by_name text,
  FOREIGN KEY (offer_id, distributor_id) REFERENCES offer (id, distributor_id),
  CONSTRAINT cost_price_holds CHECK (valid_from < valid_to),
  CONSTRAINT cost_price_one_a_day EXCLUDE USING gist (
    offer_id WITH =, coalesce(reseller_id, distributor_id) WITH =, currency WITH =,
    daterange(valid_from, valid_to) WITH &&)
);
CREATE INDEX cost_price_of_offer ON cost_price (offer_id, currency, valid_from);
INSERT INTO cost_price (distributor_id, reseller_id, offer_id, currency, cost_minor)
SELECT distributor_id, reseller_id, offer_id, cost_currency, cost_minor FROM reseller_offer;
ALTER TABLE reseller_offer DROP COLUMN cost_minor, DROP COLUMN cost_currency;
CREATE INDEX reseller_offer_of_offer ON reseller_offer (offer_id, reseller_id) WHERE allowed;

-- Whether a reseller may sell what nobody allowed or refused it by name.
CREATE TABLE assortment (
  reseller_id uuid PRIMARY KEY REFERENCES organization (id),
  distributor_id uuid NOT NULL REFERENCES organization (id),
  everything boolean NOT NULL
);

-- What a reseller asks: for everybody or for one customer, of one offer, a service's offers or all of them. The line
-- for the customer comes first, then the line for the offer, then that for the service.
ALTER TABLE selling_price RENAME TO selling_price_before;
ALTER TABLE selling_price_before RENAME CONSTRAINT selling_price_pkey TO selling_price_before_pkey;
CREATE TABLE selling_price (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL REFERENCES organization (id),
  customer_id uuid,
  service_id uuid,
  offer_id uuid,
  currency text NOT NULL,
  -- fixed: an amount; margin: hundredths of a percent on top of the cost; discount: off the recommended price.
  rule text NOT NULL DEFAULT 'fixed' CHECK (rule IN ('fixed', 'margin', 'discount')),
  price_minor bigint CHECK (price_minor >= 0),
  points int CHECK (points BETWEEN -10000 AND 100000),
  valid_from date NOT NULL DEFAULT '2000-01-01',
  valid_to date,
  set_at timestamptz NOT NULL DEFAULT comptoir_now(),
  set_by uuid,
  set_by_name text,
  FOREIGN KEY (offer_id, distributor_id) REFERENCES offer (id, distributor_id),
  FOREIGN KEY (service_id, distributor_id) REFERENCES service (id, distributor_id),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  CONSTRAINT selling_price_of_one_thing CHECK (num_nonnulls(offer_id, service_id) <= 1),
  CONSTRAINT selling_price_says_how CHECK (
    CASE rule WHEN 'fixed' THEN offer_id IS NOT NULL AND price_minor IS NOT NULL AND points IS NULL
      ELSE price_minor IS NULL AND points IS NOT NULL END),
  CONSTRAINT selling_price_discount CHECK (rule <> 'discount' OR points BETWEEN 0 AND 10000),
  CONSTRAINT selling_price_holds CHECK (valid_from < valid_to),
  CONSTRAINT selling_price_one_a_day EXCLUDE USING gist (
    reseller_id WITH =, coalesce(customer_id, reseller_id) WITH =, coalesce(offer_id, service_id, reseller_id) WITH =,
    currency WITH =, daterange(valid_from, valid_to) WITH &&)
);
CREATE INDEX selling_price_of_offer ON selling_price (reseller_id, offer_id, valid_from);
INSERT INTO selling_price (distributor_id, reseller_id, offer_id, currency, price_minor)
SELECT o.distributor_id, s.reseller_id, s.offer_id, s.currency, s.price_minor
FROM selling_price_before s JOIN organization o ON o.id = s.reseller_id;
DROP TABLE selling_price_before;

-- Whether a reseller's customers see an offer: all of them unless a line without a customer says no; a customer's own
-- line goes before that.
CREATE TABLE offer_showing (
  reseller_id uuid NOT NULL REFERENCES organization (id),
  distributor_id uuid NOT NULL,
  customer_id uuid,
  offer_id uuid NOT NULL,
  shown boolean NOT NULL,
  FOREIGN KEY (offer_id, distributor_id) REFERENCES offer (id, distributor_id),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  CONSTRAINT offer_showing_said_once UNIQUE NULLS NOT DISTINCT (reseller_id, offer_id, customer_id)
);

-- What was announced to a customer: a subscription, the term that begins, the price it will have.
CREATE TABLE price_notice (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  subscription_id uuid NOT NULL REFERENCES subscription (id),
  from_day date NOT NULL,
  currency text NOT NULL,
  old_minor bigint NOT NULL,
  new_minor bigint NOT NULL,
  announced_at timestamptz NOT NULL,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  CONSTRAINT price_notice_once UNIQUE (subscription_id, from_day, new_minor)
);
CREATE INDEX subscription_renewing ON subscription (term_end)
  WHERE status IN ('active', 'suspended') AND auto_renew AND NOT direct AND NOT trial;

-- Price lists that were sent in: checked first, carried out when somebody says so.
CREATE TABLE catalogue_import (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL REFERENCES organization (id),
  reseller_id uuid REFERENCES organization (id),
  file_name text NOT NULL CHECK (length(file_name) <= 200),
  bytes bigint NOT NULL,
  status text NOT NULL CHECK (status IN ('waiting', 'checked', 'refused', 'approved', 'done', 'withdrawn')),
  -- Taken out once nothing can be done with it any more.
  content bytea,
  lines_read int NOT NULL DEFAULT 0,
  -- What it would change, or changed.
  summary jsonb,
  -- The first things wrong with it: [{line, column, code, details}].
  faults jsonb,
  fault_count int NOT NULL DEFAULT 0,
  asked_at timestamptz NOT NULL,
  asked_by uuid NOT NULL REFERENCES person (id),
  asked_by_name text NOT NULL,
  finished_at timestamptz,
  -- A worker has it until then; one that died lets go of it.
  claimed_until timestamptz,
  version int NOT NULL DEFAULT 1,
  CONSTRAINT catalogue_import_has_content
    CHECK (status NOT IN ('waiting', 'checked', 'approved') OR content IS NOT NULL)
);
ALTER TABLE catalogue_import ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX catalogue_import_of_distributor ON catalogue_import (distributor_id, id);
CREATE INDEX catalogue_import_due ON catalogue_import (id) WHERE status IN ('waiting', 'approved');

-- What a licence costs a reseller on a day: its own line, else the one for every reseller. Null: there is none.
CREATE OR REPLACE FUNCTION cost_on(buyer uuid, wanted uuid, wanted_currency text, day date) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT c.cost_minor FROM cost_price c
  WHERE c.offer_id = wanted AND c.currency = wanted_currency AND c.valid_from <= day
    AND (c.valid_to IS NULL OR c.valid_to > day) AND (c.reseller_id = buyer OR c.reseller_id IS NULL)
  ORDER BY c.reseller_id NULLS LAST LIMIT 1
$$;
-- What the vendor recommends its reseller to ask.
CREATE FUNCTION list_on(buyer uuid, wanted uuid, wanted_currency text, day date) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT c.list_minor FROM cost_price c
  WHERE c.offer_id = wanted AND c.currency = wanted_currency AND c.valid_from <= day AND c.list_minor IS NOT NULL
    AND (c.valid_to IS NULL OR c.valid_to > day) AND (c.reseller_id = buyer OR c.reseller_id IS NULL)
  ORDER BY c.reseller_id NULLS LAST LIMIT 1
$$;
-- `Pricing` in Core says the same; a test compares the two. `round` takes halves away from zero.
CREATE FUNCTION priced(rule text, fixed bigint, points int, cost bigint, list bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE rule WHEN 'fixed' THEN fixed
    WHEN 'margin' THEN round(cost::numeric * (10000 + points) * 0.0001)::bigint
    ELSE round(list::numeric * (10000 - points) * 0.0001)::bigint END;

-- The price and the line it comes from. Reads costs that whoever asks may not see, so only what may be known of the
-- outcome leaves `price_on`.
CREATE FUNCTION price_rule_on(
  seller uuid, buyer uuid, wanted uuid, wanted_currency text, day date, OUT price bigint, OUT rule uuid)
LANGUAGE plpgsql STABLE SET comptoir.everything = 'on' AS $$
DECLARE
  served uuid;
  own_cost bigint := cost_on(seller, wanted, wanted_currency, day);
  own_list bigint := list_on(seller, wanted, wanted_currency, day);
BEGIN
  SELECT p.service_id INTO served FROM offer f JOIN plan p ON p.id = f.plan_id WHERE f.id = wanted;
  SELECT priced(s.rule, s.price_minor, s.points, own_cost, own_list), s.id INTO price, rule
  FROM selling_price s
  WHERE s.reseller_id = seller AND (s.offer_id = wanted OR s.offer_id IS NULL)
    AND (s.service_id IS NULL OR s.service_id = served) AND (s.customer_id IS NULL OR s.customer_id = buyer)
    AND s.currency = wanted_currency AND s.valid_from <= day AND (s.valid_to IS NULL OR s.valid_to > day)
    AND priced(s.rule, s.price_minor, s.points, own_cost, own_list) IS NOT NULL
  ORDER BY s.customer_id IS NULL, s.offer_id IS NULL, s.service_id IS NULL LIMIT 1;
END $$;
-- What a licence costs a customer when it is bought or renewed on a day, for those who may know. Null: not for sale.
CREATE OR REPLACE FUNCTION price_on(seller uuid, buyer uuid, wanted uuid, wanted_currency text, day date)
RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL UNSAFE AS $$
BEGIN
  IF reach_everything() OR seller = reach_reseller()
    OR seller = reach_seller() AND reach_accounts() AND buyer = reach_customer()
  THEN
    RETURN (SELECT r.price FROM price_rule_on(seller, buyer, wanted, wanted_currency, day) r);
  END IF;
  RETURN NULL;
END $$;

-- Whether a reseller may sell an offer, and whether one of its customers sees it.
CREATE FUNCTION offer_allowed(seller uuid, wanted uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(
    (SELECT r.allowed FROM reseller_offer r WHERE r.reseller_id = seller AND r.offer_id = wanted),
    (SELECT a.everything FROM assortment a WHERE a.reseller_id = seller), false);
CREATE FUNCTION offer_shown(seller uuid, buyer uuid, wanted uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(
    (SELECT s.shown FROM offer_showing s
      WHERE s.reseller_id = seller AND s.offer_id = wanted AND s.customer_id = buyer),
    (SELECT s.shown FROM offer_showing s
      WHERE s.reseller_id = seller AND s.offer_id = wanted AND s.customer_id IS NULL), true);
CREATE FUNCTION reach_selling() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(reach_reseller(), reach_seller());

-- Below the distributor a plan is there if one of its offers is or was the reseller's: whoever has it keeps it. What is
-- sold today is for each query to ask of `offer_allowed` and `offer_shown`.
DROP POLICY reach ON reseller_offer;
CREATE POLICY reach ON reseller_offer USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_selling()))
  WITH CHECK ((SELECT reach_everything()) OR distributor_id = (SELECT reach_distributor()));
ALTER TABLE assortment ENABLE ROW LEVEL SECURITY;
ALTER TABLE assortment FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON assortment USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_selling()))
  WITH CHECK ((SELECT reach_everything()) OR distributor_id = (SELECT reach_distributor()));
DROP POLICY reach ON offer;
CREATE POLICY reach ON offer USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR distributor_id = (SELECT reach_root()) AND (
    (SELECT EXISTS (SELECT FROM assortment a WHERE a.reseller_id = reach_selling() AND a.everything))
    OR EXISTS (SELECT FROM reseller_offer r WHERE r.reseller_id = (SELECT reach_selling()) AND r.offer_id = offer.id)))
  WITH CHECK ((SELECT reach_everything()) OR distributor_id = (SELECT reach_distributor()));
DROP POLICY reach ON plan;
CREATE POLICY reach ON plan USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR distributor_id = (SELECT reach_root()) AND EXISTS (SELECT FROM offer f WHERE f.plan_id = plan.id))
  WITH CHECK ((SELECT reach_everything()) OR distributor_id = (SELECT reach_distributor()));
DROP POLICY reach ON product;
CREATE POLICY reach ON product USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR distributor_id = (SELECT reach_root()) AND EXISTS (SELECT FROM plan p WHERE p.product_id = product.id))
  WITH CHECK ((SELECT reach_everything()) OR distributor_id = (SELECT reach_distributor()));
DROP POLICY reach ON service;
CREATE POLICY reach ON service USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR distributor_id = (SELECT reach_root()) AND EXISTS (SELECT FROM plan p WHERE p.service_id = service.id))
  WITH CHECK ((SELECT reach_everything()) OR distributor_id = (SELECT reach_distributor()));
DROP POLICY reach ON category;
CREATE POLICY reach ON category USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR distributor_id = (SELECT reach_root()) AND EXISTS (SELECT FROM plan p WHERE p.category_id = category.id))
  WITH CHECK ((SELECT reach_everything()) OR distributor_id = (SELECT reach_distributor()));

-- Costs are between a distributor and its reseller.
ALTER TABLE cost_price ENABLE ROW LEVEL SECURITY;
ALTER TABLE cost_price FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON cost_price USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR reseller_id IS NULL AND distributor_id = (SELECT reach_root()) AND (SELECT reach_reseller()) IS NOT NULL
    AND EXISTS (SELECT FROM offer f WHERE f.id = cost_price.offer_id))
  WITH CHECK ((SELECT reach_everything()) OR distributor_id = (SELECT reach_distributor()));
-- How prices come about is the reseller's own affair: from a margin a customer would know the cost.
ALTER TABLE selling_price ENABLE ROW LEVEL SECURITY;
ALTER TABLE selling_price FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON selling_price USING ((SELECT reach_everything()) OR reseller_id = (SELECT reach_reseller()));
ALTER TABLE offer_showing ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer_showing FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON offer_showing USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR reseller_id = (SELECT reach_seller()) AND (customer_id IS NULL OR customer_id = (SELECT reach_customer())))
  WITH CHECK ((SELECT reach_everything()) OR reseller_id = (SELECT reach_reseller()));
ALTER TABLE price_notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE price_notice FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON price_notice USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND (SELECT reach_accounts()));
ALTER TABLE catalogue_import ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue_import FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON catalogue_import USING (
  (SELECT reach_everything()) OR distributor_id = (SELECT reach_distributor()));

GRANT SELECT, INSERT, UPDATE ON assortment TO comptoir_service;
GRANT SELECT, INSERT, DELETE ON cost_price, selling_price TO comptoir_service;
GRANT UPDATE (cost_minor, list_minor, valid_to, set_at, set_by, set_by_name) ON cost_price TO comptoir_service;
GRANT UPDATE (rule, price_minor, points, valid_to, set_at, set_by, set_by_name) ON selling_price TO comptoir_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON offer_showing TO comptoir_service;
GRANT SELECT, INSERT ON price_notice TO comptoir_service;
GRANT SELECT, INSERT ON catalogue_import TO comptoir_service;
GRANT UPDATE (status, content, lines_read, summary, faults, fault_count, finished_at, claimed_until, version)
  ON catalogue_import TO comptoir_service;
