-- Charges are what was posted, statements what they add up to for one buyer in one month. Both legs live in the
-- same tables; which leg a reader sees is part of the policy, so that prices and costs cannot leak by a query
-- that forgets: the distributor sees its own leg (cost), customers theirs (price), the reseller both.

CREATE TABLE statement (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid,
  leg text NOT NULL CHECK (leg IN ('cost', 'price')),
  seller_id uuid NOT NULL REFERENCES organization (id),
  buyer_id uuid NOT NULL REFERENCES organization (id),
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  currency text NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
  number text,
  closed_at timestamptz,
  seller jsonb,
  buyer jsonb,
  net bigint,
  taxes jsonb,
  gross bigint,
  sha256 text,
  CHECK ((leg = 'price') = (customer_id IS NOT NULL)),
  CHECK (CASE leg WHEN 'price' THEN seller_id = reseller_id AND buyer_id = customer_id
    ELSE seller_id = distributor_id AND buyer_id = reseller_id END),
  CHECK (status = 'open' OR num_nulls(number, closed_at, seller, buyer, net, taxes, gross, sha256) = 0),
  UNIQUE (leg, buyer_id, month),
  UNIQUE (seller_id, number)
);
CREATE INDEX statement_of_reseller ON statement (reseller_id, month, id);
CREATE INDEX statement_open ON statement (month) WHERE status = 'open';

CREATE TABLE statement_sequence (
  seller_id uuid NOT NULL REFERENCES organization (id),
  year int NOT NULL,
  last int NOT NULL,
  PRIMARY KEY (seller_id, year)
);

CREATE TABLE charge (
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  id uuid NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  subscription_id uuid NOT NULL,
  leg text NOT NULL CHECK (leg IN ('cost', 'price')),
  centre_id uuid,
  cycle_from date NOT NULL,
  cycle_to date NOT NULL,
  -- Days the cycle would have had unshortened: what the unit price is for.
  full_days int NOT NULL CHECK (full_days > 0),
  posted_on date NOT NULL,
  month date NOT NULL,
  reason text NOT NULL CHECK (reason IN
    ('recurring', 'increase', 'decrease', 'refund', 'split', 'suspension', 'upgrade', 'usage', 'correction')),
  covers_from date NOT NULL,
  covers_to date NOT NULL,
  licences int NOT NULL,
  unit_minor bigint NOT NULL,
  amount bigint NOT NULL,
  currency text NOT NULL,
  change_number int NOT NULL,
  CHECK ((leg = 'price') = (centre_id IS NOT NULL)),
  CHECK (month = date_trunc('month', posted_on)::date),
  PRIMARY KEY (subscription_id, cycle_from, sequence)
);
CREATE INDEX charge_of_customer ON charge (customer_id, month);
CREATE INDEX charge_of_reseller ON charge (reseller_id, month) WHERE leg = 'cost';

-- After a set of charges: their statements exist and none of them is closed. The shared lock on the month makes a
-- closing under way wait for the postings before it, and the postings behind it see that it is closed.
CREATE FUNCTION charge_on_open_statement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  posting record;
BEGIN
  FOR posting IN SELECT DISTINCT month FROM posted LOOP
    PERFORM pg_advisory_xact_lock_shared(hashtext('statement'), posting.month - date '2000-01-01');
  END LOOP;
  INSERT INTO statement (distributor_id, reseller_id, customer_id, leg, seller_id, buyer_id, month, currency)
  SELECT DISTINCT distributor_id, reseller_id, CASE leg WHEN 'price' THEN customer_id END, leg,
    CASE leg WHEN 'price' THEN reseller_id ELSE distributor_id END,
    CASE leg WHEN 'price' THEN customer_id ELSE reseller_id END, month, currency
  FROM posted p
  WHERE NOT EXISTS (
    SELECT FROM statement s
    WHERE s.leg = p.leg AND s.month = p.month AND s.currency = p.currency
      AND s.buyer_id = CASE p.leg WHEN 'price' THEN p.customer_id ELSE p.reseller_id END)
  ON CONFLICT (leg, buyer_id, month) DO NOTHING;
  IF EXISTS (
    SELECT FROM posted p JOIN statement s ON s.leg = p.leg AND s.month = p.month
      AND s.buyer_id = CASE p.leg WHEN 'price' THEN p.customer_id ELSE p.reseller_id END
    WHERE s.status = 'closed' OR s.currency <> p.currency) THEN
    RAISE EXCEPTION 'a charge falls on a closed statement or into another currency'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_on_open_statement';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER charge_posted AFTER INSERT ON charge REFERENCING NEW TABLE AS posted
  FOR EACH STATEMENT EXECUTE FUNCTION charge_on_open_statement();

