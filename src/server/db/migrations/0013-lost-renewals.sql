-- Hash of the refresh token that the session's newest tokens were given for, until somebody presents the access token among them: so long
-- the answer may have been lost, and the same token may come again (docs/decisions/0202-lost-renewals.md).

ALTER TABLE sessions ADD COLUMN renewed_by text;
