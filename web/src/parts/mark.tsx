import { conclusionTones, stateTones, type Tone } from '../../../src/model/tones.ts';
import type { Conclusion, State, TriageState } from '../model.ts';
import { useWords } from '../words/index.tsx';

/** A sign whose shape says what its colour says: full circle, square, ring. */
export const Dot = ({ tone }: { tone: Tone }) => <span className={`dot ${tone}`} aria-hidden="true" />;

export function StateMark({ state }: { state: State }) {
  const { report } = useWords();
  return (
    <span className={`mark ${stateTones[state]}`}>
      <Dot tone={stateTones[state]} />
      {report.states[state]}
    </span>
  );
}

export function ConclusionMark({ conclusion }: { conclusion: Conclusion }) {
  const { report } = useWords();
  return (
    <span className={`mark ${conclusionTones[conclusion]}`}>
      <Dot tone={conclusionTones[conclusion]} />
      {report.conclusions[conclusion]}
    </span>
  );
}

const triageSigns: Record<TriageState, string> = { open: '–', confirmed: '✓', dismissed: '✕' };

export function TriageMark({ state }: { state: TriageState }) {
  const { findings } = useWords();
  return (
    <span className={`triage ${state}`}>
      <span aria-hidden="true">{triageSigns[state]} </span>
      {findings.triageStates[state]}
    </span>
  );
}
