import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CaseFile, caseFormat, caseFormatVersion, readCaseFile, writeCaseFile } from './case-file.ts';
import { Ledger, verifyLedger } from './ledger.ts';
import { addNote, readNotes, whyNoNotes } from './notes.ts';

let folder: string;
const now = () => new Date('2026-01-02T03:04:05Z');
const note = { finding: 'ab12', action: 'note' as const, text: 'seen <script>\u202e' };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'notes-'));
  const ledger = await Ledger.open(folder, now);
  await ledger.append('examination-begun');
  await ledger.append('examination-complete');
  const file: CaseFile = {
    format: caseFormat,
    formatVersion: caseFormatVersion,
    id: 'id',
    name: 'case',
    state: 'complete',
    tool: { name: 'afterimage', version: '0' },
    content: { version: '0', hash: '0' },
    options: {},
    given: [],
    custody: {},
    evidence: [],
    runs: [],
    files: {},
    ledger: ledger.head,
  };
  await writeCaseFile(folder, file);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Whether the chain ends where case.json says. */
const holds = async () => (await verifyLedger(folder, (await readCaseFile(folder))!.ledger)).problem === undefined;

describe('a note', () => {
  it('extends the chain, and case.json names its new end', async () => {
    const { note: kept, ledger } = await addNote(folder, note, now);
    expect(kept).toEqual({ seq: 2, at: now().toISOString(), ...note });
    expect((await readCaseFile(folder))!.ledger).toEqual(ledger);
    expect(await holds()).toBe(true);
    expect(await readNotes(folder)).toEqual([kept]);
    expect(existsSync(join(folder, '.work'))).toBe(false);
  });

  it('loses none when many are written at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => addNote(folder, { ...note, text: `${i}` }, now)));
    expect((await readNotes(folder)).map((n) => n.text)).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`));
    expect(await holds()).toBe(true);
  });

  it('waits for another process that writes the case, then goes on', async () => {
    mkdirSync(join(folder, '.work'));
    const other = spawn('sleep', ['0.3']);
    const stat = readFileSync(`/proc/${other.pid}/stat`, 'utf8');
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    writeFileSync(join(folder, '.work', 'lock'), `${other.pid} ${start}\n`);
    await addNote(folder, note, now);
    expect(other.exitCode).toBe(0);
    expect(await holds()).toBe(true);
  });

  it('takes over notes and half a line that a killed process left behind', async () => {
    const before = readFileSync(join(folder, 'case.json'));
    await addNote(folder, note, now);
    writeFileSync(join(folder, 'case.json'), before);
    appendFileSync(join(folder, 'ledger.jsonl'), '{"seq":3,"at":');
    expect(await holds()).toBe(false);
    await addNote(folder, { ...note, text: 'second' }, now);
    expect((await readNotes(folder)).map((n) => n.text)).toEqual([note.text, 'second']);
    expect(await holds()).toBe(true);
  });

  it('is refused where the ledger was changed, and nothing is written', async () => {
    const path = join(folder, 'ledger.jsonl');
    const changed = readFileSync(path, 'utf8').replace('examination-begun', 'examination-began');
    writeFileSync(path, changed);
    await expect(addNote(folder, note, now)).rejects.toMatchObject({
      code: 'io',
      message: expect.stringContaining('line 1 of its ledger'),
    });
    expect(readFileSync(path, 'utf8')).toBe(changed);
    expect(existsSync(join(folder, '.work'))).toBe(false);
  });

  it('is refused where entries of another kind were added behind the recorded end', async () => {
    await (await Ledger.open(folder, now)).append('examination-complete', { conclusion: 'nothing' });
    await expect(addNote(folder, note, now)).rejects.toMatchObject({ code: 'io' });
  });
});

it('says why no note can be kept', async () => {
  expect(await whyNoNotes(folder)).toBeUndefined();
  expect(await whyNoNotes(join(folder, 'nowhere'))).toContain('it does not exist');
});
