-- An order is what somebody asked for, kept for good: who placed it, who accepted the terms, who decided, and what came
-- of each line. What the reseller has yet to approve waits here; what needs no approval is carried out at once. Orders
-- carry no prices: those are fixed when the order is carried out. They count per reseller, from 1.

CREATE TABLE order_sequence (
  reseller_id uuid PRIMARY KEY REFERENCES organization (id),
  last int NOT NULL CHECK (last >= 1)
);

ALTER TABLE order_sequence ENABLE ROW LEVEL SECURITY;
ALTER TABLE order_sequence FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON order_sequence USING (
  (SELECT reach_everything()) OR reseller_id = (SELECT reach_reseller()));
GRANT SELECT, INSERT, UPDATE ON order_sequence TO comptoir_service;

CREATE TABLE customer_order (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  number int NOT NULL CHECK (number >= 1),
  status text NOT NULL CHECK (status IN ('waiting', 'completed', 'rejected', 'cancelled')),
  placed_by uuid NOT NULL REFERENCES person (id),
  placed_by_name text NOT NULL,
  placed_at timestamptz NOT NULL,
  terms_accepted_by uuid NOT NULL REFERENCES person (id),
  terms_accepted_at timestamptz NOT NULL,
  -- Nobody, while it waits and where no approval was needed.
  decided_by uuid REFERENCES person (id),
  decided_by_name text,
  decided_at timestamptz,
  reason text CHECK (length(reason) BETWEEN 1 AND 500),
  version int NOT NULL DEFAULT 1,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  UNIQUE (reseller_id, number),
  CONSTRAINT customer_order_decided_whole CHECK (num_nulls(decided_by, decided_by_name, decided_at) IN (0, 3)),
  CONSTRAINT customer_order_waits_undecided CHECK (status <> 'waiting' OR decided_by IS NULL),
  CONSTRAINT customer_order_turned_down_by_somebody
    CHECK (status NOT IN ('rejected', 'cancelled') OR decided_by IS NOT NULL),
  CONSTRAINT customer_order_rejected_for_a_reason CHECK (status <> 'rejected' OR reason IS NOT NULL)
);
CREATE INDEX customer_order_of_customer ON customer_order (customer_id, id);
CREATE INDEX customer_order_of_reseller ON customer_order (reseller_id, id);
CREATE INDEX customer_order_of_distributor ON customer_order (distributor_id, id);
CREATE INDEX customer_order_waiting ON customer_order (reseller_id, id) WHERE status = 'waiting';

CREATE FUNCTION order_line_total(int[]) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT coalesce(sum(q), 0) FROM unnest($1) q);

CREATE TABLE customer_order_line (
  order_id uuid NOT NULL REFERENCES customer_order (id),
  position int NOT NULL CHECK (position >= 1),
  offer_id uuid NOT NULL REFERENCES offer (id),
  plan_name text NOT NULL,
  quantity int NOT NULL CHECK (quantity >= 1),
  friendly_name text CHECK (length(friendly_name) <= 100),
  -- Both null: the default centre.
  centre_ids uuid[],
  centre_quantities int[],
  align_to date,
  parent_subscription_id uuid REFERENCES subscription (id),
  -- What the line became.
  subscription_id uuid UNIQUE REFERENCES subscription (id),
  PRIMARY KEY (order_id, position),
  CONSTRAINT customer_order_line_split_adds_up CHECK (
    centre_ids IS NULL AND centre_quantities IS NULL
    OR order_line_total(centre_quantities) = quantity AND cardinality(centre_ids) = cardinality(centre_quantities))
);

ALTER TABLE customer_order ENABLE ROW LEVEL SECURITY;
ALTER TABLE customer_order FORCE ROW LEVEL SECURITY;
-- Within a customer: managers all, others their own.
CREATE POLICY reach ON customer_order USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND (
    (SELECT reach_all())
    OR placed_by = (SELECT reach_person())));
GRANT SELECT, INSERT, UPDATE ON customer_order TO comptoir_service;

ALTER TABLE customer_order_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE customer_order_line FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON customer_order_line USING (
  (SELECT reach_everything()) OR EXISTS (SELECT FROM customer_order o WHERE o.id = customer_order_line.order_id));
GRANT SELECT, INSERT, UPDATE ON customer_order_line TO comptoir_service;
