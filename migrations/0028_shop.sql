-- Shopping. A cart is what somebody is about to order for a customer: kept between visits, nobody else's, and forgotten
-- after a week. Ordering accepts terms: documents that a distributor or a reseller publishes and never changes again,
-- so that whoever accepted a version can still read what they accepted. Orders keep what was agreed: to whom the bill
-- goes, which versions were accepted, and what a licence costs.

-- Published once, then immutable: a new version is a new row of the same series.
CREATE TABLE terms_document (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL REFERENCES organization (id),
  -- The reseller that published it; null: the distributor, for everybody below it.
  reseller_id uuid,
  series_id uuid NOT NULL REFERENCES terms_document (id),
  kind text NOT NULL CHECK (kind IN ('general', 'particular', 'product')),
  service_id uuid REFERENCES service (id),
  plan_id uuid REFERENCES plan (id),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  version text NOT NULL CHECK (length(version) BETWEEN 1 AND 40),
  url text CHECK (length(url) BETWEEN 1 AND 500),
  body text CHECK (length(body) BETWEEN 1 AND 100000),
  valid_from date NOT NULL,
  published_at timestamptz NOT NULL,
  published_by uuid NOT NULL REFERENCES person (id),
  published_by_name text NOT NULL,
  UNIQUE (series_id, version),
  FOREIGN KEY (reseller_id, distributor_id, reseller_id) REFERENCES organization (reseller_id, distributor_id, id),
  CONSTRAINT terms_document_about_what_its_kind_says CHECK (
    (kind = 'particular') = (service_id IS NOT NULL) AND (kind = 'product') = (plan_id IS NOT NULL)),
  CONSTRAINT terms_document_can_be_read CHECK (num_nonnulls(url, body) = 1)
);
CREATE INDEX terms_document_of_publisher ON terms_document (distributor_id, reseller_id, id);
ALTER TABLE terms_document ENABLE ROW LEVEL SECURITY;
ALTER TABLE terms_document FORCE ROW LEVEL SECURITY;
-- Those it binds read it, and those above them.
CREATE POLICY reading ON terms_document FOR SELECT USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id IS NULL AND distributor_id = (SELECT reach_root())
  OR reseller_id = (SELECT reach_reseller())
  OR reseller_id = (SELECT reach_seller()));
CREATE POLICY publishing ON terms_document FOR INSERT WITH CHECK (
  reseller_id IS NULL AND distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller()));
GRANT SELECT, INSERT ON terms_document TO comptoir_service;

-- Whom a customer's bills are addressed to; the next checkout begins with it.
CREATE TABLE billing_contact (
  customer_id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  contact text NOT NULL CHECK (length(contact) BETWEEN 1 AND 200),
  email text NOT NULL,
  street text NOT NULL CHECK (length(street) BETWEEN 1 AND 200),
  postal_code text NOT NULL CHECK (length(postal_code) BETWEEN 1 AND 20),
  city text NOT NULL CHECK (length(city) BETWEEN 1 AND 100),
  country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  changed_at timestamptz NOT NULL,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id)
);
ALTER TABLE billing_contact ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing_contact FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON billing_contact USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND (SELECT reach_all()));
GRANT SELECT, INSERT, UPDATE ON billing_contact TO comptoir_service;

ALTER TABLE customer_order
  -- Contact and address as they were when it was placed.
  ADD COLUMN billing jsonb;

ALTER TABLE customer_order_line
  ADD COLUMN parent_position int,
  ADD COLUMN service_name text,
  ADD COLUMN term text,
  ADD COLUMN billing_frequency text CHECK (billing_frequency IN ('monthly', 'annual', 'once')),
  ADD COLUMN starts_on date,
  ADD COLUMN currency text,
  ADD COLUMN unit_price bigint CHECK (unit_price >= 0),
  ADD COLUMN first_price bigint,
  ADD COLUMN recurring_price bigint,
  ADD COLUMN cost_currency text,
  ADD COLUMN unit_cost bigint CHECK (unit_cost >= 0),
  ADD COLUMN first_cost bigint,
  ADD COLUMN recurring_cost bigint,
  ADD CONSTRAINT customer_order_line_agreed_whole CHECK (
    num_nulls(service_name, term, billing_frequency, starts_on, currency, unit_price, first_price, recurring_price,
      cost_currency, unit_cost, first_cost, recurring_cost) IN (0, 12)),
  ADD CONSTRAINT customer_order_line_after_its_parent CHECK (parent_position < position),
  ADD FOREIGN KEY (order_id, parent_position) REFERENCES customer_order_line (order_id, position);

