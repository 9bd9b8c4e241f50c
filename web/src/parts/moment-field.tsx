import { useEffect, useId, useState } from 'react';
import { useWords } from '../words/index.tsx';
import { momentOf, momentText } from './moment.ts';

/** A field for a moment in UTC; what is no moment is said, and nothing changes. Empty is no moment. */
export function MomentField({
  label,
  value,
  onChoose,
}: {
  label: string;
  value: string | undefined;
  onChoose: (instant: string | undefined) => void;
}) {
  const { badMoment } = useWords();
  const shown = value === undefined ? '' : momentText(value);
  const [typed, setTyped] = useState(shown);
  const [wrong, setWrong] = useState(false);
  const id = useId();
  useEffect(() => {
    setTyped(shown);
    setWrong(false);
  }, [shown]);
  const take = (): void => {
    const moment = momentOf(typed);
    const fits = moment !== undefined || typed.trim() === '';
    setWrong(!fits);
    if (fits && typed !== shown) onChoose(moment);
  };
  return (
    <label className="field moment">
      <span className="sr">{label}</span>
      <input
        type="text"
        value={typed}
        placeholder={label}
        title={`${label} (UTC)`}
        maxLength={40}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={wrong}
        aria-describedby={wrong ? id : undefined}
        onChange={(e) => setTyped(e.target.value)}
        onBlur={take}
        onKeyDown={(e) => e.key === 'Enter' && take()}
      />
      {wrong && (
        <span className="wrong" id={id} role="alert">
          {badMoment}
        </span>
      )}
    </label>
  );
}
