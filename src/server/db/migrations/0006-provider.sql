-- Sign-in by the ministry's OpenID Connect provider (docs/decisions/0119-openid-connect.md).

-- An account that only the provider vouches for has no password.
ALTER TABLE accounts ALTER COLUMN password_hash DROP NOT NULL;

CREATE TABLE identities (
  issuer text NOT NULL,
  subject text NOT NULL,
  account text NOT NULL REFERENCES accounts,
  linked_at bigint NOT NULL,
  PRIMARY KEY (issuer, subject)
);
GRANT SELECT, INSERT ON identities TO safarnoma_door;

-- A sign-in under way: begun by a laptop (ticket), answered by the provider (state), handed to the browser that was there (grant).
CREATE TABLE provider_flows (
  state_hash text PRIMARY KEY,
  ticket_hash text NOT NULL UNIQUE,
  verifier text NOT NULL,
  nonce text NOT NULL,
  port integer,
  expires_at bigint NOT NULL,
  grant_hash text,
  issuer text,
  subject text,
  account text,
  name text
);
CREATE INDEX provider_flows_by_end ON provider_flows (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON provider_flows TO safarnoma_door;
