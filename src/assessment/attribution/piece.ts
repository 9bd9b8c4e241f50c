/** Names of the hypotheses that are no actor. */
export const others = {
  unknown: 'unknown actor',
  opportunist: 'opportunist',
  insider: 'insider',
  none: 'no intrusion',
} as const;

/** One piece of evidence, and what it says of each hypothesis it bears on. */
export interface Piece {
  what: string;
  findings: string[];
  /** Above zero speaks for, below against. */
  effects: { on: string; weight: number; basis: string }[];
}
