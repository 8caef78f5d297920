-- What the last commit changed of a record, and where the record stood before: a laptop that has everything up to there gets
-- these fields alone (docs/sync-spec.md C11). Null where it is the whole record.

ALTER TABLE records ADD COLUMN changed text, ADD COLUMN changed_after bigint;
