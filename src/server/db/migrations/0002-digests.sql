-- The digest of a visit (docs/sync-spec.md G1): 16 hexadecimal digits, null until the server has computed it from the rows.
-- A record counts with its cells (digest) and, for a note, with its text (text_digest).

ALTER TABLE scopes ADD COLUMN digest text;
ALTER TABLE records ADD COLUMN digest text;
ALTER TABLE records ADD COLUMN text_digest text;
