-- Unsent work of laptops that may not write any more, in quarantine for the visit's owner (docs/decisions/0117-rescue.md).

-- Who was in a visit, or had another role there, before: they may still hand in what they had not sent.
CREATE TABLE past_memberships (
  scope text NOT NULL,
  account text NOT NULL REFERENCES accounts,
  role text NOT NULL CHECK (role IN ('owner', 'editor', 'reviewer', 'reader')),
  ended_at bigint NOT NULL,
  PRIMARY KEY (scope, account)
);
GRANT SELECT, INSERT, UPDATE ON past_memberships TO safarnoma_door;
INSERT INTO past_memberships (scope, account, role, ended_at)
SELECT DISTINCT h.scope, h.pushed_by, 'editor', 0 FROM history h JOIN accounts a ON a.id = h.pushed_by
WHERE NOT EXISTS (SELECT 1 FROM memberships m WHERE m.scope = h.scope AND m.account = h.pushed_by);

CREATE TABLE rescues (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  scope text NOT NULL REFERENCES scopes,
  record text NOT NULL,
  packed text NOT NULL,
  updates text NOT NULL,
  -- Of record and updates: the same work handed in again is there already.
  content_hash text NOT NULL,
  brought_by text NOT NULL,
  device text NOT NULL,
  -- What the account was allowed before.
  role text NOT NULL,
  reason text NOT NULL,
  received_at bigint NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'aside')),
  decided_by text,
  decided_at bigint,
  UNIQUE (scope, brought_by, device, content_hash)
);
CREATE INDEX rescues_in_order ON rescues (scope, state, position);
GRANT SELECT, INSERT ON rescues TO safarnoma_app;
GRANT UPDATE (state, decided_by, decided_at) ON rescues TO safarnoma_app;

ALTER TABLE rescues ENABLE ROW LEVEL SECURITY;
ALTER TABLE rescues FORCE ROW LEVEL SECURITY;
-- The server puts work in; only an owner of the visit sees it and decides.
CREATE POLICY server_writes ON rescues TO safarnoma_app
  USING (scope = (SELECT current_setting('safarnoma.server_scope', true)))
  WITH CHECK (scope = (SELECT current_setting('safarnoma.server_scope', true)));
CREATE POLICY owners_read ON rescues FOR SELECT TO safarnoma_app USING (
  scope IN (SELECT m.scope FROM memberships m WHERE m.account = (SELECT current_setting('safarnoma.account', true)) AND m.role = 'owner'));
CREATE POLICY owners_decide ON rescues FOR UPDATE TO safarnoma_app USING (
  scope IN (SELECT m.scope FROM memberships m WHERE m.account = (SELECT current_setting('safarnoma.account', true)) AND m.role = 'owner'));
