import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { canonical } from './canonical.ts';
import { ledgerName } from './names.ts';
import { osCode, osError } from './os-error.ts';

/** One thing that was done, chained to the one before by its hash. */
export interface LedgerEntry {
  seq: number;
  /** RFC 3339, UTC. */
  at: string;
  action: string;
  detail: Record<string, unknown>;
  /** `hash` of the entry before; 64 zeros for the first. */
  previous: string;
  /** SHA-256 of the canonical JSON of this entry without `hash`. */
  hash: string;
}

/** The end of a chain: what case.json pins, because a chain alone does not show that its tail was cut off. */
export interface LedgerHead {
  head: string;
  length: number;
}

export interface LedgerCheck extends LedgerHead {
  /** The first thing wrong; absent when the chain holds. `line` counts from 1. */
  problem?: { line: number; reason: string };
}

const beginning = '0'.repeat(64);
const maximumBytes = 64 << 20;

/** What the ledger calls its own repair. */
export const ledgerRepaired = 'ledger-repaired';

/** What is wrong with a last line that a crash cut off: `Ledger.open` repairs it, and says so. */
export const cutOff = 'the line is cut off';

const hashOf = (entry: Omit<LedgerEntry, 'hash'>): string =>
  createHash('sha256').update(canonical(entry)).digest('hex');

/** The ledger of a running case: every entry is on the medium before `append` returns. */
export class Ledger {
  readonly #path: string;
  readonly #now: () => Date;
  #head: LedgerHead;
  #last: Promise<void> = Promise.resolve();

  private constructor(path: string, now: () => Date, head: LedgerHead) {
    this.#path = path;
    this.#now = now;
    this.#head = head;
  }

  /**
   * Opens the ledger of a case folder, new or to go on with. A last line that a crash cut off is removed, and said.
   * @throws AfterimageError `io`
   */
  static async open(folder: string, now: () => Date): Promise<Ledger> {
    const path = join(folder, ledgerName);
    const text = await readLedger(path);
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const { head, length, problem } = checkLines(whole);
    const ledger = new Ledger(path, now, { head, length });
    if (whole.length < text.length) await ledger.#truncate(Buffer.byteLength(whole));
    if (problem) await ledger.append('ledger-broken', { ...problem });
    else if (whole.length < text.length)
      await ledger.append(ledgerRepaired, { removedBytes: Buffer.byteLength(text) - Buffer.byteLength(whole) });
    return ledger;
  }

  get head(): LedgerHead {
    return this.#head;
  }

  /**
   * Adds an entry; calls are taken one after the other.
   * @throws AfterimageError `io`; the ledger is then as before
   */
  append(action: string, detail: Record<string, unknown> = {}): Promise<void> {
    const turn = this.#last.then(() => this.#append(action, detail));
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #append(action: string, detail: Record<string, unknown>): Promise<void> {
    const { head, length } = this.#head;
    const entry = { seq: length, at: this.#now().toISOString(), action, detail, previous: head };
    const hash = hashOf(entry);
    try {
      const handle = await open(this.#path, 'a');
      try {
        const { size } = await handle.stat();
        try {
          await handle.writeFile(`${JSON.stringify({ ...entry, hash })}\n`);
          await handle.sync();
        } catch (error) {
          await handle.truncate(size).catch(() => {});
          throw error;
        }
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw osError('io', 'write', this.#path, error);
    }
    this.#head = { head: hash, length: length + 1 };
  }

  async #truncate(length: number): Promise<void> {
    try {
      const handle = await open(this.#path, 'r+');
      await handle.truncate(length);
      await handle.close();
    } catch (error) {
      throw osError('io', 'write', this.#path, error);
    }
  }
}

async function readLedger(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > maximumBytes)
      throw new Error(`it is larger than any ledger we write (${maximumBytes} bytes)`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (osCode(error) === 'ENOENT') return '';
    throw osError('io', 'read', path, error);
  }
}

function checkLines(text: string): LedgerCheck {
  const lines = text.split('\n');
  const tail = lines.pop();
  let head = beginning;
  let seq = 0;
  const broken = (reason: string): LedgerCheck => ({ head, length: seq, problem: { line: seq + 1, reason } });
  for (const line of lines) {
    let entry: LedgerEntry;
    try {
      entry = JSON.parse(line);
    } catch {
      return broken('the line is not JSON');
    }
    if (typeof entry !== 'object' || entry === null) return broken('the line is not a ledger entry');
    const { hash, ...rest } = entry;
    if (rest.seq !== seq)
      return broken(`its number is ${JSON.stringify(rest.seq)}, expected ${seq}: lines are missing or were moved`);
    if (rest.previous !== head) return broken('it does not follow from the line before');
    if (hash !== hashOf(rest)) return broken('its content does not match its hash');
    head = hash;
    seq++;
  }
  return tail ? broken(cutOff) : { head, length: seq };
}

/**
 * Follows the chain of a case folder's ledger from its first line and compares its end with what case.json recorded.
 * @param recorded `ledger` of case.json; without it a cut-off tail cannot be seen
 * @throws AfterimageError `io` when the ledger cannot be read
 */
export async function verifyLedger(folder: string, recorded?: LedgerHead): Promise<LedgerCheck> {
  const check = checkLines(await readLedger(join(folder, ledgerName)));
  if (check.problem || !recorded) return check;
  const { head, length } = check;
  const broken = (line: number, reason: string): LedgerCheck => ({ head, length, problem: { line, reason } });
  if (length < recorded.length)
    return broken(length + 1, `the ledger ends after ${length} lines, case.json recorded ${recorded.length}`);
  if (length > recorded.length)
    return broken(recorded.length + 1, `the ledger has ${length} lines, case.json recorded ${recorded.length}`);
  if (head !== recorded.head) return broken(length, 'the last line is not the one that case.json recorded');
  return check;
}
