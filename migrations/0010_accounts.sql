-- People's accounts to their end. A person has a postal address, an invitation whose end is seen, a new sign-in address
-- that waits until it is confirmed there, and links by which they choose a new password. And a person can be deleted:
-- what is about them goes, what they did stays, under a name that says no more than that they are gone.

ALTER TABLE person
  DROP CONSTRAINT person_status_check,
  ADD CONSTRAINT person_status_check CHECK (status IN ('invited', 'active', 'disabled', 'deleted')),
  ADD COLUMN street text CHECK (length(street) BETWEEN 1 AND 200),
  ADD COLUMN postal_code text CHECK (length(postal_code) BETWEEN 1 AND 20),
  ADD COLUMN city text CHECK (length(city) BETWEEN 1 AND 100),
  ADD COLUMN country text CHECK (country ~ '^[A-Z]{2}$'),
  ADD COLUMN invited_until timestamptz,
  ADD COLUMN pending_email text COLLATE "C" CHECK (length(pending_email) BETWEEN 3 AND 254),
  ADD COLUMN pending_email_until timestamptz,
  ADD COLUMN deleted_at timestamptz,
  ADD CONSTRAINT person_pending_email_ends CHECK (num_nulls(pending_email, pending_email_until) IN (0, 2)),
  ADD CONSTRAINT person_deleted_once CHECK ((status = 'deleted') = (deleted_at IS NOT NULL)),
  -- Nothing about a deleted person can come back by some other path.
  ADD CONSTRAINT person_deleted_is_bare CHECK (status <> 'deleted' OR num_nonnulls(notification_email, street,
    postal_code, city, country, invited_until, pending_email, password_hash, locked_until, last_sign_in_at) = 0);

UPDATE person p SET invited_until = (
  SELECT max(c.expires_at) FROM credential c
  WHERE c.person_id = p.id AND c.kind = 'invitation' AND c.revoked_at IS NULL)
WHERE p.status = 'invited';

-- A link in a mail: to choose a new password, or to prove that a new sign-in address is one's own. Works once.
CREATE TABLE account_link (
  hash bytea PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id),
  purpose text NOT NULL CHECK (purpose IN ('password', 'email')),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX account_link_of_person ON account_link (person_id, purpose);

ALTER TABLE account_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_link FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON account_link USING ((SELECT reach_everything()) OR person_id = (SELECT reach_person()));
GRANT SELECT, INSERT, UPDATE, DELETE ON account_link TO comptoir_service;

-- Somebody has forgotten their password, or says so. The request only writes down the address typed, which takes as
-- long for one that nobody has; a job finds out whose it is.
CREATE TABLE password_request (
  id uuid PRIMARY KEY,
  email text NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
  address text NOT NULL,
  at timestamptz NOT NULL,
  handled_at timestamptz
);
CREATE INDEX password_request_of_address ON password_request (address, at);
CREATE INDEX password_request_waiting ON password_request (id) WHERE handled_at IS NULL;

ALTER TABLE password_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE password_request FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON password_request USING ((SELECT reach_everything()));
GRANT SELECT, INSERT, UPDATE, DELETE ON password_request TO comptoir_service;

-- What the service may never change or delete also holds a person's name, addresses and devices. Once they are deleted
-- this takes those out, and nothing else: who (the id), what and when stay. It is the one way to do so; it refuses
-- whoever is not deleted, and a deleted person never comes back. A table that keeps a name beside an id belongs here.
CREATE FUNCTION forget_person(gone uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  alias text;
  about CONSTANT text[] := ARRAY['givenName', 'familyName', 'signInEmail', 'notificationEmail', 'pendingSignInEmail',
    'address', 'lastSignInAt'];
BEGIN
  SELECT p.given_name || ' ' || p.family_name INTO STRICT alias FROM person p
  WHERE p.id = gone AND p.status = 'deleted';
  UPDATE audit_record SET actor_name = alias WHERE actor_id = gone;
  UPDATE audit_record SET before = before - about, after = after - about WHERE object_id = gone;
  UPDATE audit_record SET before = before - 'note', after = after - 'note'
  WHERE object_kind = 'grant' AND object_id IN (SELECT g.id FROM role_grant g WHERE g.person_id = gone);
  UPDATE subscription_change SET actor_name = alias WHERE actor_id = gone;
  UPDATE role_grant SET granted_by_name = alias WHERE granted_by = gone;
  UPDATE role_grant SET note = NULL WHERE person_id = gone;
  UPDATE customer_order SET placed_by_name = alias WHERE placed_by = gone;
  UPDATE customer_order SET decided_by_name = alias WHERE decided_by = gone;
  UPDATE ticket SET opened_by_name = alias WHERE opened_by = gone;
  UPDATE ticket_reply SET author_name = alias WHERE author_id = gone;
  DELETE FROM sign_in WHERE person_id = gone;
END $$;
REVOKE ALL ON FUNCTION forget_person FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_person TO comptoir_service;
