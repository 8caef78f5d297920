-- A record that came once is its own history: who brought it, from which laptop and what of it was proven stand in its row, until
-- something more is received of it; then they are null, and the history has rows (docs/decisions/0195-own-history.md).

ALTER TABLE records ADD COLUMN brought_by text, ADD COLUMN brought_from text, ADD COLUMN proven text;
