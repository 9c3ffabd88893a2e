-- Documents on their way to people. A long document, or thousands of them at once, is made by a job and kept for a few
-- days; a closed statement is mailed to whoever a customer named for it. What somebody gets is what they may see when
-- it is made, and still when it is fetched.

CREATE TABLE export (
  id uuid PRIMARY KEY,
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  organization_id uuid NOT NULL REFERENCES organization (id),
  -- What was asked for, in the words of the API, so that it can be asked for again.
  wish jsonb NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'ready', 'failed', 'expired')),
  -- Lines, times the formats they are written in.
  done int NOT NULL DEFAULT 0 CHECK (done >= 0),
  total int NOT NULL DEFAULT 0 CHECK (total >= 0),
  file_name text,
  media_type text,
  bytes bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0),
  -- What whoever asked could see when it was made: all accounts of the organization, or those of these centres.
  sees_all boolean,
  centre_ids uuid[],
  -- Why it failed.
  code text,
  details jsonb,
  requested_by uuid NOT NULL REFERENCES person (id),
  requested_by_name text NOT NULL,
  -- The program it was asked by, and who really asked while acting as somebody: both must still stand when it is made.
  client_id uuid REFERENCES api_client (id),
  acting_by uuid REFERENCES person (id),
  acting_by_name text,
  acting_until timestamptz,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  expires_at timestamptz,
  -- A worker's turn at it, and when by the system's clock (a sandbox's own may leap) it last said it is alive. Whoever
  -- writes names its turn, so of two only the later one is heard.
  attempt int NOT NULL DEFAULT 0,
  alive_at timestamptz,
  version int NOT NULL DEFAULT 1,
  UNIQUE (id, organization_id, requested_by),
  CHECK (organization_id = coalesce(customer_id, reseller_id, distributor_id)),
  CHECK (num_nulls(acting_by, acting_by_name, acting_until) IN (0, 3)),
  FOREIGN KEY (reseller_id, distributor_id, organization_id) REFERENCES organization (reseller_id, distributor_id, id),
  CONSTRAINT export_says_why CHECK ((state = 'failed') = (code IS NOT NULL)),
  CONSTRAINT export_is_whole CHECK (
    state <> 'ready' OR num_nulls(file_name, media_type, sees_all, centre_ids, ended_at, expires_at) = 0)
);
CREATE INDEX export_of_person ON export (organization_id, requested_by, id);
CREATE INDEX export_open ON export (created_at) WHERE state IN ('waiting', 'running');
CREATE INDEX export_ready ON export (expires_at) WHERE state = 'ready';

-- The file in pieces: written once, in order, each by the turn that made it; gone with the export or when it expires.
CREATE TABLE export_chunk (
  export_id uuid NOT NULL,
  attempt int NOT NULL,
  number int NOT NULL CHECK (number >= 1),
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  organization_id uuid NOT NULL,
  requested_by uuid NOT NULL,
  content bytea NOT NULL CHECK (length(content) BETWEEN 1 AND 262144),
  PRIMARY KEY (export_id, attempt, number),
  FOREIGN KEY (export_id, organization_id, requested_by) REFERENCES export (id, organization_id, requested_by)
);
-- Documents are packed already.
ALTER TABLE export_chunk ALTER COLUMN content SET STORAGE EXTERNAL;

-- An export is its maker's own, in the organization they act in.
ALTER TABLE export ENABLE ROW LEVEL SECURITY;
ALTER TABLE export FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON export USING (
  (SELECT reach_everything())
  OR organization_id = (SELECT coalesce(reach_customer(), reach_reseller(), reach_distributor()))
    AND requested_by = (SELECT reach_person()));
GRANT SELECT, INSERT, DELETE ON export TO comptoir_service;
GRANT UPDATE (state, done, total, file_name, media_type, bytes, sees_all, centre_ids, code, details, started_at,
  ended_at, expires_at, attempt, alive_at, version) ON export TO comptoir_service;

ALTER TABLE export_chunk ENABLE ROW LEVEL SECURITY;
ALTER TABLE export_chunk FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON export_chunk USING (
  (SELECT reach_everything())
  OR organization_id = (SELECT coalesce(reach_customer(), reach_reseller(), reach_distributor()))
    AND requested_by = (SELECT reach_person()));
