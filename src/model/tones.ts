import type { Conclusion, State } from './index.ts';

/** Names of colours that mean something; never the only sign of it. */
export type Tone = 'alarm' | 'amber' | 'calm';

export const conclusionTones: Record<Conclusion, Tone> = {
  compromised: 'alarm',
  'compromised-then-cleaned': 'alarm',
  suspected: 'amber',
  inconclusive: 'calm',
  'no-evidence-found': 'calm',
};

export const stateTones: Record<State, Tone> = {
  live: 'alarm',
  removed: 'calm',
  reverted: 'amber',
  edited: 'amber',
  inferred: 'calm',
};
