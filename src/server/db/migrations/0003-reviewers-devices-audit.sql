-- Reviewers, revoked devices, disabled accounts, the audit (docs/decisions/0115-reviews.md, 0116-devices-and-audit.md).

ALTER TABLE memberships DROP CONSTRAINT memberships_role_check;
ALTER TABLE memberships ADD CONSTRAINT memberships_role_check CHECK (role IN ('owner', 'editor', 'reviewer', 'reader'));
ALTER TABLE invitations DROP CONSTRAINT invitations_role_check;
ALTER TABLE invitations ADD CONSTRAINT invitations_role_check CHECK (role IN ('owner', 'editor', 'reviewer', 'reader'));

ALTER TABLE devices ADD COLUMN revoked_at bigint;
ALTER TABLE accounts ADD COLUMN disabled_at bigint;

-- Who did what, from where, to whom and in which visit; never what is in a visit. The door adds and reads, nobody changes.
CREATE TABLE audit (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at bigint NOT NULL,
  action text NOT NULL,
  account text,
  device text,
  subject text,
  subject_device text,
  scope text,
  role text,
  count integer,
  address text NOT NULL
);
GRANT SELECT, INSERT ON audit TO safarnoma_door;

-- ------------------------------------------------------------------ the second wall, with reviewers
-- Reviewers write reviews, and the conflicts of reviews; owners and editors everything but reviews and members. Members are
-- written by the server alone.

DO $$
DECLARE
  guarded text;
  scope_column text;
  is_server text;
  mine text;
  writes text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['scopes', 'commits', 'records', 'note_updates', 'history', 'pushes'] LOOP
    scope_column := CASE guarded WHEN 'scopes' THEN 'id' ELSE 'scope' END;
    is_server := format('%I = (SELECT current_setting(''safarnoma.server_scope'', true))', scope_column);
    mine := format(
      '%I IN (SELECT m.scope FROM memberships m WHERE m.account = (SELECT current_setting(''safarnoma.account'', true)) AND m.role IN ',
      scope_column);
    writes := is_server || ' OR ' || CASE guarded
      WHEN 'records' THEN
        '(kind NOT IN (''review'', ''member'') AND ' || mine || '(''owner'', ''editor''))) OR (kind IN (''review'', ''conflict'') AND ' || mine || '(''reviewer'')))'
      WHEN 'history' THEN
        mine || '(''owner'', ''editor'')) OR ((packed::json ->> ''k'') IN (''review'', ''conflict'') AND ' || mine || '(''reviewer'')))'
      WHEN 'note_updates' THEN mine || '(''owner'', ''editor''))'
      ELSE mine || '(''owner'', ''editor'', ''reviewer''))'
    END;
    EXECUTE format('ALTER POLICY writers_insert ON %I WITH CHECK (%s)', guarded, writes);
    EXECUTE format('ALTER POLICY writers_update ON %I USING (%s) WITH CHECK (%s)', guarded, writes, writes);
    EXECUTE format('ALTER POLICY writers_delete ON %I USING (%s)', guarded, writes);
  END LOOP;
END $$;
