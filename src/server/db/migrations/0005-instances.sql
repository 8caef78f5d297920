-- What several instances on one database share: tries that are counted, and the set-up codes that each of them printed
-- (docs/decisions/0118-several-instances.md).

-- Windows of tries, by the hash of who tries. Worth nothing after a crash, so it need not reach the disk, nor a standby.
CREATE UNLOGGED TABLE tries (
  key text PRIMARY KEY,
  count integer NOT NULL,
  ends_at bigint NOT NULL
);
CREATE INDEX tries_by_end ON tries (ends_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON tries TO safarnoma_door;

CREATE TABLE setup_codes (
  hash text PRIMARY KEY,
  created_at bigint NOT NULL
);
GRANT SELECT, INSERT, DELETE ON setup_codes TO safarnoma_door;
INSERT INTO setup_codes SELECT setup_code_hash, 0 FROM server_state WHERE setup_code_hash IS NOT NULL AND set_up_at IS NULL;
ALTER TABLE server_state DROP COLUMN setup_code_hash;
