-- One-time codes by which a person who forgot their password sets a new one (docs/decisions/0171-a-forgotten-password.md).

CREATE TABLE password_resets (
  account text PRIMARY KEY REFERENCES accounts,
  code_hash text NOT NULL UNIQUE,
  expires_at bigint NOT NULL
);
GRANT SELECT, INSERT, DELETE ON password_resets TO safarnoma_door;
