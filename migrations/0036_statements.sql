-- A statement is taxed by what holds on the day each of its amounts was posted: its tax point. Rates change, customers
-- become exempt for a while, a seller may be too small to be registered. So rates are data with a first day each, and a
-- month in which one changed has both. What a closed statement was taxed at is frozen with it.

CREATE TABLE vat_rate (
  country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  from_day date NOT NULL,
  per_mille int NOT NULL CHECK (per_mille BETWEEN 0 AND 1000),
  PRIMARY KEY (country, from_day)
);
-- The law of a country is nobody's secret and nobody's to change: what changes comes with a migration.
GRANT SELECT ON vat_rate TO comptoir_service;

-- Standard rates. Liechtenstein shares Switzerland's territory; Monaco France's.
INSERT INTO vat_rate (country, from_day, per_mille) VALUES
  ('AT', '1995-01-01', 200), ('BE', '1996-01-01', 210), ('BG', '2007-01-01', 200),
  ('CH', '2011-01-01', 80), ('CH', '2018-01-01', 77), ('CH', '2024-01-01', 81),
  ('CY', '2014-01-13', 190), ('CZ', '2013-01-01', 210),
  ('DE', '2007-01-01', 190), ('DE', '2020-07-01', 160), ('DE', '2021-01-01', 190),
  ('DK', '1992-01-01', 250), ('EE', '2009-07-01', 200), ('EE', '2024-01-01', 220), ('EE', '2025-07-01', 240),
  ('ES', '2012-09-01', 210), ('FI', '2013-01-01', 240), ('FI', '2024-09-01', 255),
  ('FR', '2014-01-01', 200), ('GB', '2011-01-04', 200), ('GR', '2016-06-01', 240),
  ('HR', '2013-07-01', 250), ('HU', '2012-01-01', 270),
  ('IE', '2012-01-01', 230), ('IE', '2020-09-01', 210), ('IE', '2021-03-01', 230), ('IT', '2013-10-01', 220),
  ('LT', '2009-09-01', 210), ('LU', '2015-01-01', 170), ('LU', '2023-01-01', 160), ('LU', '2024-01-01', 170),
  ('LV', '2012-07-01', 210), ('MT', '2004-01-01', 180), ('NL', '2012-10-01', 210), ('NO', '2005-01-01', 250),
  ('PL', '2011-01-01', 230), ('PT', '2011-01-01', 230),
  ('RO', '2017-01-01', 190), ('RO', '2025-08-01', 210), ('SE', '1990-07-01', 250), ('SI', '2013-07-01', 220),
  ('SK', '2011-01-01', 200), ('SK', '2025-01-01', 230);

-- As a buyer, an organization is exempt when its seller says so, by a certificate; as a seller it is when it says so
-- itself. One of each at a time: what was true before is in the audit trail, and frozen in what was closed.
CREATE TABLE vat_exemption (
  organization_id uuid NOT NULL REFERENCES organization (id),
  side text NOT NULL CHECK (side IN ('buyer', 'seller')),
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
  certificate text CHECK (length(certificate) BETWEEN 1 AND 100),
  from_day date NOT NULL,
  until_day date,
  marked_by uuid REFERENCES person (id),
  marked_by_name text NOT NULL,
  marked_at timestamptz NOT NULL,
  -- Taken back, as if it had never been said: what is open is taxed without it.
  ended boolean NOT NULL DEFAULT false,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, side),
  CHECK (organization_id = coalesce(customer_id, reseller_id, distributor_id)),
  CHECK (side = 'buyer' OR customer_id IS NULL),
  CHECK (side = 'seller' OR reseller_id IS NOT NULL),
  CONSTRAINT vat_exemption_has_days CHECK (until_day > from_day),
  CONSTRAINT vat_exemption_certified CHECK ((side = 'buyer') = (certificate IS NOT NULL))
);
ALTER TABLE vat_exemption ENABLE ROW LEVEL SECURITY;
ALTER TABLE vat_exemption FORCE ROW LEVEL SECURITY;
-- Whoever reads a statement sees how both sides of it are taxed.
CREATE POLICY reach ON vat_exemption FOR SELECT USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer())
  OR side = 'seller' AND organization_id IN ((SELECT reach_root()), (SELECT reach_seller())));
CREATE POLICY marking ON vat_exemption FOR INSERT WITH CHECK (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller()));
CREATE POLICY changing ON vat_exemption FOR UPDATE USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller()));
GRANT SELECT, INSERT, UPDATE ON vat_exemption TO comptoir_service;

-- Which of its statement's taxes a line falls under, counted from 0. Lines frozen before fall under the only one.
ALTER TABLE statement_line ADD COLUMN tax smallint NOT NULL DEFAULT 0, ADD COLUMN offer_id uuid;

-- Closed statements stay as they were, to the byte they were hashed from: from 2 on, each tax has its treatment, and
-- what is effective stands beside what is billed. Open ones are always written the new way.
ALTER TABLE statement ADD COLUMN form smallint NOT NULL DEFAULT 1 CHECK (form IN (1, 2));

