-- Whoever buys licences rarely names the billing centres they are for. A standing rule says it once, for all of a
-- customer's subscriptions or for those of one service: what is bought or added without a word about centres follows
-- it. It is read with every change of a quantity, so it is one row, its centres beside their shares as in a split.

CREATE TABLE split_rule (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  -- Null: everything that has no rule of its own.
  service_id uuid REFERENCES service (id),
  -- `shares` of a subscription's licences, or all new ones to one `centre`.
  kind text NOT NULL CHECK (kind IN ('shares', 'centre')),
  centre_ids uuid[] NOT NULL,
  -- Hundredths of a per cent.
  shares int[] NOT NULL,
  set_by uuid NOT NULL REFERENCES person (id),
  set_by_name text NOT NULL,
  set_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  CONSTRAINT split_rule_once UNIQUE NULLS NOT DISTINCT (customer_id, service_id),
  CHECK (cardinality(centre_ids) = cardinality(shares)),
  CHECK (0 < ALL (shares)),
  CONSTRAINT split_rule_shares_all CHECK (total(shares) = 10000),
  CHECK (kind = 'shares' OR cardinality(centre_ids) = 1)
);

-- A rule names open centres of its customer, each once; and as long as it does they stay open. Whoever sets a rule has
-- the centres locked against closing, and whoever closes one has it locked against new rules.
CREATE FUNCTION split_rule_names_open_centres() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(DISTINCT c) FROM unnest(NEW.centre_ids) c
      JOIN billing_centre b ON b.id = c AND b.customer_id = NEW.customer_id AND NOT b.closed)
      <> cardinality(NEW.centre_ids) THEN
    RAISE EXCEPTION 'a rule names a centre that is not the customer''s, or closed, or one twice'
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'split_rule_centres';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER split_rule_set AFTER INSERT OR UPDATE ON split_rule
  FOR EACH ROW EXECUTE FUNCTION split_rule_names_open_centres();

CREATE FUNCTION billing_centre_of_no_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM split_rule r WHERE r.customer_id = NEW.customer_id AND NEW.id = ANY (r.centre_ids)) THEN
    RAISE EXCEPTION 'a standing rule sends licences to this centre'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'billing_centre_of_no_rule';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER billing_centre_closing AFTER UPDATE OF closed ON billing_centre
  FOR EACH ROW WHEN (NEW.closed AND NOT OLD.closed) EXECUTE FUNCTION billing_centre_of_no_rule();

ALTER TABLE split_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE split_rule FORCE ROW LEVEL SECURITY;
-- The customer's and its reseller's affair, not the distributor's; within the customer that of those who see all of it.
CREATE POLICY reach ON split_rule USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND (SELECT reach_all()));
GRANT SELECT, INSERT, UPDATE, DELETE ON split_rule TO comptoir_service;

-- What a bulk change does to the split of a line: per centre the licences before and after, what is posted today, and
-- what recurs before and after. Null where it does not change how licences are split.
ALTER TABLE bulk_change_line ADD COLUMN split jsonb;
GRANT UPDATE (split) ON bulk_change_line TO comptoir_service;
