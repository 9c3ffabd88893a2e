-- What a subscription costs is fixed for its term, and its row knows the present term only. For somebody to compute
-- years later what was owed, without asking the charges that are to be checked, each term is written down when it
-- begins: from when on, how it is billed, and at which prices. Never changed; the next term is another row.

CREATE TABLE subscription_term (
  subscription_id uuid NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  term_start date NOT NULL,
  anchor_day date NOT NULL,
  term text NOT NULL,
  billing_frequency text NOT NULL CHECK (billing_frequency IN ('monthly', 'annual', 'once')),
  currency text NOT NULL,
  unit_price bigint NOT NULL CHECK (unit_price >= 0),
  cost_currency text NOT NULL,
  unit_cost bigint NOT NULL CHECK (unit_cost >= 0),
  PRIMARY KEY (subscription_id, term_start),
  FOREIGN KEY (subscription_id, customer_id) REFERENCES subscription (id, customer_id)
);

-- The terms that began before this: the present ones from their rows. Those that are over from what was charged in
-- them: the prices, the length of their cycles, and for a day to count cycles from the boundary that is latest in its
-- month, since clamping only ever moves one to the front.
SELECT set_config('comptoir.everything', 'on', true);
INSERT INTO subscription_term (subscription_id, distributor_id, reseller_id, customer_id, term_start, anchor_day, term,
  billing_frequency, currency, unit_price, cost_currency, unit_cost)
SELECT id, distributor_id, reseller_id, customer_id, term_start, anchor_day, term, billing_frequency, currency,
  unit_price, cost_currency, unit_cost
FROM subscription
UNION ALL
SELECT s.id, s.distributor_id, s.reseller_id, s.customer_id, least(t.term_start, min(c.cycle_from)),
  (array_agg(c.cycle_to ORDER BY extract(day FROM c.cycle_to) DESC, c.cycle_to))[1],
  CASE WHEN max(c.full_days) BETWEEN 28 AND 31 THEN 'P1M' WHEN max(c.full_days) < 28 THEN 'P' || max(c.full_days) || 'D'
    ELSE 'P' || round(max(c.full_days) / 30.44) || 'M' END,
  'once', s.currency, coalesce(max(c.unit_minor) FILTER (WHERE c.leg = 'price'), 0), s.cost_currency,
  coalesce(max(c.unit_minor) FILTER (WHERE c.leg = 'cost'), 0)
FROM subscription s
JOIN LATERAL (
  SELECT h.day AS term_start, lead(h.day, 1, s.term_start) OVER (ORDER BY h.number) AS term_end
  FROM subscription_change h WHERE h.subscription_id = s.id AND (h.number = 1 OR h.kind = 'renewed')) t
  ON t.term_start < s.term_start AND t.term_end > t.term_start
JOIN charge c ON c.subscription_id = s.id AND c.meter_id IS NULL AND c.cycle_to > t.term_start
  AND c.cycle_from < t.term_end
GROUP BY s.id, t.term_start;
SELECT set_config('comptoir.everything', '', true);

-- Many are bought at once only where rows are loaded; a term begins once a year.
CREATE FUNCTION subscription_terms_bought() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO subscription_term (subscription_id, distributor_id, reseller_id, customer_id, term_start, anchor_day,
    term, billing_frequency, currency, unit_price, cost_currency, unit_cost)
  SELECT id, distributor_id, reseller_id, customer_id, term_start, anchor_day, term, billing_frequency, currency,
    unit_price, cost_currency, unit_cost
  FROM bought;
  RETURN NULL;
END $$;
CREATE TRIGGER subscription_terms_bought AFTER INSERT ON subscription REFERENCING NEW TABLE AS bought
  FOR EACH STATEMENT EXECUTE FUNCTION subscription_terms_bought();

CREATE FUNCTION subscription_term_renewed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO subscription_term (subscription_id, distributor_id, reseller_id, customer_id, term_start, anchor_day,
    term, billing_frequency, currency, unit_price, cost_currency, unit_cost)
  VALUES (NEW.id, NEW.distributor_id, NEW.reseller_id, NEW.customer_id, NEW.term_start, NEW.anchor_day, NEW.term,
    NEW.billing_frequency, NEW.currency, NEW.unit_price, NEW.cost_currency, NEW.unit_cost);
  RETURN NULL;
END $$;
CREATE TRIGGER subscription_term_renewed AFTER UPDATE OF term_start ON subscription
  FOR EACH ROW WHEN (OLD.term_start <> NEW.term_start) EXECUTE FUNCTION subscription_term_renewed();

ALTER TABLE subscription_term ENABLE ROW LEVEL SECURITY;
ALTER TABLE subscription_term FORCE ROW LEVEL SECURITY;
-- Both prices stand in it: nobody but the reseller reads them.
CREATE POLICY reach ON subscription_term FOR SELECT USING (
  (SELECT reach_everything()) OR reseller_id = (SELECT reach_reseller()));
-- Whoever may write the subscription begins its term.
CREATE POLICY beginning ON subscription_term FOR INSERT WITH CHECK (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
GRANT SELECT, INSERT ON subscription_term TO comptoir_service;
