-- What an owner of a visit has done at the door (docs/decisions/0212-owners-at-the-door.md). safarnoma.acting names the account that asks, empty
-- where the door acts for itself; safarnoma.owned_scope the visit that this account was found to own, empty where it was not.

ALTER POLICY door ON memberships
  USING (
    (SELECT coalesce(current_setting('safarnoma.acting', true), '')) = ''
    OR account = (SELECT current_setting('safarnoma.acting', true))
    OR scope = (SELECT current_setting('safarnoma.owned_scope', true)))
  WITH CHECK (
    (SELECT coalesce(current_setting('safarnoma.acting', true), '')) = ''
    OR scope = (SELECT current_setting('safarnoma.owned_scope', true)));

ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY door_reads ON invitations FOR SELECT TO safarnoma_door USING (true);
CREATE POLICY door_spends ON invitations FOR UPDATE TO safarnoma_door USING (true);
CREATE POLICY door_forgets ON invitations FOR DELETE TO safarnoma_door USING (true);
CREATE POLICY owners_invite ON invitations FOR INSERT TO safarnoma_door WITH CHECK (
  scope = (SELECT current_setting('safarnoma.owned_scope', true))
  AND invited_by = (SELECT current_setting('safarnoma.acting', true)));