GRANT SELECT, INSERT, DELETE ON export_chunk TO comptoir_service;

-- How a customer wants its closed statements: the whole one to an address named here, a centre's part to the centre's
-- contact. No row: not by mail.
CREATE TABLE statement_mail (
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  -- Null: the whole statement.
  centre_id uuid,
  mode text NOT NULL CHECK (mode IN ('none', 'link', 'pdf')),
  address text,
  language text NOT NULL CHECK (language IN ('en', 'fr', 'de')),
  version int NOT NULL DEFAULT 1,
  UNIQUE NULLS NOT DISTINCT (customer_id, centre_id),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  FOREIGN KEY (customer_id, centre_id) REFERENCES billing_centre (customer_id, id),
  CHECK (centre_id IS NULL OR address IS NULL),
  CONSTRAINT statement_mail_goes_somewhere CHECK (mode = 'none' OR centre_id IS NOT NULL OR address IS NOT NULL)
);
ALTER TABLE statement_mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE statement_mail FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON statement_mail USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND (
    (SELECT reach_accounts()) OR centre_id = ANY ((SELECT reach_centres())::uuid[])));
GRANT SELECT, INSERT ON statement_mail TO comptoir_service;
GRANT UPDATE (mode, address, language, version) ON statement_mail TO comptoir_service;

-- Each time a closed statement, or a centre's part of it, was to be mailed: to whom, how, and what came of it. What
-- became of the mail itself is in the outbox.
CREATE TABLE statement_delivery (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  statement_id uuid NOT NULL REFERENCES statement (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  centre_id uuid,
  mode text NOT NULL CHECK (mode IN ('link', 'pdf')),
  address text,
  language text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'queued', 'failed')),
  code text,
  -- What the mail held.
  attached boolean,
  linked boolean,
  mail_id uuid,
  -- Null: by itself, at the closing.
  requested_by uuid REFERENCES person (id),
  requested_by_name text,
  created_at timestamptz NOT NULL,
  queued_at timestamptz,
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  FOREIGN KEY (customer_id, centre_id) REFERENCES billing_centre (customer_id, id),
  CHECK ((requested_by IS NULL) = (requested_by_name IS NULL)),
  CONSTRAINT statement_delivery_says_why CHECK ((state = 'failed') = (code IS NOT NULL)),
  CONSTRAINT statement_delivery_was_queued CHECK (
    num_nulls(mail_id, attached, linked, queued_at) = CASE state WHEN 'queued' THEN 0 ELSE 4 END),
  CHECK (state = 'failed' OR address IS NOT NULL)
);
CREATE INDEX statement_delivery_of_statement ON statement_delivery (statement_id, sequence);
CREATE INDEX statement_delivery_waiting ON statement_delivery (sequence) WHERE state = 'waiting';
ALTER TABLE statement_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE statement_delivery FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON statement_delivery USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND (
    (SELECT reach_accounts()) OR centre_id = ANY ((SELECT reach_centres())::uuid[])));
GRANT SELECT, INSERT ON statement_delivery TO comptoir_service;
GRANT UPDATE (state, code, attached, linked, mail_id, queued_at) ON statement_delivery TO comptoir_service;

-- What goes with a mail, until it is sent. In nobody's reach, like the outbox.
CREATE TABLE outbox_attachment (
  mail_id uuid NOT NULL,
  number int NOT NULL CHECK (number >= 1),
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  file_name text NOT NULL,
  media_type text NOT NULL,
  content bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (mail_id, number)
);
ALTER TABLE outbox_attachment ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox_attachment FORCE ROW LEVEL SECURITY;
CREATE POLICY sending ON outbox_attachment FOR SELECT USING ((SELECT reach_everything()));
CREATE POLICY queueing ON outbox_attachment FOR INSERT WITH CHECK (true);
CREATE POLICY forgetting ON outbox_attachment FOR DELETE USING ((SELECT reach_everything()));
GRANT SELECT, INSERT, DELETE ON outbox_attachment TO comptoir_service;
