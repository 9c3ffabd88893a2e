-- A budget says what one billing centre or one subscription may come to in a calendar month of its customer. Whoever is
-- named in it is told when chosen shares are reached. Amounts hold from a month on and are only ever added: what a
-- month was measured against stays what it was. Each share is noted once a month, however many instances look and
-- however amounts go up and down.

CREATE TABLE budget (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  centre_id uuid,
  subscription_id uuid,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- Whole percents.
  shares int[] NOT NULL CHECK (cardinality(shares) BETWEEN 1 AND 5 AND 1 <= ALL (shares) AND 1000 >= ALL (shares)
    AND rising(shares::bigint[])),
  -- Who is told; the centre's contact only of a centre.
  tells text[] NOT NULL CHECK (tells <@ ARRAY['contact', 'managers', 'finance'] AND cardinality(tells) > 0),
  -- Of the mail to a contact without an account.
  language text NOT NULL CHECK (language IN ('en', 'fr', 'de')),
  set_by uuid NOT NULL REFERENCES person (id),
  set_by_name text NOT NULL,
  set_at timestamptz NOT NULL,
  ended_at timestamptz,
  version int NOT NULL DEFAULT 1,
  UNIQUE (id, customer_id),
  CONSTRAINT budget_of_one CHECK (num_nonnulls(centre_id, subscription_id) = 1),
  CONSTRAINT budget_contact_of_centre CHECK (centre_id IS NOT NULL OR NOT 'contact' = ANY (tells)),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  FOREIGN KEY (customer_id, centre_id) REFERENCES billing_centre (customer_id, id),
  FOREIGN KEY (subscription_id, customer_id) REFERENCES subscription (id, customer_id)
);
CREATE INDEX budget_of_customer ON budget (customer_id, id);
-- One at a time.
CREATE UNIQUE INDEX budget_of_centre ON budget (centre_id) WHERE ended_at IS NULL AND centre_id IS NOT NULL;
CREATE UNIQUE INDEX budget_of_subscription ON budget (subscription_id)
  WHERE ended_at IS NULL AND subscription_id IS NOT NULL;
CREATE INDEX budget_open ON budget (id) WHERE ended_at IS NULL;

-- The customer's and its reseller's affair. Of one centre it concerns whoever reads that centre's accounts; of a
-- subscription, whose cost lands on any centre, whoever reads all.
ALTER TABLE budget ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON budget USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND (
    (SELECT reach_accounts()) OR centre_id = ANY ((SELECT reach_centres())::uuid[])));
GRANT SELECT, INSERT ON budget TO comptoir_service;
GRANT UPDATE (shares, tells, set_by, set_by_name, set_at, ended_at, version) ON budget TO comptoir_service;

CREATE TABLE budget_amount (
  budget_id uuid NOT NULL,
  -- In the order they were set.
  number int NOT NULL CHECK (number >= 1),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  from_month date NOT NULL CHECK (extract(day FROM from_month) = 1),
  -- The customer's month when it was set: the past is never set.
  present_month date NOT NULL CHECK (extract(day FROM present_month) = 1),
  amount bigint NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000),
  set_by uuid NOT NULL REFERENCES person (id),
  set_by_name text NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (budget_id, number),
  CONSTRAINT budget_amount_never_past CHECK (from_month >= present_month),
  FOREIGN KEY (budget_id, customer_id) REFERENCES budget (id, customer_id),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id)
);
ALTER TABLE budget_amount ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_amount FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON budget_amount USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND EXISTS (SELECT FROM budget b WHERE b.id = budget_id));
GRANT SELECT, INSERT ON budget_amount TO comptoir_service;

-- A share that was reached in a month, with what it was reached at, and how many mails told of it.
CREATE TABLE budget_warning (
  budget_id uuid NOT NULL,
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  share int NOT NULL CHECK (share BETWEEN 1 AND 1000),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  amount bigint NOT NULL,
  spent bigint NOT NULL,
  told boolean NOT NULL,
  warned_at timestamptz NOT NULL,
  PRIMARY KEY (budget_id, month, share),
  FOREIGN KEY (budget_id, customer_id) REFERENCES budget (id, customer_id),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id)
);
ALTER TABLE budget_warning ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_warning FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON budget_warning FOR SELECT USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND EXISTS (SELECT FROM budget b WHERE b.id = budget_id));
CREATE POLICY warning ON budget_warning FOR INSERT WITH CHECK ((SELECT reach_everything()));
GRANT SELECT, INSERT ON budget_warning TO comptoir_service;

-- What the trail says of budgets tells what a reseller asks for: nothing to the distributor, nor to whoever reads only
-- some of the accounts.
CREATE POLICY budgets ON audit_record AS RESTRICTIVE FOR SELECT USING (
  object_kind <> 'budget' OR (SELECT reach_everything()) OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND (SELECT reach_accounts()));
