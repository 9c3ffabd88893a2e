-- What somebody asks for and somebody else decides is kept in the words it was asked in, with the figures that were
-- shown then: a customer whose changes wait for its reseller asks for them, and people ask their manager for a service.
-- What is asked never changes; what the decider makes of it stands beside it, and who said what when is kept for good.
-- A service asked for is the customer's own affair: no seller sees it unless it becomes a change or an order.

-- So that a row can name a subscription, or an order, of its own tenant only.
CREATE UNIQUE INDEX subscription_with_path ON subscription (id, customer_id, reseller_id, distributor_id);
CREATE UNIQUE INDEX customer_order_with_path ON customer_order (id, customer_id, reseller_id, distributor_id);

CREATE TABLE request (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  -- `service`, or which route of a subscription the body is meant for: `change`, `cancellation`, …
  kind text NOT NULL CHECK (kind ~ '^[a-z][A-Za-z]*$'),
  status text NOT NULL CHECK (status IN ('waiting', 'approved', 'refused', 'cancelled', 'expired')),
  subscription_id uuid,
  -- The subscription as it was when it was asked.
  subscription_version int,
  held int,
  service_id uuid NOT NULL REFERENCES service (id),
  service_name text NOT NULL,
  plan_id uuid REFERENCES plan (id),
  plan_name text,
  friendly_name text,
  -- Of a service: so many licences for its people; null: one, for whoever asks.
  wanted int CHECK (wanted >= 1),
  body jsonb,
  changed_body jsonb,
  -- What it would cost, as shown to whoever spoke last.
  figures jsonb,
  note text CHECK (length(note) BETWEEN 1 AND 500),
  asked_by uuid NOT NULL REFERENCES person (id),
  asked_by_name text NOT NULL,
  asked_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  decided_by uuid REFERENCES person (id),
  decided_by_name text,
  decided_at timestamptz,
  reason text CHECK (length(reason) BETWEEN 1 AND 500),
  -- What a service asked for was given by, or became.
  given_subscription_id uuid,
  became_request_id uuid,
  became_order_id uuid,
  version int NOT NULL DEFAULT 1,
  UNIQUE (id, customer_id, reseller_id, distributor_id),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  FOREIGN KEY (subscription_id, customer_id, reseller_id, distributor_id)
    REFERENCES subscription (id, customer_id, reseller_id, distributor_id),
  FOREIGN KEY (given_subscription_id, customer_id, reseller_id, distributor_id)
    REFERENCES subscription (id, customer_id, reseller_id, distributor_id),
  FOREIGN KEY (became_request_id, customer_id, reseller_id, distributor_id)
    REFERENCES request (id, customer_id, reseller_id, distributor_id),
  FOREIGN KEY (became_order_id, customer_id, reseller_id, distributor_id)
    REFERENCES customer_order (id, customer_id, reseller_id, distributor_id),
  CONSTRAINT request_of_a_subscription_or_a_service CHECK (
    CASE WHEN kind = 'service' THEN num_nonnulls(subscription_id, subscription_version, held, body, changed_body,
      figures) = 0 ELSE num_nonnulls(subscription_id, subscription_version, held, body, figures) = 5 AND wanted IS NULL
    END),
  CONSTRAINT request_decided_whole CHECK (num_nulls(decided_by, decided_by_name, decided_at) IN (0, 3)),
  CONSTRAINT request_decided_by_somebody CHECK (
    (status IN ('approved', 'refused', 'cancelled')) = (decided_by IS NOT NULL)),
  CONSTRAINT request_refused_for_a_reason CHECK (status <> 'refused' OR reason IS NOT NULL)
);
CREATE INDEX request_of_customer ON request (customer_id, id);
CREATE INDEX request_of_reseller ON request (reseller_id, id) WHERE kind <> 'service';
CREATE INDEX request_of_distributor ON request (distributor_id, id) WHERE kind <> 'service';
CREATE INDEX request_waiting ON request (reseller_id, id) WHERE status = 'waiting' AND kind <> 'service';
CREATE INDEX request_due ON request (expires_at) WHERE status = 'waiting';
-- Asked once is enough: a second click, or a colleague with the same wish, finds it waiting.
CREATE UNIQUE INDEX request_change_once ON request (subscription_id, kind, md5(body::text))
  WHERE status = 'waiting' AND kind <> 'service';
