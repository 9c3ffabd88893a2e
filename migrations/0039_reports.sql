-- Reports add up months of charges. Two hundred thousand charges a month and reseller are too many to add up again
-- while somebody waits, and once a statement is closed they never change. So what a closed statement comes to is kept
-- beside it, per customer and service, from the moment it closes; what is open is added up as it stands. Centres are
-- asked about of one customer at a time, whose charges are few. The sums stay when old months are taken away.

CREATE TABLE statement_sum (
  statement_id uuid NOT NULL REFERENCES statement (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  service_id uuid NOT NULL REFERENCES service (id),
  leg text NOT NULL CHECK (leg IN ('cost', 'price')),
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  currency text NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (statement_id, customer_id, service_id),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id)
);
CREATE INDEX statement_sum_of_customer ON statement_sum (customer_id, month);
CREATE INDEX statement_sum_of_reseller ON statement_sum (reseller_id, leg, month);
CREATE INDEX statement_sum_of_distributor ON statement_sum (distributor_id, month) WHERE leg = 'cost';

-- As charges are seen: the distributor its own leg, the reseller both, customers theirs. Whoever reads the accounts of
-- some centres only reads no sums, which are of all of them.
ALTER TABLE statement_sum ENABLE ROW LEVEL SECURITY;
ALTER TABLE statement_sum FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON statement_sum FOR SELECT USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR distributor_id = (SELECT reach_distributor()) AND leg = 'cost'
  OR customer_id = (SELECT reach_customer()) AND leg = 'price' AND (SELECT reach_accounts()));
-- Whoever closes is the seller, or the service itself.
CREATE POLICY closing ON statement_sum FOR INSERT WITH CHECK (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR distributor_id = (SELECT reach_distributor()) AND leg = 'cost');
GRANT SELECT, INSERT ON statement_sum TO comptoir_service;

-- After a set of statements closed, however many at once: a buyer's charges are found by their index.
CREATE FUNCTION statement_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO statement_sum (statement_id, distributor_id, reseller_id, customer_id, service_id, leg, month, currency,
    amount)
  SELECT t.id, c.distributor_id, c.reseller_id, c.customer_id, s.service_id, t.leg, t.month, t.currency,
    sum(c.amount)::bigint
  FROM changed t
  JOIN charge c ON c.customer_id = t.buyer_id AND c.month = t.month AND c.leg = 'price'
  JOIN subscription s ON s.id = c.subscription_id
  WHERE t.status = 'closed' AND t.leg = 'price'
  GROUP BY t.id, c.distributor_id, c.reseller_id, c.customer_id, s.service_id, t.leg, t.month, t.currency;
  INSERT INTO statement_sum (statement_id, distributor_id, reseller_id, customer_id, service_id, leg, month, currency,
    amount)
  SELECT t.id, c.distributor_id, c.reseller_id, c.customer_id, s.service_id, t.leg, t.month, t.currency,
    sum(c.amount)::bigint
  FROM changed t
  JOIN charge c ON c.reseller_id = t.buyer_id AND c.month = t.month AND c.leg = 'cost'
  JOIN subscription s ON s.id = c.subscription_id
  WHERE t.status = 'closed' AND t.leg = 'cost'
  GROUP BY t.id, c.distributor_id, c.reseller_id, c.customer_id, s.service_id, t.leg, t.month, t.currency;
  RETURN NULL;
END $$;
CREATE TRIGGER statement_summed AFTER UPDATE ON statement REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION statement_sums();

-- What closed before.
SELECT set_config('comptoir.everything', 'on', true);
INSERT INTO statement_sum (statement_id, distributor_id, reseller_id, customer_id, service_id, leg, month, currency,
  amount)
SELECT t.id, c.distributor_id, c.reseller_id, c.customer_id, s.service_id, t.leg, t.month, t.currency,
  sum(c.amount)::bigint
FROM statement t
JOIN charge c ON c.customer_id = t.buyer_id AND c.month = t.month AND c.leg = 'price'
JOIN subscription s ON s.id = c.subscription_id
WHERE t.status = 'closed' AND t.leg = 'price'
GROUP BY t.id, c.distributor_id, c.reseller_id, c.customer_id, s.service_id, t.leg, t.month, t.currency;
INSERT INTO statement_sum (statement_id, distributor_id, reseller_id, customer_id, service_id, leg, month, currency,
  amount)
SELECT t.id, c.distributor_id, c.reseller_id, c.customer_id, s.service_id, t.leg, t.month, t.currency,
  sum(c.amount)::bigint
FROM statement t
JOIN charge c ON c.reseller_id = t.buyer_id AND c.month = t.month AND c.leg = 'cost'
JOIN subscription s ON s.id = c.subscription_id
WHERE t.status = 'closed' AND t.leg = 'cost'
GROUP BY t.id, c.distributor_id, c.reseller_id, c.customer_id, s.service_id, t.leg, t.month, t.currency;
SELECT set_config('comptoir.everything', '', true);