-- What of an amount is cost of one month: it is spread evenly over the days it covers; what covers days before the
-- month it was posted in counts there, since those months' books are closed. Each month's share is the difference of
-- two rounded sums from the beginning, so the shares of all months add up to the amount, to the cent.
CREATE FUNCTION effective_until(amount bigint, covers_from date, covers_to date, day date) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN round(amount::numeric * greatest(0, least(covers_to, day) - covers_from) / (covers_to - covers_from))::bigint;

CREATE FUNCTION effective_share(amount bigint, covers_from date, covers_to date, posted date, month date)
  RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN month < posted THEN 0
    WHEN covers_from >= month AND covers_to <= (month + interval '1 month')::date
      OR month = posted AND covers_to <= (month + interval '1 month')::date THEN amount
    ELSE effective_until(amount, covers_from, covers_to, (month + interval '1 month')::date)
      - CASE WHEN month = posted THEN 0 ELSE effective_until(amount, covers_from, covers_to, month) END
    END;

-- When a seller's months are closed: by themselves so many days after the month, or by hand. Without a row: by
-- themselves as soon as the month is over.
CREATE TABLE closing_setting (
  seller_id uuid PRIMARY KEY REFERENCES organization (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  automatic boolean NOT NULL,
  days_after int NOT NULL CHECK (days_after BETWEEN 0 AND 27),
  version int NOT NULL DEFAULT 1,
  CHECK (seller_id = coalesce(reseller_id, distributor_id))
);
ALTER TABLE closing_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE closing_setting FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON closing_setting USING (
  (SELECT reach_everything())
  OR seller_id = (SELECT reach_reseller()) OR seller_id = (SELECT reach_distributor()));
GRANT SELECT, INSERT, UPDATE ON closing_setting TO comptoir_service;

-- A month closed for many buyers at once: which statements is settled when it is asked for, a job freezes one batch
-- after the other, and what became of each is written in the transaction that did it. All of it stays, as the report.
CREATE TABLE statement_closing (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  seller_id uuid NOT NULL REFERENCES organization (id),
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  state text NOT NULL CHECK (state IN ('running', 'done')),
  statements int NOT NULL CHECK (statements >= 0),
  closed int NOT NULL DEFAULT 0,
  refused int NOT NULL DEFAULT 0,
  created_by uuid NOT NULL REFERENCES person (id),
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  client_id uuid REFERENCES api_client (id),
  acting_by uuid REFERENCES person (id),
  acting_by_name text,
  acting_until timestamptz,
  ended_at timestamptz,
  version int NOT NULL DEFAULT 1,
  UNIQUE (id, seller_id),
  CHECK (seller_id = coalesce(reseller_id, distributor_id)),
  CHECK (num_nulls(acting_by, acting_by_name, acting_until) IN (0, 3)),
  CONSTRAINT statement_closing_adds_up CHECK (least(closed, refused) >= 0 AND closed + refused <= statements),
  CONSTRAINT statement_closing_ends CHECK ((state = 'done') = (ended_at IS NOT NULL))
);
-- Two people at once: one wins.
CREATE UNIQUE INDEX statement_closing_running ON statement_closing (seller_id, month) WHERE state = 'running';
CREATE INDEX statement_closing_of_seller ON statement_closing (seller_id, id);

ALTER TABLE statement ADD CONSTRAINT statement_of_seller UNIQUE (id, seller_id);

CREATE TABLE statement_closing_item (
  closing_id uuid NOT NULL,
  seller_id uuid NOT NULL,
  statement_id uuid NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid,
  outcome text NOT NULL DEFAULT 'waiting' CHECK (outcome IN ('waiting', 'closed', 'refused')),
  code text,
  PRIMARY KEY (closing_id, statement_id),
  FOREIGN KEY (closing_id, seller_id) REFERENCES statement_closing (id, seller_id),
  FOREIGN KEY (statement_id, seller_id) REFERENCES statement (id, seller_id),
  CONSTRAINT statement_closing_item_says_why CHECK ((outcome = 'refused') = (code IS NOT NULL))
) WITH (fillfactor = 70);
CREATE INDEX statement_closing_item_waiting ON statement_closing_item (closing_id, statement_id)
  WHERE outcome = 'waiting';

ALTER TABLE statement_closing ENABLE ROW LEVEL SECURITY;
ALTER TABLE statement_closing FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON statement_closing USING (
  (SELECT reach_everything())
  OR seller_id = (SELECT reach_reseller()) OR seller_id = (SELECT reach_distributor()));
GRANT SELECT, INSERT ON statement_closing TO comptoir_service;
GRANT UPDATE (state, statements, closed, refused, ended_at, version) ON statement_closing TO comptoir_service;

ALTER TABLE statement_closing_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE statement_closing_item FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON statement_closing_item USING (
  (SELECT reach_everything())
  OR seller_id = (SELECT reach_reseller()) OR seller_id = (SELECT reach_distributor()));
GRANT SELECT, INSERT ON statement_closing_item TO comptoir_service;
GRANT UPDATE (outcome, code) ON statement_closing_item TO comptoir_service;
