-- What is promised to a customer is kept by a vendor. Between the two stands a connector per service; without one, what
-- is bought counts at once, as before. Each promise is one row, written with the change that made it, sent by jobs in
-- the order of the ledger, and settled once: by the vendor's answer, or by hand. A refusal is a further change of the
-- ledger; nothing here is ever deleted.

ALTER TABLE service ADD CONSTRAINT service_of_distributor UNIQUE (id, distributor_id);

-- Which service goes which way is read wherever something is ordered, so the whole tree sees it. How the vendor is
-- reached and the secret shared with it stand beside it, for the distributor alone.
CREATE TABLE connector (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  service_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('manual', 'http', 'simulated')),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'ended')),
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  FOREIGN KEY (service_id, distributor_id) REFERENCES service (id, distributor_id),
  UNIQUE (id, distributor_id)
);
CREATE UNIQUE INDEX connector_one_per_service ON connector (service_id) WHERE status = 'active';
CREATE INDEX connector_of_distributor ON connector (distributor_id, id);

CREATE TABLE connector_setup (
  connector_id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  kind text NOT NULL,
  address text CHECK (length(address) BETWEEN 1 AND 500),
  secret bytea,
  settings jsonb NOT NULL DEFAULT '{}',
  -- The night of the latest comparison, by the distributor's days; null: compare as soon as possible.
  reconciled_on date,
  FOREIGN KEY (connector_id, distributor_id) REFERENCES connector (id, distributor_id),
  CONSTRAINT connector_setup_reaches_its_vendor CHECK ((kind = 'http') = (address IS NOT NULL AND secret IS NOT NULL))
);

CREATE TABLE fulfilment (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  connector_id uuid NOT NULL,
  subscription_id uuid NOT NULL,
  -- The line of the ledger that promised it.
  change_number int NOT NULL,
  -- 0: the promise; from 1 on the state of that line told again, which undoes nothing when refused.
  round int NOT NULL DEFAULT 0 CHECK (round >= 0),
  operation text NOT NULL CHECK (operation IN ('purchase', 'change', 'suspend', 'resume', 'renew', 'cancel')),
  quantity int NOT NULL CHECK (quantity >= 0),
  before_status text CHECK (before_status IN ('pending', 'active', 'suspended', 'expired', 'cancelled')),
  before_suspended_by text CHECK (before_suspended_by IN ('distributor', 'reseller', 'customer')),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN
    ('waiting', 'sent', 'accepted', 'asking', 'done', 'refused', 'parked', 'withdrawn')),
  attempts int NOT NULL DEFAULT 0,
  -- When to try, to answer (simulated) or to give up waiting for a callback; null: for a person.
  next_attempt_at timestamptz,
  created_at timestamptz NOT NULL,
  sent_at timestamptz,
  settled_at timestamptz,
  -- The vendor's own name for it.
  reference text CHECK (length(reference) BETWEEN 1 AND 200),
  -- Why the vendor refused, or what was noted when it was settled by hand.
  reason text CHECK (length(reason) BETWEEN 1 AND 500),
  -- Why it was parked or is tried again: a code.
  fault text,
  asked jsonb,
  given jsonb,
  given_count int NOT NULL DEFAULT 0,
  taken_by uuid REFERENCES person (id),
  taken_by_name text,
  settled_by uuid REFERENCES person (id),
  settled_by_name text,
  version int NOT NULL DEFAULT 1,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  FOREIGN KEY (connector_id, distributor_id) REFERENCES connector (id, distributor_id),
  FOREIGN KEY (subscription_id, change_number) REFERENCES subscription_change (subscription_id, number),
  CONSTRAINT fulfilment_once UNIQUE (subscription_id, change_number, round),
  CONSTRAINT fulfilment_settled CHECK ((state IN ('done', 'refused', 'withdrawn')) = (settled_at IS NOT NULL)),
  CONSTRAINT fulfilment_refused_for_a_reason CHECK (state <> 'refused' OR reason IS NOT NULL),
  CONSTRAINT fulfilment_parked_for_a_fault CHECK (state <> 'parked' OR fault IS NOT NULL),
  CONSTRAINT fulfilment_asks_something CHECK (state <> 'asking' OR asked IS NOT NULL)
);
CREATE INDEX fulfilment_due ON fulfilment (next_attempt_at, id) WHERE state IN ('waiting', 'sent', 'accepted');
CREATE INDEX fulfilment_open ON fulfilment (connector_id, id) WHERE settled_at IS NULL;
CREATE INDEX fulfilment_of_connector ON fulfilment (connector_id, id);
CREATE INDEX fulfilment_of_distributor ON fulfilment (distributor_id, id);
CREATE INDEX fulfilment_of_reseller ON fulfilment (reseller_id, id);
CREATE INDEX fulfilment_of_customer ON fulfilment (customer_id, id);
CREATE INDEX fulfilment_reference ON fulfilment (connector_id, reference) WHERE reference IS NOT NULL;

