import type { Note, Triage, TriageState } from '../model/index.ts';

const after: Partial<Record<Note['action'], TriageState>> = {
  confirm: 'confirmed',
  dismiss: 'dismissed',
  reopen: 'open',
};

/** What follows from the notes of one finding: the last word counts. @param notes oldest first */
export function triageOf(notes: Note[]): Triage {
  const state = notes.reduce<TriageState>((before, note) => after[note.action] ?? before, 'open');
  return { state, notes };
}

/** The same for every finding that has notes. */
export function triageByFinding(notes: readonly Note[]): Map<string, Triage> {
  const grouped = new Map<string, Note[]>();
  for (const note of notes) {
    const list = grouped.get(note.finding);
    if (list) list.push(note);
    else grouped.set(note.finding, [note]);
  }
  return new Map([...grouped].map(([finding, own]) => [finding, triageOf(own)]));
}
