-- A customer's people are the customer's own affair. What its reseller may do with them (see and change accounts,
-- assign licences, act as them) is a delegation: asked for with a reason and for a time, approved, perhaps narrowed,
-- refused or ended by the customer's managers. It counts from one statement to the next by its status and its end
-- alone; who said what when is kept for good and can be read by both sides. The distributor above reads, and writes
-- nothing.

CREATE TABLE delegation (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'active', 'refused', 'withdrawn', 'ended', 'expired')),
  -- Asked for while it waits, given from then on.
  rights text[] NOT NULL,
  asked_rights text[] NOT NULL CHECK (asked_rights <@ ARRAY['users', 'licences', 'actAs']),
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  -- How long it was asked for, or until when.
  duration text,
  asked_until timestamptz,
  expires_at timestamptz,
  asked_by uuid NOT NULL REFERENCES person (id),
  asked_by_name text NOT NULL,
  asked_at timestamptz NOT NULL,
  approved_at timestamptz,
  -- That its end is near was said to both sides.
  announced_at timestamptz,
  version int NOT NULL DEFAULT 1,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  UNIQUE (id, customer_id, reseller_id, distributor_id),
  CONSTRAINT delegation_never_more_than_asked CHECK (rights <@ asked_rights AND cardinality(rights) > 0),
  CONSTRAINT delegation_asked_for_a_time CHECK (num_nonnulls(duration, asked_until) = 1),
  CONSTRAINT delegation_ends CHECK (status <> 'active' OR expires_at IS NOT NULL AND approved_at IS NOT NULL)
);
CREATE UNIQUE INDEX delegation_one_pending ON delegation (customer_id) WHERE status = 'pending';
CREATE INDEX delegation_of_customer ON delegation (customer_id, id);
CREATE INDEX delegation_of_reseller ON delegation (reseller_id, id);
CREATE INDEX delegation_of_distributor ON delegation (distributor_id, id);
CREATE INDEX delegation_due ON delegation (expires_at) WHERE status IN ('pending', 'active');

CREATE TABLE delegation_event (
  id uuid PRIMARY KEY,
  delegation_id uuid NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('asked', 'approved', 'narrowed', 'refused', 'withdrawn', 'ended', 'expired')),
  -- Nobody, where it was time that passed.
  actor_id uuid REFERENCES person (id),
  actor_name text,
  rights text[] NOT NULL,
  expires_at timestamptz,
  reason text CHECK (length(reason) BETWEEN 1 AND 500),
  FOREIGN KEY (delegation_id, customer_id, reseller_id, distributor_id)
    REFERENCES delegation (id, customer_id, reseller_id, distributor_id),
  CONSTRAINT delegation_event_by_somebody CHECK (kind = 'expired' OR actor_id IS NOT NULL AND actor_name IS NOT NULL),
  CONSTRAINT delegation_event_refused_for_a_reason CHECK (kind <> 'refused' OR reason IS NOT NULL)
);
CREATE INDEX delegation_event_of_delegation ON delegation_event (delegation_id, id);

ALTER TABLE delegation ENABLE ROW LEVEL SECURITY;
ALTER TABLE delegation FORCE ROW LEVEL SECURITY;
CREATE POLICY reading ON delegation FOR SELECT USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
CREATE POLICY asking ON delegation FOR INSERT WITH CHECK (reseller_id = (SELECT reach_reseller()));
CREATE POLICY deciding ON delegation FOR UPDATE USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
GRANT SELECT, INSERT ON delegation TO comptoir_service;
GRANT UPDATE (status, rights, expires_at, approved_at, announced_at, version) ON delegation TO comptoir_service;

ALTER TABLE delegation_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE delegation_event FORCE ROW LEVEL SECURITY;
CREATE POLICY reading ON delegation_event FOR SELECT USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
CREATE POLICY recording ON delegation_event FOR INSERT WITH CHECK (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
GRANT SELECT, INSERT ON delegation_event TO comptoir_service;

-- Whoever had a mail written is to learn that it could not be delivered: the outbox says for whom it speaks and to
-- whom. As in the audit trail these are plain ids: a mail stays what it was, and queueing one locks nobody.
ALTER TABLE outbox ADD COLUMN sender_id uuid, ADD COLUMN person_id uuid;
CREATE INDEX outbox_of_person ON outbox (person_id, sequence) WHERE kind = 'mail' AND person_id IS NOT NULL;
CREATE INDEX outbox_parked ON outbox (distributor_id, sequence) WHERE kind = 'mail' AND parked_at IS NOT NULL;
