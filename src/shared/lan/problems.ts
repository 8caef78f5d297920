/**
 * Why two laptops on one network did not meet, or parted before they were done. Nothing is taken in half in any of them; a screen
 * has a sentence for each, and one for what to do.
 */
export const LAN_PROBLEMS = [
  /** This laptop is on no network. */
  'no-network',
  /** This laptop's own system forbids it. */
  'blocked-here',
  /** The address belongs to no local network. */
  'not-local',
  /** No answer, and the address is of another network than this laptop's. */
  'other-network',
  /** On this network nobody answers to the address: not there, or the Wi-Fi keeps its guests apart. */
  'isolated',
  /** The address is silent: a firewall there, or the Wi-Fi. */
  'no-answer',
  /** A computer is there, and nobody waits at the port. */
  'refused',
  /** Somebody answers who is no Safarnoma. */
  'not-safarnoma',
  'older-there',
  'newer-there',
  /** It exchanges with another laptop already. */
  'busy',
  'wrong-code',
  'too-many-codes',
  'nobody-came',
  /** The colleague closed their side. */
  'cancelled',
  /** The connection broke. */
  'cut',
  /** What came is nothing that Safarnoma sends. */
  'misbehaved',
  'too-large',
  /** A laptop that is known here came with another key. */
  'other-key',
] as const
export type LanProblem = (typeof LAN_PROBLEMS)[number]
