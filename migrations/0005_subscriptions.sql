-- A subscription is its append-only list of changes; the row here is their present sum, kept so that reading and
-- locking it is one access. Licences per billing centre are parallel arrays in the row: the check that they add
-- up to the quantity (invariant 5) is then the database's own, wherever they change.

CREATE TABLE subscription (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  service_id uuid NOT NULL REFERENCES service (id),
  plan_id uuid NOT NULL REFERENCES plan (id),
  offer_id uuid NOT NULL REFERENCES offer (id),
  parent_subscription_id uuid REFERENCES subscription (id),
  plan_name text NOT NULL,
  service_name text NOT NULL,
  friendly_name text CHECK (length(friendly_name) <= 100),
  search_text text COLLATE "C" NOT NULL GENERATED ALWAYS AS
    (folded(plan_name || ' ' || coalesce(friendly_name, ''))) STORED,
  status text NOT NULL CHECK (status IN ('pending', 'active', 'suspended', 'expired', 'cancelled')),
  suspended_by text CHECK (suspended_by IN ('distributor', 'reseller', 'customer')),
  suspension_reason text,
  direct boolean NOT NULL DEFAULT false,
  trial boolean NOT NULL DEFAULT false,
  quantity int NOT NULL CHECK (quantity >= 0),
  assigned int NOT NULL DEFAULT 0 CHECK (assigned >= 0),
  centre_ids uuid[] NOT NULL,
  centre_quantities int[] NOT NULL,
  lot_times timestamptz[] NOT NULL,
  lot_quantities int[] NOT NULL,
  -- The zone in which its days are counted; fixed at purchase, so that no day of the ledger ever shifts.
  time_zone text NOT NULL,
  term text NOT NULL,
  billing_frequency text NOT NULL CHECK (billing_frequency IN ('monthly', 'annual', 'once')),
  start_day date NOT NULL,
  anchor_day date NOT NULL,
  term_start date NOT NULL,
  term_end date NOT NULL,
  cycle_from date NOT NULL,
  cycle_to date NOT NULL,
  purchased_at timestamptz NOT NULL,
  auto_renew boolean NOT NULL DEFAULT true,
  renewal_quantity int,
  renewal_term text,
  renewal_frequency text,
  renewal_align_to date,
  currency text NOT NULL,
  unit_price bigint NOT NULL CHECK (unit_price >= 0),
  cost_currency text NOT NULL,
  unit_cost bigint NOT NULL CHECK (unit_cost >= 0),
  minimum int NOT NULL,
  maximum int NOT NULL,
  decrease_window text NOT NULL,
  cancel_window text NOT NULL,
  suspension_stops_billing boolean NOT NULL,
  -- Add-ons of this one that run; kept by a trigger, so that reading fifty rows is not fifty questions.
  active_add_ons int NOT NULL DEFAULT 0,
  -- Lines of the ledger so far.
  changes int NOT NULL DEFAULT 0,
  version int NOT NULL DEFAULT 1,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  CHECK (cardinality(centre_ids) = cardinality(centre_quantities)),
  CONSTRAINT subscription_split_positive CHECK (0 < ALL (centre_quantities)),
  CHECK (cardinality(lot_times) = cardinality(lot_quantities)),
  CONSTRAINT subscription_assigned_fits CHECK (assigned <= quantity),
  CHECK ((status = 'suspended') = (suspended_by IS NOT NULL)),
  CHECK (cycle_from < cycle_to AND term_start < term_end AND cycle_to <= term_end)
) WITH (fillfactor = 80);
CREATE INDEX subscription_of_customer ON subscription (customer_id, id);
CREATE INDEX subscription_of_reseller ON subscription (reseller_id, id);
CREATE INDEX subscription_of_distributor ON subscription (distributor_id, id);
CREATE INDEX subscription_add_ons ON subscription (parent_subscription_id) WHERE parent_subscription_id IS NOT NULL;
CREATE INDEX subscription_search ON subscription USING gin (search_text gin_trgm_ops);

