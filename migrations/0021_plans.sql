-- What a storefront and a lifecycle need to know of plans beyond their names: where they are found, what stands out,
-- what a plan can be upgraded to, and what a trial goes on as.

CREATE TABLE category (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL REFERENCES organization (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  position int NOT NULL,
  UNIQUE (distributor_id, name)
);
ALTER TABLE category ENABLE ROW LEVEL SECURITY;
ALTER TABLE category FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON category USING ((SELECT reach_everything()) OR distributor_id = (SELECT reach_root()));
GRANT SELECT, INSERT, UPDATE ON category TO comptoir_service;

ALTER TABLE plan
  ADD COLUMN category_id uuid REFERENCES category (id),
  ADD COLUMN featured boolean NOT NULL DEFAULT false,
  -- Shown as new until then; null: not new.
  ADD COLUMN new_until date,
  ADD COLUMN upgrade_plan_ids uuid[] NOT NULL DEFAULT '{}';

-- The plan a trial goes on as; the buyer chooses among its offers.
ALTER TABLE offer
  ADD COLUMN converts_to_plan_id uuid REFERENCES plan (id),
  ADD CONSTRAINT offer_only_a_trial_converts CHECK (converts_to_plan_id IS NULL OR trial);
