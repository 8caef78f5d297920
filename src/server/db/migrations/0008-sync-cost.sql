-- Records count otherwise in the digest of a visit (docs/sync-spec.md G1): null until they are counted anew.
-- Texts of notes count as before.

UPDATE scopes SET digest = NULL;
UPDATE records SET digest = NULL;

-- Whoever writes a row of these holds the scope's row locked, and no scope is ever removed: the check of each row
-- against it was work for nothing (docs/decisions/0180-what-a-sync-costs.md).

ALTER TABLE records DROP CONSTRAINT records_scope_fkey;
ALTER TABLE note_updates DROP CONSTRAINT note_updates_scope_fkey;
ALTER TABLE history DROP CONSTRAINT history_scope_fkey;
