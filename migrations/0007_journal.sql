-- What every change of state writes beside itself: who did it (audit), what is to be sent (outbox), and what was
-- answered (idempotency). Audit records are append-only for the service.

CREATE TABLE audit_record (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  at timestamptz NOT NULL,
  actor_id uuid,
  actor_name text NOT NULL,
  real_actor_id uuid,
  action text NOT NULL,
  object_kind text NOT NULL,
  object_id uuid NOT NULL,
  before jsonb,
  after jsonb,
  request_id text NOT NULL
);
CREATE INDEX audit_record_of_customer ON audit_record (customer_id, sequence);
CREATE INDEX audit_record_of_reseller ON audit_record (reseller_id, sequence);
CREATE INDEX audit_record_of_object ON audit_record (object_id, sequence);

ALTER TABLE audit_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_record FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON audit_record FOR SELECT USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
CREATE POLICY recording ON audit_record FOR INSERT WITH CHECK (true);
GRANT SELECT, INSERT ON audit_record TO comptoir_service;

CREATE TABLE outbox (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  kind text NOT NULL CHECK (kind IN ('mail', 'event')),
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  sent_at timestamptz,
  parked_at timestamptz,
  last_error text
);
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE sent_at IS NULL AND parked_at IS NULL;

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY sending ON outbox FOR SELECT USING ((SELECT reach_everything()));
CREATE POLICY settling ON outbox FOR UPDATE USING ((SELECT reach_everything()));
CREATE POLICY queueing ON outbox FOR INSERT WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON outbox TO comptoir_service;

CREATE TABLE idempotency (
  person_id uuid NOT NULL REFERENCES person (id),
  route text NOT NULL,
  key text NOT NULL,
  body_hash bytea NOT NULL,
  status int NOT NULL,
  headers jsonb NOT NULL,
  body bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (person_id, route, key)
);

ALTER TABLE idempotency ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON idempotency USING ((SELECT reach_everything()) OR person_id = (SELECT reach_person()));
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency TO comptoir_service;

-- Requests for help; a ticket is its list of messages.
CREATE TABLE ticket (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  service_id uuid REFERENCES service (id),
  opened_by uuid NOT NULL REFERENCES person (id),
  opened_by_name text NOT NULL,
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'escalated', 'resolved')),
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id)
);
CREATE INDEX ticket_of_customer ON ticket (customer_id, id);

CREATE TABLE ticket_reply (
  id uuid PRIMARY KEY,
  ticket_id uuid NOT NULL REFERENCES ticket (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  author_id uuid NOT NULL REFERENCES person (id),
  author_name text NOT NULL,
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 10000),
  at timestamptz NOT NULL
);
CREATE INDEX ticket_reply_of_ticket ON ticket_reply (ticket_id, id);

ALTER TABLE ticket ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket FORCE ROW LEVEL SECURITY;
-- The distributor sees what was escalated to it; within a customer: all, one's services, one's own.
CREATE POLICY reach ON ticket USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor()) AND status = 'escalated'
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND (
    (SELECT reach_all())
    OR service_id = ANY ((SELECT reach_services())::uuid[])
    OR opened_by = (SELECT reach_person())));
GRANT SELECT, INSERT, UPDATE ON ticket TO comptoir_service;

ALTER TABLE ticket_reply ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_reply FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON ticket_reply USING (
  (SELECT reach_everything()) OR EXISTS (SELECT FROM ticket t WHERE t.id = ticket_reply.ticket_id));
GRANT SELECT, INSERT ON ticket_reply TO comptoir_service;