CREATE UNIQUE INDEX request_service_once ON request (asked_by, customer_id, service_id, plan_id) NULLS NOT DISTINCT
  WHERE status = 'waiting' AND kind = 'service';

ALTER TABLE request ENABLE ROW LEVEL SECURITY;
ALTER TABLE request FORCE ROW LEVEL SECURITY;
-- Within a customer: managers all, others their own.
CREATE POLICY reach ON request USING (
  (SELECT reach_everything())
  OR kind <> 'service' AND (
    distributor_id = (SELECT reach_distributor()) OR reseller_id = (SELECT reach_reseller()))
  OR customer_id = (SELECT reach_customer()) AND (
    (SELECT reach_all())
    OR asked_by = (SELECT reach_person())));
GRANT SELECT, INSERT ON request TO comptoir_service;
GRANT UPDATE (status, changed_body, figures, decided_by, decided_by_name, decided_at, reason, given_subscription_id,
  became_request_id, became_order_id, version) ON request TO comptoir_service;

CREATE TABLE request_event (
  id uuid PRIMARY KEY,
  request_id uuid NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('asked', 'changed', 'approved', 'refused', 'cancelled', 'expired')),
  -- Nobody, where it was time that passed.
  actor_id uuid REFERENCES person (id),
  actor_name text,
  -- Who really spoke, while acting as the other.
  real_actor_id uuid REFERENCES person (id),
  real_actor_name text,
  body jsonb,
  figures jsonb,
  reason text CHECK (length(reason) BETWEEN 1 AND 500),
  FOREIGN KEY (request_id, customer_id, reseller_id, distributor_id)
    REFERENCES request (id, customer_id, reseller_id, distributor_id),
  CONSTRAINT request_event_by_somebody CHECK (kind = 'expired' OR actor_id IS NOT NULL AND actor_name IS NOT NULL)
);
CREATE INDEX request_event_of_request ON request_event (request_id, id);

ALTER TABLE request_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE request_event FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON request_event USING (
  (SELECT reach_everything()) OR EXISTS (SELECT FROM request r WHERE r.id = request_event.request_id));
GRANT SELECT, INSERT ON request_event TO comptoir_service;

-- What the seller made of an order before approving it; its lines as they were stand here.
CREATE TABLE order_change (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  at timestamptz NOT NULL,
  actor_id uuid NOT NULL REFERENCES person (id),
  actor_name text NOT NULL,
  real_actor_id uuid REFERENCES person (id),
  real_actor_name text,
  lines jsonb NOT NULL,
  FOREIGN KEY (order_id, customer_id, reseller_id, distributor_id)
    REFERENCES customer_order (id, customer_id, reseller_id, distributor_id)
);
CREATE INDEX order_change_of_order ON order_change (order_id, id);

ALTER TABLE order_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE order_change FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON order_change USING (
  (SELECT reach_everything()) OR EXISTS (SELECT FROM customer_order o WHERE o.id = order_change.order_id));
GRANT SELECT, INSERT ON order_change TO comptoir_service;

-- What an order that waits would cost, as shown to whoever spoke last; null where nothing waited.
ALTER TABLE customer_order ADD COLUMN figures jsonb;

-- What people ask their manager for is not in their sellers' trail either.
CREATE POLICY inner_affairs ON audit_record AS RESTRICTIVE FOR SELECT USING (
  object_kind <> 'serviceRequest' OR (SELECT reach_everything()) OR customer_id = (SELECT reach_customer()));
