-- Which laptop wrote what another one brought (docs/decisions/0170-relayed-and-proven.md).

-- What a laptop signs with, as the account said that registered the device first. It never changes: a laptop that lost it becomes another one.
CREATE TABLE device_keys (
  device text PRIMARY KEY,
  account text NOT NULL REFERENCES accounts,
  key text NOT NULL,
  registered_at bigint NOT NULL
);
GRANT SELECT, INSERT ON device_keys TO safarnoma_door;

-- Names of fields, one after the other with a space between: what was received here from another laptop than wrote it, with its signature.
ALTER TABLE history ADD COLUMN proven text NOT NULL DEFAULT '';
