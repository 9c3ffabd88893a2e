-- Some secrets must be used again and are kept encrypted (House/Vault.swift). In production their key is in the
-- process's environment and never here; a sandbox, whose secrets protect nothing, has one of its own, so that it runs
-- without being configured. A production database's row is never read.

CREATE TABLE sandbox_key (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  key bytea NOT NULL CHECK (length(key) = 32)
);
INSERT INTO sandbox_key (key)
VALUES (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
GRANT SELECT ON sandbox_key TO comptoir_service;
