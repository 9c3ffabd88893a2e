-- The audit trail is append-only for the service, but not for whoever holds the database. Seals make it evident when
-- somebody changed, removed or slipped in a record afterwards: each is a hash over the digests of a range of records
-- and over the seal before it, so that a noted hash vouches for everything up to it.

CREATE TABLE audit_seal (
  number int PRIMARY KEY CHECK (number >= 1),
  -- Records of these sequence numbers, both included; numbers a rolled back transaction took are missing.
  from_sequence bigint NOT NULL UNIQUE,
  to_sequence bigint NOT NULL UNIQUE CHECK (to_sequence >= from_sequence),
  -- The records' SHA-256, 32 bytes each, in their order: so that it can be told which of them is no longer the same.
  sequences bigint[] NOT NULL,
  digests bytea NOT NULL CHECK (length(digests) = 32 * cardinality(sequences)),
  -- SHA-256 over the previous seal's hash (none: 32 zeros), the range and the digests.
  hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
  sealed_at timestamptz NOT NULL
);
ALTER TABLE audit_seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_seal FORCE ROW LEVEL SECURITY;
CREATE POLICY sealing ON audit_seal USING ((SELECT reach_everything()));
GRANT SELECT, INSERT ON audit_seal TO comptoir_service;

-- A seal covers all numbers up to one, so none of them may still be under way. Whoever writes takes this lock, shared,
-- before taking a number: nobody waits for it, but the sealer sees who holds it.
CREATE FUNCTION audit_is_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('audit'), 0);
  RETURN NULL;
END $$;
CREATE TRIGGER audit_written BEFORE INSERT ON audit_record FOR EACH STATEMENT EXECUTE FUNCTION audit_is_written();

-- What a record says, as bytes: every column by its name. Forgetting a person changes it, for that person alone.
CREATE FUNCTION audit_digest(r audit_record) RETURNS bytea LANGUAGE sql STABLE
  RETURN sha256(convert_to(to_jsonb(r)::text, 'UTF8'));
