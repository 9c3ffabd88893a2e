-- A run of the bill goes through every account. One that fails its sanity check, or that the database refuses, must not
-- stop the others: it is parked with the reason until somebody has looked at it, and the next run after its release
-- catches up in order. What each run did is kept, so that finance can read it where they work.

-- One row for each run that found something to do. The counts are in the parts, which are written in the transactions
-- they count; so a run that is killed shows exactly what it did. Instants are the service's, but `seen_at` is the
-- database's own: it tells a run that died from one at work.
CREATE TABLE billing_run (
  id uuid PRIMARY KEY,
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'stopped', 'died')),
  until date,
  workers int NOT NULL CHECK (workers BETWEEN 1 AND 64),
  host text NOT NULL,
  pid int NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  seen_at timestamptz NOT NULL,
  CONSTRAINT billing_run_ends CHECK ((state = 'running') = (ended_at IS NULL))
);
CREATE INDEX billing_run_open ON billing_run (seen_at) WHERE state = 'running';

-- What a run did for one reseller's customers. It says nothing about amounts.
CREATE TABLE billing_run_part (
  run_id uuid NOT NULL REFERENCES billing_run (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL REFERENCES organization (id),
  cycles int NOT NULL DEFAULT 0 CHECK (cycles >= 0),
  renewals int NOT NULL DEFAULT 0 CHECK (renewals >= 0),
  parked int NOT NULL DEFAULT 0 CHECK (parked >= 0),
  PRIMARY KEY (run_id, reseller_id)
);
CREATE INDEX billing_run_part_of_reseller ON billing_run_part (reseller_id, run_id);
CREATE INDEX billing_run_part_of_distributor ON billing_run_part (distributor_id, run_id);

-- What it posted and closed, by leg and currency: who sees which leg is as with the charges themselves.
CREATE TABLE billing_run_sum (
  run_id uuid NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  leg text NOT NULL CHECK (leg IN ('cost', 'price')),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  charges int NOT NULL DEFAULT 0 CHECK (charges >= 0),
  usage_charges int NOT NULL DEFAULT 0 CHECK (usage_charges >= 0),
  statements int NOT NULL DEFAULT 0 CHECK (statements >= 0),
  amount bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, reseller_id, leg, currency),
  FOREIGN KEY (run_id, reseller_id) REFERENCES billing_run_part (run_id, reseller_id)
);

ALTER TABLE billing_run_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing_run_part FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON billing_run_part FOR SELECT USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR distributor_id = (SELECT reach_distributor()));
CREATE POLICY counting ON billing_run_part FOR INSERT WITH CHECK ((SELECT reach_everything()));
CREATE POLICY recounting ON billing_run_part FOR UPDATE USING ((SELECT reach_everything()));
GRANT SELECT, INSERT ON billing_run_part TO comptoir_service;
GRANT UPDATE (cycles, renewals, parked) ON billing_run_part TO comptoir_service;

ALTER TABLE billing_run_sum ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing_run_sum FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON billing_run_sum FOR SELECT USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR distributor_id = (SELECT reach_distributor()) AND leg = 'cost');
CREATE POLICY counting ON billing_run_sum FOR INSERT WITH CHECK ((SELECT reach_everything()));
CREATE POLICY recounting ON billing_run_sum FOR UPDATE USING ((SELECT reach_everything()));
GRANT SELECT, INSERT ON billing_run_sum TO comptoir_service;
GRANT UPDATE (charges, usage_charges, statements, amount) ON billing_run_sum TO comptoir_service;

-- A run is seen by whoever has a part in it.
ALTER TABLE billing_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing_run FORCE ROW LEVEL SECURITY;
CREATE FUNCTION sees_billing_run(run uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM billing_run_part p WHERE p.run_id = run);
END $$;
CREATE POLICY reach ON billing_run FOR SELECT USING ((SELECT reach_everything()) OR sees_billing_run(id));
CREATE POLICY beginning ON billing_run FOR INSERT WITH CHECK ((SELECT reach_everything()));
CREATE POLICY ending ON billing_run FOR UPDATE USING ((SELECT reach_everything()));
GRANT SELECT, INSERT ON billing_run TO comptoir_service;
GRANT UPDATE (state, ended_at, seen_at) ON billing_run TO comptoir_service;

-- An account that runs leave alone: a customer, since when and why. The details never name an amount, since its
-- distributor reads them too.
CREATE TABLE parked_account (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^account\.[a-z_]{1,60}$'),
  details jsonb NOT NULL DEFAULT '{}',
  run_id uuid NOT NULL REFERENCES billing_run (id),
  parked_at timestamptz NOT NULL,
  released_at timestamptz,
  released_by uuid REFERENCES person (id),
  released_by_name text,
  release_reason text CHECK (length(release_reason) BETWEEN 1 AND 500),
  version int NOT NULL DEFAULT 1,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  CONSTRAINT parked_account_released_by_somebody CHECK (
    num_nulls(released_at, released_by, released_by_name, release_reason) IN (0, 4))
);
CREATE UNIQUE INDEX parked_account_once ON parked_account (customer_id) WHERE released_at IS NULL;
CREATE INDEX parked_account_of_customer ON parked_account (customer_id, id);
CREATE INDEX parked_account_of_reseller ON parked_account (reseller_id, id);
CREATE INDEX parked_account_of_distributor ON parked_account (distributor_id, id);

ALTER TABLE parked_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE parked_account FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON parked_account FOR SELECT USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR distributor_id = (SELECT reach_distributor()));
CREATE POLICY parking ON parked_account FOR INSERT WITH CHECK ((SELECT reach_everything()));
CREATE POLICY releasing ON parked_account FOR UPDATE USING (
  reseller_id = (SELECT reach_reseller()) OR distributor_id = (SELECT reach_distributor()));
GRANT SELECT, INSERT ON parked_account TO comptoir_service;
GRANT UPDATE (released_at, released_by, released_by_name, release_reason, version) ON parked_account
  TO comptoir_service;

-- Whatever closes statements: not those of an account somebody must look at first.
CREATE FUNCTION statement_of_sound_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM parked_account p WHERE p.customer_id = NEW.customer_id AND p.released_at IS NULL) THEN
    RAISE EXCEPTION 'the account of statement % is parked', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_of_sound_account';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER statement_of_sound_account BEFORE UPDATE OF status ON statement
  FOR EACH ROW WHEN (NEW.status = 'closed' AND OLD.status = 'open' AND NEW.customer_id IS NOT NULL)
  EXECUTE FUNCTION statement_of_sound_account();
