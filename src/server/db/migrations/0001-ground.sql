-- The first tables. Ids are text, so that what a laptop sent comes back byte for byte; times are milliseconds since 1970;
-- cells are canonical JSON text, because jsonb reorders keys and rewrites numbers.
--
-- Two roles serve requests. safarnoma_app reads and writes records and sees only the visits of the account in
-- safarnoma.account; safarnoma_door signs people in and never sees a record. Neither owns a table.

DO $$ BEGIN
  CREATE ROLE safarnoma_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
  CREATE ROLE safarnoma_door NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT safarnoma_app, safarnoma_door TO CURRENT_USER;

-- ------------------------------------------------------------------ who is there

CREATE TABLE server_state (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  setup_code_hash text,
  set_up_at bigint
);
INSERT INTO server_state DEFAULT VALUES;

CREATE TABLE accounts (
  id text PRIMARY KEY,
  account text NOT NULL,
  account_key text NOT NULL UNIQUE,
  name text NOT NULL,
  person_id text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  is_administrator boolean NOT NULL,
  created_at bigint NOT NULL
);

-- A laptop that two people share is a device of each account.
CREATE TABLE devices (
  account text NOT NULL REFERENCES accounts,
  id text NOT NULL,
  name text NOT NULL,
  person_id text NOT NULL,
  predecessor text,
  registered_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  PRIMARY KEY (account, id)
);

CREATE TABLE sessions (
  id text PRIMARY KEY,
  account text NOT NULL,
  device text NOT NULL,
  access_hash text NOT NULL UNIQUE,
  access_expires_at bigint NOT NULL,
  created_at bigint NOT NULL,
  revoked_at bigint,
  FOREIGN KEY (account, device) REFERENCES devices
);

CREATE TABLE refresh_tokens (
  hash text PRIMARY KEY,
  session text NOT NULL REFERENCES sessions ON DELETE CASCADE,
  expires_at bigint NOT NULL,
  used_at bigint
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session);

CREATE TABLE memberships (
  scope text NOT NULL,
  account text NOT NULL REFERENCES accounts,
  role text NOT NULL CHECK (role IN ('owner', 'editor', 'reader')),
  since bigint NOT NULL,
  PRIMARY KEY (scope, account)
);
CREATE INDEX memberships_of_account ON memberships (account);

CREATE TABLE invitations (
  code_hash text PRIMARY KEY,
  scope text NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'editor', 'reader')),
  invited_by text NOT NULL REFERENCES accounts,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_by text REFERENCES accounts,
  used_at bigint
);

-- ------------------------------------------------------------------ visits and their records

CREATE TABLE scopes (
  id text PRIMARY KEY,
  seq bigint NOT NULL DEFAULT 0,
  created_by text NOT NULL REFERENCES accounts,
  created_at bigint NOT NULL
);

-- The random token of every commit: a server restored from a backup does not know the later ones.
CREATE TABLE commits (
  scope text NOT NULL REFERENCES scopes,
  seq bigint NOT NULL,
  token text NOT NULL,
  committed_at bigint NOT NULL,
  PRIMARY KEY (scope, seq)
);

CREATE TABLE records (
  scope text NOT NULL REFERENCES scopes,
  id text NOT NULL,
  kind text NOT NULL,
  packed text NOT NULL,
  seq bigint NOT NULL,
  received_at bigint NOT NULL,
  PRIMARY KEY (scope, id)
);
CREATE UNIQUE INDEX records_in_order ON records (scope, seq);

CREATE TABLE note_updates (
  scope text NOT NULL REFERENCES scopes,
  seq bigint NOT NULL,
  record text NOT NULL,
  bytes bytea NOT NULL,
  received_at bigint NOT NULL,
  PRIMARY KEY (scope, seq)
);
CREATE INDEX note_updates_of_record ON note_updates (scope, record, seq);

-- Every item that was ever received, with its stamps and bases: the proof of who had seen what.
CREATE TABLE history (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  scope text NOT NULL REFERENCES scopes,
  record text NOT NULL,
  packed text NOT NULL,
  pushed_by text NOT NULL,
  device text NOT NULL,
  received_at bigint NOT NULL
);
CREATE INDEX history_of_record ON history (scope, record, position);

CREATE TABLE pushes (
  scope text NOT NULL REFERENCES scopes,
  account text NOT NULL,
  device text NOT NULL,
  push_seq bigint NOT NULL,
  body_hash text NOT NULL,
  reply text NOT NULL,
  PRIMARY KEY (scope, account, device, push_seq)
);

-- ------------------------------------------------------------------ the second wall

GRANT USAGE ON SCHEMA public TO safarnoma_app, safarnoma_door;
GRANT SELECT, INSERT, UPDATE ON server_state, accounts, devices, sessions, refresh_tokens, invitations TO safarnoma_door;
GRANT DELETE ON sessions, refresh_tokens, invitations TO safarnoma_door;
GRANT SELECT, INSERT, UPDATE, DELETE ON memberships TO safarnoma_door;
GRANT SELECT, INSERT ON scopes TO safarnoma_door;
GRANT SELECT ON memberships TO safarnoma_app;
GRANT SELECT, UPDATE ON scopes TO safarnoma_app;
GRANT SELECT, INSERT ON commits, history TO safarnoma_app;
GRANT SELECT, INSERT, UPDATE ON records TO safarnoma_app;
GRANT SELECT, INSERT, DELETE ON note_updates, pushes TO safarnoma_app;

ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY door ON memberships TO safarnoma_door USING (true) WITH CHECK (true);
CREATE POLICY own ON memberships FOR SELECT TO safarnoma_app USING (account = (SELECT current_setting('safarnoma.account', true)));

ALTER TABLE scopes ENABLE ROW LEVEL SECURITY;
ALTER TABLE scopes FORCE ROW LEVEL SECURITY;
CREATE POLICY door ON scopes TO safarnoma_door USING (true) WITH CHECK (true);

-- Members read; owners and editors write. safarnoma.server_scope names the one visit in which the server itself
-- writes at the moment (membership records, which a reader's joining makes too).
DO $$
DECLARE
  guarded text;
  scope_column text;
  reads text;
  writes text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['scopes', 'commits', 'records', 'note_updates', 'history', 'pushes'] LOOP
    scope_column := CASE guarded WHEN 'scopes' THEN 'id' ELSE 'scope' END;
    reads := format(
      '%I = (SELECT current_setting(''safarnoma.server_scope'', true)) OR %I IN (SELECT m.scope FROM memberships m WHERE m.account = (SELECT current_setting(''safarnoma.account'', true)))',
      scope_column, scope_column);
    writes := format(
      '%I = (SELECT current_setting(''safarnoma.server_scope'', true)) OR %I IN (SELECT m.scope FROM memberships m WHERE m.account = (SELECT current_setting(''safarnoma.account'', true)) AND m.role IN (''owner'', ''editor''))',
      scope_column, scope_column);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
    EXECUTE format('CREATE POLICY members_read ON %I FOR SELECT TO safarnoma_app USING (%s)', guarded, reads);
    EXECUTE format('CREATE POLICY writers_insert ON %I FOR INSERT TO safarnoma_app WITH CHECK (%s)', guarded, writes);
    EXECUTE format('CREATE POLICY writers_update ON %I FOR UPDATE TO safarnoma_app USING (%s) WITH CHECK (%s)', guarded, writes, writes);
    EXECUTE format('CREATE POLICY writers_delete ON %I FOR DELETE TO safarnoma_app USING (%s)', guarded, writes);
  END LOOP;
END $$;