-- What a check or a foreign key would say of arrays, said only where they change: licences per centre and per lot add
-- up to the quantity (invariant 5), and centres are the customer's own, each named once. After the row, so that a
-- bill run, which touches none of this, does not recompute generated columns.
CREATE FUNCTION subscription_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT coalesce(sum(q), 0) FROM unnest(NEW.centre_quantities) q) <> NEW.quantity THEN
    RAISE EXCEPTION 'the split does not add up to the quantity'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'subscription_split_adds_up';
  END IF;
  IF (SELECT coalesce(sum(q), 0) FROM unnest(NEW.lot_quantities) q) <> NEW.quantity THEN
    RAISE EXCEPTION 'the lots do not add up to the quantity'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'subscription_lots_add_up';
  END IF;
  IF (SELECT count(DISTINCT c) FROM unnest(NEW.centre_ids) c
      JOIN billing_centre b ON b.id = c AND b.customer_id = NEW.customer_id) <> cardinality(NEW.centre_ids) THEN
    RAISE EXCEPTION 'a split names a centre that is not the customer''s, or one twice'
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'subscription_centres';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER subscription_added_up AFTER INSERT ON subscription
  FOR EACH ROW EXECUTE FUNCTION subscription_adds_up();
CREATE TRIGGER subscription_adds_up_changed
  AFTER UPDATE OF quantity, centre_ids, centre_quantities, lot_quantities ON subscription
  FOR EACH ROW WHEN ((OLD.quantity, OLD.centre_ids, OLD.centre_quantities, OLD.lot_quantities)
    IS DISTINCT FROM (NEW.quantity, NEW.centre_ids, NEW.centre_quantities, NEW.lot_quantities))
  EXECUTE FUNCTION subscription_adds_up();

CREATE FUNCTION subscription_count_add_ons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE subscription SET active_add_ons = (
    SELECT count(*) FROM subscription a
    WHERE a.parent_subscription_id = NEW.parent_subscription_id AND a.status IN ('active', 'suspended'))
  WHERE id = NEW.parent_subscription_id;
  RETURN NULL;
END $$;
CREATE TRIGGER subscription_add_on_bought AFTER INSERT ON subscription
  FOR EACH ROW WHEN (NEW.parent_subscription_id IS NOT NULL) EXECUTE FUNCTION subscription_count_add_ons();
CREATE TRIGGER subscription_add_on_changed AFTER UPDATE OF status ON subscription
  FOR EACH ROW WHEN (NEW.parent_subscription_id IS NOT NULL AND OLD.status <> NEW.status)
  EXECUTE FUNCTION subscription_count_add_ons();

-- The cycle after the one that ends at `boundary`: whole cycles from the anchor, clamped to the month's end without
-- drifting (31 Jan, 28 Feb, 31 Mar).
CREATE FUNCTION next_boundary(anchor date, boundary date, months int) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (anchor + make_interval(months => months * (1 +
    ((extract(year FROM boundary)::int - extract(year FROM anchor)::int) * 12
      + extract(month FROM boundary)::int - extract(month FROM anchor)::int) / months)))::date;

CREATE TABLE licence_assignment (
  subscription_id uuid NOT NULL REFERENCES subscription (id),
  person_id uuid NOT NULL REFERENCES person (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  assigned_at timestamptz NOT NULL,
  PRIMARY KEY (subscription_id, person_id)
);
CREATE INDEX licence_assignment_of_person ON licence_assignment (person_id);

ALTER TABLE licence_assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE licence_assignment FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON licence_assignment USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
GRANT SELECT, INSERT, DELETE ON licence_assignment TO comptoir_service;

ALTER TABLE subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE subscription FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON subscription TO comptoir_service;

CREATE TABLE subscription_change (
  subscription_id uuid NOT NULL REFERENCES subscription (id),
  number int NOT NULL CHECK (number >= 1),
  id uuid NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  at timestamptz NOT NULL,
  day date NOT NULL,
  kind text NOT NULL,
  actor_id uuid,
  actor_name text NOT NULL,
  on_behalf_of uuid,
  billable boolean NOT NULL,
  centre_ids uuid[] NOT NULL,
  centre_quantities int[] NOT NULL,
  before jsonb,
  after jsonb NOT NULL,
  note text,
  PRIMARY KEY (subscription_id, number)
);

ALTER TABLE subscription_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE subscription_change FORCE ROW LEVEL SECURITY;
-- Whoever sees the subscription sees its changes. In a function, whose query is planned only where it is asked.
CREATE FUNCTION sees_subscription(subscription uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM subscription s WHERE s.id = subscription);
END $$;
CREATE POLICY reach ON subscription_change USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND ((SELECT reach_all()) OR sees_subscription(subscription_id)));
GRANT SELECT, INSERT ON subscription_change TO comptoir_service;