CREATE TABLE cart (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  opened_by uuid NOT NULL REFERENCES person (id),
  opened_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  -- When it was ordered, or found to be too old.
  ended_at timestamptz,
  -- What it became.
  order_id uuid REFERENCES customer_order (id),
  version int NOT NULL DEFAULT 1,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  UNIQUE (id, customer_id, reseller_id, distributor_id),
  CONSTRAINT cart_ordered_is_over CHECK (order_id IS NULL OR ended_at IS NOT NULL)
);
CREATE UNIQUE INDEX cart_one_open ON cart (customer_id, opened_by) WHERE ended_at IS NULL;
CREATE INDEX cart_of_person ON cart (opened_by, customer_id, id);
CREATE INDEX cart_due ON cart (expires_at);

CREATE TABLE cart_line (
  id uuid PRIMARY KEY,
  cart_id uuid NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  offer_id uuid NOT NULL REFERENCES offer (id),
  quantity int NOT NULL CHECK (quantity >= 1),
  friendly_name text CHECK (length(friendly_name) BETWEEN 1 AND 100),
  -- An add-on goes with a line above it, or with what the customer holds already.
  parent_line_id uuid,
  parent_subscription_id uuid REFERENCES subscription (id),
  -- Both null: the default centre.
  centre_ids uuid[],
  centre_quantities int[],
  align_to date,
  -- What a licence cost when it was put in, or what was accepted since.
  unit_price bigint NOT NULL CHECK (unit_price >= 0),
  currency text NOT NULL,
  unit_cost bigint NOT NULL CHECK (unit_cost >= 0),
  cost_currency text NOT NULL,
  FOREIGN KEY (cart_id, customer_id, reseller_id, distributor_id)
    REFERENCES cart (id, customer_id, reseller_id, distributor_id) ON DELETE CASCADE,
  UNIQUE (id, cart_id),
  FOREIGN KEY (parent_line_id, cart_id) REFERENCES cart_line (id, cart_id) ON DELETE CASCADE,
  CONSTRAINT cart_line_has_one_parent CHECK (num_nonnulls(parent_line_id, parent_subscription_id) <= 1),
  CONSTRAINT cart_line_split_whole CHECK (num_nulls(centre_ids, centre_quantities) IN (0, 2))
);
CREATE INDEX cart_line_of_cart ON cart_line (cart_id, id);

ALTER TABLE cart ENABLE ROW LEVEL SECURITY;
ALTER TABLE cart FORCE ROW LEVEL SECURITY;
-- Nobody looks into somebody else's cart, not even a colleague.
CREATE POLICY reach ON cart USING (
  (SELECT reach_everything())
  OR opened_by = (SELECT reach_person()) AND (
    distributor_id = (SELECT reach_distributor())
    OR reseller_id = (SELECT reach_reseller())
    OR customer_id = (SELECT reach_customer())));
GRANT SELECT, INSERT, UPDATE, DELETE ON cart TO comptoir_service;

ALTER TABLE cart_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE cart_line FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON cart_line USING (
  (SELECT reach_everything()) OR EXISTS (SELECT FROM cart c WHERE c.id = cart_line.cart_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON cart_line TO comptoir_service;

-- Who accepted which version, when and from where; of an order, or of a subscription added without one.
CREATE TABLE terms_acceptance (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  document_id uuid NOT NULL REFERENCES terms_document (id),
  order_id uuid REFERENCES customer_order (id),
  subscription_id uuid REFERENCES subscription (id),
  accepted_by uuid NOT NULL REFERENCES person (id),
  accepted_by_name text NOT NULL,
  accepted_at timestamptz NOT NULL,
  network_address text,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  CONSTRAINT terms_acceptance_for_one_purchase CHECK (num_nonnulls(order_id, subscription_id) = 1),
  UNIQUE (order_id, document_id),
  UNIQUE (subscription_id, document_id)
);
ALTER TABLE terms_acceptance ENABLE ROW LEVEL SECURITY;
ALTER TABLE terms_acceptance FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON terms_acceptance USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND (
    (SELECT reach_all())
    OR accepted_by = (SELECT reach_person())));
GRANT SELECT, INSERT ON terms_acceptance TO comptoir_service;
