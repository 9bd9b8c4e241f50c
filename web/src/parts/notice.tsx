import { Component, type ReactNode } from 'react';
import { addressOf } from '../router.ts';
import type { Answer } from '../use-answer.ts';
import { useWords } from '../words/index.tsx';
import { Link } from './link.tsx';
import { Shown } from './shown.tsx';

/** Instead of content: what is the case, and what to do. */
export function Notice({ what, how, children }: { what: string; how?: string; children?: ReactNode }) {
  return (
    <div className="notice">
      <p className="notice-what">{what}</p>
      {how !== undefined && <p className="soft">{how}</p>}
      {children}
    </div>
  );
}

/** What an answer says; while it is on its way or refused, that. */
export function Answered<T>({ answer, children }: { answer: Answer<T>; children: (here: T) => ReactNode }) {
  const words = useWords();
  const { here, refused } = answer;
  if (refused) {
    const { what, how } = words.refusals[refused.code] ?? words.refusalOther;
    return (
      <div className="notice" role="alert">
        <p className="notice-what">{what}</p>
        <p className="soft">{how}</p>
        {refused.message !== '' && (
          <p className="said">
            <Shown text={refused.message} />
          </p>
        )}
        <p>
          <button type="button" onClick={answer.again}>
            {words.again}
          </button>{' '}
          <Link to={addressOf({ view: 'cases' })}>{words.cases}</Link>
        </p>
      </div>
    );
  }
  if (here === undefined)
    return (
      <p className="waiting soft" role="status">
        {words.loading}
      </p>
    );
  return children(here);
}

/** A fault of a view stays in that view, and is said. */
export class Fence extends Component<{ children: ReactNode; fallback: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
