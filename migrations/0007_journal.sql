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

-- Who a credential stands for and what they hold where they act: the one look-up made before there is a reach, on
-- every request. It runs as the schema's owner, answers for one hash only, and keeps its plan for the session.
CREATE FUNCTION authenticate(secret_hash bytea, secret_kind text, acting_in uuid)
RETURNS TABLE (
  now timestamptz, credential_id uuid, scopes text[], csrf text, person_id uuid, given_name text, family_name text,
  sign_in_email text, language text, must_change_password boolean, distributor_id uuid, reseller_id uuid,
  customer_id uuid, organization_name text, self_service text, organization_status text, role text,
  service_ids uuid[], centre_ids uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  this_instant timestamptz := comptoir_now();
BEGIN
  RETURN QUERY
  SELECT this_instant, c.id, c.scopes, c.csrf, p.id, p.given_name, p.family_name, p.sign_in_email::text, p.language,
    p.must_change_password, o.distributor_id, o.reseller_id, o.customer_id, o.name, o.self_service, o.status, g.role,
    g.service_ids, g.centre_ids
  FROM credential c
  JOIN person p ON p.id = c.person_id
  LEFT JOIN organization o ON o.id = coalesce(acting_in, c.organization_id, p.organization_id)
  LEFT JOIN role_grant g ON g.person_id = p.id AND g.organization_id = o.id AND g.ended_at IS NULL
    AND (g.expires_at IS NULL OR g.expires_at > this_instant)
  WHERE c.hash = secret_hash AND c.kind = secret_kind AND c.revoked_at IS NULL AND c.expires_at > this_instant
    AND p.status = 'active';
END $$;

-- Takes an idempotency key for this transaction and answers what it was answered before, for the same reasons.
CREATE FUNCTION answered_before(secret_hash bytea, asked_route text, asked_key text, forgotten_after interval)
RETURNS TABLE (taken boolean, body_hash bytea, status int, headers text, body bytea, is_forgotten boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT pg_try_advisory_xact_lock(hashtextextended(c.person_id::text || asked_route || asked_key, 7)),
    i.body_hash, i.status, i.headers::text, i.body, i.created_at <= comptoir_now() - forgotten_after
  FROM credential c
  LEFT JOIN idempotency i ON i.person_id = c.person_id AND i.route = asked_route AND i.key = asked_key
  WHERE c.hash = secret_hash;
END $$;

REVOKE ALL ON FUNCTION authenticate, answered_before FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authenticate, answered_before TO comptoir_service;

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
CREATE FUNCTION sees_ticket(ticket uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM ticket t WHERE t.id = ticket);
END $$;
CREATE POLICY reach ON ticket_reply USING ((SELECT reach_everything()) OR sees_ticket(ticket_id));
GRANT SELECT, INSERT ON ticket_reply TO comptoir_service;
