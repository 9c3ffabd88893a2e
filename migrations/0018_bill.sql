-- A bill run moves every subscription that is due to its next cycle and posts its charges. What it costs the database
-- is mostly new versions of rows and their index entries, and looking at each charge more often than once.

-- Room on each page for the next version of each of its rows: a row that moves on stays on its page, and no index
-- hears of it. A month that begins for everybody at once is then a third of the work. Rows written from now on only;
-- `VACUUM FULL subscription` moves the others.
ALTER TABLE subscription SET (fillfactor = 50);

-- The charges of many subscriptions travel as one array of these. Without a centre it is a cost.
CREATE TYPE posting AS (
  id uuid,
  distributor_id uuid,
  reseller_id uuid,
  customer_id uuid,
  subscription_id uuid,
  centre_id uuid,
  cycle_from date,
  cycle_to date,
  full_days int,
  month date,
  licences int,
  unit_minor bigint,
  amount bigint,
  currency text,
  change_number int
);

-- What a set of charges adds up to: one of these per buyer, month and currency.
CREATE TYPE posting_total AS (
  distributor_id uuid,
  reseller_id uuid,
  customer_id uuid,
  leg text,
  seller_id uuid,
  buyer_id uuid,
  month date,
  currency text
);

-- As before: after a set of charges, their statements exist and none of them is closed, and a closing under way waits.
-- Now the set is looked at once; in one order, so that two sets at once do not wait for each other in a circle; and a
-- statement can be found by its key below row-level security, which lets no expression but a plain column through.
CREATE OR REPLACE FUNCTION charge_on_open_statement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  totals posting_total[] := ARRAY(SELECT t::posting_total FROM (
    SELECT DISTINCT distributor_id, reseller_id, CASE leg WHEN 'price' THEN customer_id END, leg,
      CASE leg WHEN 'price' THEN reseller_id ELSE distributor_id END,
      CASE leg WHEN 'price' THEN customer_id ELSE reseller_id END, month, currency
    FROM posted) t);
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('statement'), m.month - date '2000-01-01')
  FROM (SELECT DISTINCT month FROM unnest(totals) ORDER BY month) m;
  INSERT INTO statement (distributor_id, reseller_id, customer_id, leg, seller_id, buyer_id, month, currency)
  SELECT distributor_id, reseller_id, customer_id, leg, seller_id, buyer_id, month, currency
  FROM unnest(totals) ORDER BY leg, buyer_id, month
  ON CONFLICT (leg, buyer_id, month) DO NOTHING;
  IF EXISTS (
    SELECT FROM unnest(totals) t
    WHERE (
      SELECT s.status = 'closed' OR s.currency <> t.currency FROM statement s
      WHERE s.leg = t.leg AND s.buyer_id = t.buyer_id AND s.month = t.month)) THEN
    RAISE EXCEPTION 'a charge falls on a closed statement or into another currency'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_on_open_statement';
  END IF;
  RETURN NULL;
END $$;