CREATE TABLE statement_line (
  statement_id uuid NOT NULL REFERENCES statement (id),
  n int NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  leg text NOT NULL,
  centre_id uuid,
  section_name text NOT NULL,
  subscription_id uuid NOT NULL,
  charge_sequence bigint NOT NULL,
  cycle_from date NOT NULL,
  service_name text NOT NULL,
  plan_name text NOT NULL,
  reason text NOT NULL,
  covers_from date NOT NULL,
  covers_to date NOT NULL,
  licences int NOT NULL,
  unit_minor bigint NOT NULL,
  amount bigint NOT NULL,
  effective bigint NOT NULL,
  PRIMARY KEY (statement_id, n)
);

-- Closed means closed: for everybody, whatever the code does.
CREATE FUNCTION statement_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'closed' THEN
    RAISE EXCEPTION 'statement % is closed', OLD.number USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_closed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER statement_closed BEFORE UPDATE ON statement
  FOR EACH ROW EXECUTE FUNCTION statement_stays_closed();

ALTER TABLE charge ENABLE ROW LEVEL SECURITY;
ALTER TABLE charge FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON charge FOR SELECT USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR distributor_id = (SELECT reach_distributor()) AND leg = 'cost'
  OR customer_id = (SELECT reach_customer()) AND leg = 'price' AND (
    (SELECT reach_accounts()) OR centre_id = ANY ((SELECT reach_centres())::uuid[])));
CREATE POLICY posting ON charge FOR INSERT WITH CHECK (
  (SELECT reach_everything()) OR reseller_id = (SELECT reach_reseller()));
GRANT SELECT, INSERT ON charge TO comptoir_service;

-- Whether a subscription is in reach by a centre it lands on, or was billed to before, or by a licence of one's own.
-- In a function, so that its queries are planned only for those whose reach is that narrow.
CREATE FUNCTION reach_touches(subscription uuid, centres uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce(centres && reach_centres(), false)
    OR reach_centres() IS NOT NULL AND EXISTS (
      SELECT FROM charge c WHERE c.subscription_id = subscription AND c.centre_id = ANY (reach_centres()))
    OR EXISTS (
      SELECT FROM licence_assignment a WHERE a.subscription_id = subscription AND a.person_id = reach_person());
END $$;

-- Within a customer: everything, or one's own services, one's own centres, one's own licences.
CREATE POLICY reach ON subscription USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND (
    (SELECT reach_all())
    OR service_id = ANY ((SELECT reach_services())::uuid[])
    OR reach_touches(id, centre_ids)));

ALTER TABLE statement ENABLE ROW LEVEL SECURITY;
ALTER TABLE statement FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON statement USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR distributor_id = (SELECT reach_distributor()) AND leg = 'cost'
  OR customer_id = (SELECT reach_customer()) AND leg = 'price' AND (
    (SELECT reach_accounts()) OR (SELECT reach_centres()) IS NOT NULL));
GRANT SELECT, INSERT, UPDATE ON statement TO comptoir_service;

ALTER TABLE statement_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE statement_line FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON statement_line USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR distributor_id = (SELECT reach_distributor()) AND leg = 'cost'
  OR customer_id = (SELECT reach_customer()) AND leg = 'price' AND (
    (SELECT reach_accounts()) OR centre_id = ANY ((SELECT reach_centres())::uuid[])));
GRANT SELECT, INSERT ON statement_line TO comptoir_service;

ALTER TABLE statement_sequence ENABLE ROW LEVEL SECURITY;
ALTER TABLE statement_sequence FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON statement_sequence USING (
  (SELECT reach_everything()) OR seller_id = (SELECT reach_reseller()) OR seller_id = (SELECT reach_distributor()));
GRANT SELECT, INSERT, UPDATE ON statement_sequence TO comptoir_service;
