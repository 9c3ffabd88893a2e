-- One command for many subscriptions, across customers. Which ones is settled when they are selected; what it would do
-- to each is worked out before anybody confirms; then a job does one after the other, and what became of each is
-- written in the transaction that did it, so that whatever is killed and run again does nothing twice. All of it stays,
-- as the report.

-- It is its maker's organization's own affair, with that organization's prices: neither whom it buys from nor whom it
-- sells to sees it, so these policies compare with the organization itself.
CREATE TABLE bulk_change (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  organization_id uuid NOT NULL REFERENCES organization (id),
  -- What is asked of each, in the words of the API.
  kind text NOT NULL,
  body jsonb NOT NULL,
  -- How they were selected; null: one by one.
  filter jsonb,
  state text NOT NULL CHECK (state IN ('previewing', 'ready', 'empty', 'running', 'done', 'stopped')),
  lines int NOT NULL DEFAULT 0,
  -- What the preview found, then what became of what it allowed.
  allowed int NOT NULL DEFAULT 0,
  unchanged int NOT NULL DEFAULT 0,
  refused int NOT NULL DEFAULT 0,
  done int NOT NULL DEFAULT 0,
  failed int NOT NULL DEFAULT 0,
  created_by uuid NOT NULL REFERENCES person (id),
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  -- The program it was asked by, and who really asked while acting as somebody: both must still stand when it is done.
  client_id uuid REFERENCES api_client (id),
  acting_by uuid REFERENCES person (id),
  acting_by_name text,
  acting_until timestamptz,
  previewed_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  stopped_by uuid REFERENCES person (id),
  stopped_by_name text,
  -- When a job last took some of it: several get their turns.
  worked_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  UNIQUE (id, organization_id),
  CHECK (organization_id = coalesce(customer_id, reseller_id, distributor_id)),
  CHECK (num_nulls(acting_by, acting_by_name, acting_until) IN (0, 3)),
  CONSTRAINT bulk_change_adds_up CHECK (
    least(allowed, unchanged, refused, done, failed) >= 0 AND allowed + unchanged + refused <= lines
    AND done + failed <= allowed)
);
CREATE INDEX bulk_change_of_organization ON bulk_change (organization_id, id);
CREATE INDEX bulk_change_open ON bulk_change (worked_at) WHERE state IN ('previewing', 'running');

CREATE TABLE bulk_change_line (
  bulk_change_id uuid NOT NULL,
  number int NOT NULL CHECK (number >= 1),
  organization_id uuid NOT NULL,
  -- Of the subscription.
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  subscription_id uuid NOT NULL REFERENCES subscription (id),
  -- `waiting` for its preview, which says `allowed`, `unchanged` or `refused`; what is allowed is `done`, or `failed`
  -- when it was refused as its turn came.
  outcome text NOT NULL DEFAULT 'waiting'
    CHECK (outcome IN ('waiting', 'allowed', 'unchanged', 'refused', 'done', 'failed')),
  code text,
  details jsonb,
  warnings text[] NOT NULL DEFAULT '{}',
  quantity_before int,
  quantity_after int,
  renewal_quantity int,
  billing_frequency text,
  -- As the maker may see them: a distributor's have no price, a customer's no cost.
  price_currency text,
  price_today bigint,
  price_next bigint,
  price_recurring bigint,
  cost_currency text,
  cost_today bigint,
  cost_next bigint,
  cost_recurring bigint,
  at timestamptz,
  PRIMARY KEY (bulk_change_id, number),
  UNIQUE (bulk_change_id, subscription_id),
  FOREIGN KEY (bulk_change_id, organization_id) REFERENCES bulk_change (id, organization_id),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  CONSTRAINT bulk_change_line_says_why CHECK ((outcome IN ('refused', 'failed')) = (code IS NOT NULL)),
  CHECK (num_nulls(price_currency, price_today, price_next, price_recurring) IN (0, 4)),
  CHECK (num_nulls(cost_currency, cost_today, cost_next, cost_recurring) IN (0, 4))
) WITH (fillfactor = 70);
CREATE INDEX bulk_change_line_open ON bulk_change_line (bulk_change_id, number)
  WHERE outcome IN ('waiting', 'allowed');

ALTER TABLE bulk_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_change FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON bulk_change USING (
  (SELECT reach_everything())
  OR organization_id = (SELECT coalesce(reach_customer(), reach_reseller(), reach_distributor())));
GRANT SELECT, INSERT ON bulk_change TO comptoir_service;
GRANT UPDATE (state, lines, allowed, unchanged, refused, done, failed, previewed_at, started_at, ended_at, stopped_by,
  stopped_by_name, worked_at, version) ON bulk_change TO comptoir_service;

ALTER TABLE bulk_change_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_change_line FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON bulk_change_line USING (
  (SELECT reach_everything())
  OR organization_id = (SELECT coalesce(reach_customer(), reach_reseller(), reach_distributor())));
GRANT SELECT, INSERT ON bulk_change_line TO comptoir_service;
GRANT UPDATE (outcome, code, details, warnings, quantity_before, quantity_after, renewal_quantity, billing_frequency,
  price_currency, price_today, price_next, price_recurring, cost_currency, cost_today, cost_next, cost_recurring, at)
  ON bulk_change_line TO comptoir_service;