-- What vendors called back with, as it was understood: a second time answers the same and does nothing.
CREATE TABLE vendor_callback (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  connector_id uuid NOT NULL,
  callback_id text NOT NULL CHECK (length(callback_id) BETWEEN 1 AND 200),
  fulfilment_id uuid NOT NULL REFERENCES fulfilment (id),
  at timestamptz NOT NULL,
  body_hash bytea NOT NULL,
  said text NOT NULL CHECK (said IN ('approved', 'refused', 'asking')),
  -- What became of it: a code.
  outcome text NOT NULL,
  FOREIGN KEY (connector_id, distributor_id) REFERENCES connector (id, distributor_id),
  CONSTRAINT vendor_callback_once UNIQUE (connector_id, callback_id)
);
CREATE INDEX vendor_callback_of_fulfilment ON vendor_callback (fulfilment_id, id);

-- A comparison of a vendor's inventory with ours.
CREATE TABLE reconciliation (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  connector_id uuid NOT NULL,
  at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('done', 'failed')),
  fault text,
  ours int NOT NULL DEFAULT 0,
  theirs int NOT NULL DEFAULT 0,
  -- Not compared, since a request about them is on its way.
  moving int NOT NULL DEFAULT 0,
  FOREIGN KEY (connector_id, distributor_id) REFERENCES connector (id, distributor_id),
  UNIQUE (id, distributor_id),
  CONSTRAINT reconciliation_failed_for_a_fault CHECK ((status = 'failed') = (fault IS NOT NULL))
);
CREATE INDEX reconciliation_of_distributor ON reconciliation (distributor_id, id);
CREATE INDEX reconciliation_of_connector ON reconciliation (connector_id, id);

CREATE TABLE reconciliation_difference (
  id uuid PRIMARY KEY,
  reconciliation_id uuid NOT NULL,
  distributor_id uuid NOT NULL,
  -- Null where only the vendor knows of it.
  reseller_id uuid,
  customer_id uuid,
  subscription_id uuid REFERENCES subscription (id),
  kind text NOT NULL CHECK (kind IN ('missingThere', 'missingHere', 'otherQuantity', 'otherStatus')),
  reference text,
  our_quantity int,
  their_quantity int,
  our_status text,
  their_status text,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'settled', 'pushed')),
  note text CHECK (length(note) BETWEEN 1 AND 500),
  settled_at timestamptz,
  settled_by uuid REFERENCES person (id),
  settled_by_name text,
  version int NOT NULL DEFAULT 1,
  FOREIGN KEY (reconciliation_id, distributor_id) REFERENCES reconciliation (id, distributor_id),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  CHECK ((kind = 'missingHere') = (subscription_id IS NULL)),
  CHECK ((state = 'open') = (settled_at IS NULL))
);
CREATE INDEX reconciliation_difference_of_run ON reconciliation_difference (reconciliation_id, id);

ALTER TABLE connector ENABLE ROW LEVEL SECURITY;
ALTER TABLE connector FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON connector FOR SELECT USING (
  (SELECT reach_everything()) OR distributor_id = (SELECT reach_root()));
CREATE POLICY setting_up ON connector FOR INSERT WITH CHECK (distributor_id = (SELECT reach_distributor()));
CREATE POLICY changing ON connector FOR UPDATE USING (distributor_id = (SELECT reach_distributor()));
GRANT SELECT, INSERT ON connector TO comptoir_service;
GRANT UPDATE (status, version) ON connector TO comptoir_service;

ALTER TABLE connector_setup ENABLE ROW LEVEL SECURITY;
ALTER TABLE connector_setup FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON connector_setup USING (
  (SELECT reach_everything()) OR distributor_id = (SELECT reach_distributor()));
GRANT SELECT, INSERT ON connector_setup TO comptoir_service;
GRANT UPDATE (address, secret, settings, reconciled_on) ON connector_setup TO comptoir_service;

ALTER TABLE fulfilment ENABLE ROW LEVEL SECURITY;
ALTER TABLE fulfilment FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON fulfilment USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND ((SELECT reach_all()) OR sees_subscription(subscription_id)));
GRANT SELECT, INSERT ON fulfilment TO comptoir_service;
GRANT UPDATE (quantity, state, attempts, next_attempt_at, sent_at, settled_at, reference, reason, fault, asked, given,
  given_count, taken_by, taken_by_name, settled_by, settled_by_name, version) ON fulfilment TO comptoir_service;

ALTER TABLE vendor_callback ENABLE ROW LEVEL SECURITY;
ALTER TABLE vendor_callback FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON vendor_callback USING (
  (SELECT reach_everything()) OR distributor_id = (SELECT reach_distributor()));
GRANT SELECT, INSERT ON vendor_callback TO comptoir_service;

ALTER TABLE reconciliation ENABLE ROW LEVEL SECURITY;
ALTER TABLE reconciliation FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON reconciliation USING (
  (SELECT reach_everything()) OR distributor_id = (SELECT reach_distributor()));
GRANT SELECT, INSERT ON reconciliation TO comptoir_service;

ALTER TABLE reconciliation_difference ENABLE ROW LEVEL SECURITY;
ALTER TABLE reconciliation_difference FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON reconciliation_difference USING (
  (SELECT reach_everything()) OR distributor_id = (SELECT reach_distributor()));
GRANT SELECT, INSERT ON reconciliation_difference TO comptoir_service;
GRANT UPDATE (state, note, settled_at, settled_by, settled_by_name, version) ON reconciliation_difference
  TO comptoir_service;
