import { useEffect, useState } from 'react';

/** A choice of one of several, with its label before it. */
export function Choice<K extends string>({
  label,
  value,
  options,
  onChoose,
}: {
  label: string;
  value: K;
  options: readonly (readonly [value: K, text: string])[];
  onChoose: (value: K) => void;
}) {
  return (
    <label className="field">
      <span className="sr">{label}</span>
      <select value={value} onChange={(e) => onChoose(e.target.value as K)} title={label}>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Milliseconds after the last key until a search is asked. */
const PAUSE = 250;

/** A search field that waits for a pause in typing; the address then holds what was typed. */
export function Search({ label, value, onSearch }: { label: string; value: string; onSearch: (text: string) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onSearch(typed), PAUSE);
    return () => clearTimeout(timer);
  });
  return (
    <label className="field search">
      <span className="sr">{label}</span>
      <input
        type="search"
        value={typed}
        placeholder={label}
        maxLength={500}
        spellCheck={false}
        autoComplete="off"
        onChange={(e) => setTyped(e.target.value)}
      />
    </label>
  );
}

export function Tick({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="tick">
      <input type="checkbox" checked={on} onChange={(e) => onChange(e.target.checked)} />
      {label}
    </label>
  );
}
