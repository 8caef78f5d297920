-- Bytes of attachments that are here, by visit: whoever wants to read them in a visit must have them brought there, so that a
-- hash known from elsewhere opens nothing. The bytes lie outside the database, once for all visits (docs/decisions/0150-where-bytes-live.md).

CREATE TABLE blobs (
  scope text NOT NULL REFERENCES scopes,
  hash text NOT NULL,
  size bigint NOT NULL,
  received_at bigint NOT NULL,
  brought_by text NOT NULL,
  device text NOT NULL,
  PRIMARY KEY (scope, hash)
);
GRANT SELECT, INSERT ON blobs TO safarnoma_app;

ALTER TABLE blobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE blobs FORCE ROW LEVEL SECURITY;
CREATE POLICY members_read ON blobs FOR SELECT TO safarnoma_app USING (
  scope IN (SELECT m.scope FROM memberships m WHERE m.account = (SELECT current_setting('safarnoma.account', true))));
CREATE POLICY writers_insert ON blobs FOR INSERT TO safarnoma_app WITH CHECK (
  scope IN (SELECT m.scope FROM memberships m
            WHERE m.account = (SELECT current_setting('safarnoma.account', true)) AND m.role IN ('owner', 'editor')));

-- Every request for bytes looks for the attachments of its visit that name them.
CREATE INDEX attachments_of_scope ON records (scope) WHERE kind = 'attachment';
