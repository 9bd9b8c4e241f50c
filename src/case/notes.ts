import { access, constants, mkdir, readFile, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AfterimageError, type Note } from '../model/index.ts';
import { writeCaseFile } from './case-file.ts';
import { cutOff, Ledger, type LedgerEntry, type LedgerHead, ledgerRepaired, verifyLedger } from './ledger.ts';
import { holderOf, releaseLock, takeLock } from './lock.ts';
import { ledgerName, workName } from './names.ts';
import { openCase } from './open-case.ts';
import { osCode, osError } from './os-error.ts';

/** What the ledger calls each kind of note. */
const actions = {
  confirm: 'finding-confirmed',
  dismiss: 'finding-dismissed',
  reopen: 'finding-reopened',
  note: 'finding-noted',
} as const satisfies Record<Note['action'], string>;

const kindOf = new Map<string, Note['action']>(
  Object.entries(actions).map(([kind, action]) => [action, kind as Note['action']]),
);

/** How long a note waits for another program that writes the same case, milliseconds. */
const PATIENCE = 5000;

/** Notes of this process to one case are taken one after the other. */
const queues = new Map<string, Promise<unknown>>();

export interface NewNote extends Pick<Note, 'finding' | 'action' | 'text' | 'by'> {}

/**
 * Adds what somebody says of a finding to the ledger of a finished case, under the lock of the case, and records the
 * new end of the chain in case.json. Findings are never altered.
 * @throws AfterimageError `cannot-create` when the case cannot be written to, `unavailable` when another program keeps
 * writing it, `io` when its ledger is broken: a note must not hide that
 */
export function addNote(path: string, note: NewNote, now: () => Date): Promise<{ note: Note; ledger: LedgerHead }> {
  const folder = resolve(path);
  const turn = (queues.get(folder) ?? Promise.resolve()).then(() => locked(folder, () => append(folder, note, now)));
  const settled = turn.catch(() => {}).finally(() => queues.get(folder) === settled && queues.delete(folder));
  queues.set(folder, settled);
  return turn;
}

async function append(folder: string, { finding, action, text, by }: NewNote, now: () => Date) {
  const { file } = await openCase(folder);
  await refuseBroken(folder, file.ledger);
  const ledger = await Ledger.open(folder, now);
  const detail = { finding, ...(text !== undefined && { text }), ...(by !== undefined && { by }) };
  await ledger.append(actions[action], detail);
  await writeCaseFile(folder, { ...file, ledger: ledger.head });
  const entry = (await entriesOf(folder)).at(-1)!;
  return { note: noteOf(entry)!, ledger: ledger.head };
}

/**
 * A run that was killed between the ledger and case.json leaves notes that case.json does not know, or half a line. They
 * follow from the recorded end, so they are taken over; anything else is refused.
 */
async function refuseBroken(folder: string, recorded: LedgerHead): Promise<void> {
  const { problem } = await verifyLedger(folder, recorded);
  if (!problem) return;
  const chain = await verifyLedger(folder);
  const whole = !chain.problem || chain.problem.reason === cutOff;
  const entries = await entriesOf(folder);
  const ours = entries.slice(recorded.length).every(({ action }) => kindOf.has(action) || action === ledgerRepaired);
  if (whole && chain.length >= recorded.length && entries[recorded.length - 1]?.hash === recorded.head && ours) return;
  throw new AfterimageError(
    'io',
    `Cannot add a note to ${folder}: line ${problem.line} of its ledger is not as it should be (${problem.reason}).`,
  );
}

/** Runs `work` while nothing else writes the case. */
async function locked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const place = join(folder, workName);
  const until = Date.now() + PATIENCE;
  for (;;) {
    try {
      await mkdir(place);
    } catch (error) {
      if (osCode(error) !== 'EEXIST') throw osError('cannot-create', 'keep notes in', folder, error);
    }
    try {
      await takeLock(place);
      break;
    } catch (error) {
      // Another one has it, or took the folder away as it was done.
      const cause = error instanceof Error ? osCode(error.cause) : undefined;
      if (cause !== undefined && cause !== 'ENOENT') throw error;
      if (Date.now() > until)
        throw new AfterimageError(
          'unavailable',
          `Cannot add a note to ${folder}: process ${(await holderOf(place)) ?? 'unknown'} keeps writing the case.`,
          { cause: error },
        );
      await sleep(20);
    }
  }
  try {
    return await work();
  } finally {
    await releaseLock(place).catch(() => {});
    await rmdir(place).catch(() => {});
  }
}

/** Every note in the ledger of a case, oldest first. @throws AfterimageError `io` when it cannot be read */
export async function readNotes(path: string): Promise<Note[]> {
  return (await entriesOf(resolve(path))).flatMap((entry) => noteOf(entry) ?? []);
}

/** Why no note can be kept in a case; nothing when it can. */
export async function whyNoNotes(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.W_OK);
    await access(join(path, ledgerName), constants.W_OK);
    return undefined;
  } catch (error) {
    return osError('cannot-create', 'keep notes in', path, error).message;
  }
}

/** Lines that are entries; what is wrong with the others is for `verifyLedger` to say. */
async function entriesOf(folder: string): Promise<LedgerEntry[]> {
  const path = join(folder, ledgerName);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (osCode(error) === 'ENOENT') return [];
    throw osError('io', 'read', path, error);
  }
  return text.split('\n').flatMap((line) => {
    try {
      const entry = JSON.parse(line) as LedgerEntry | null;
      return entry && typeof entry.action === 'string' && typeof entry.detail === 'object' ? [entry] : [];
    } catch {
      return [];
    }
  });
}

function noteOf({ seq, at, action, detail }: LedgerEntry): Note | undefined {
  const kind = kindOf.get(action);
  const { finding, text, by } = detail;
  if (!kind || typeof finding !== 'string') return undefined;
  return {
    seq,
    at,
    finding,
    action: kind,
    ...(typeof text === 'string' && { text }),
    ...(typeof by === 'string' && { by }),
  };
}
