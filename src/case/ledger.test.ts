import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Ledger, verifyLedger } from './ledger.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  path = join(folder, 'ledger.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const now = () => new Date('2026-01-02T03:04:05Z');

async function written(): Promise<{ head: string; length: number }> {
  const ledger = await Ledger.open(folder, now);
  await Promise.all(['begun', 'evidence-read', 'complete'].map((action, i) => ledger.append(action, { b: i, a: [i] })));
  return ledger.head;
}

test('a ledger as it was written holds, also when entries were added at the same time', async () => {
  const head = await written();
  expect(head.length).toBe(3);
  expect(await verifyLedger(folder, head)).toEqual(head);
});

test('names the first line that was changed', async () => {
  const head = await written();
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('evidence-read', 'evidence-lost'));
  expect((await verifyLedger(folder, head)).problem).toEqual({
    line: 2,
    reason: 'its content does not match its hash',
  });
});

test('names the place where a line was taken out or two changed places', async () => {
  const head = await written();
  const [a, b, c] = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, `${a}\n${c}\n`);
  expect((await verifyLedger(folder, head)).problem?.line).toBe(2);
  writeFileSync(path, `${b}\n${a}\n${c}\n`);
  expect((await verifyLedger(folder, head)).problem?.line).toBe(1);
});

test('sees a tail that was cut off only because case.json recorded the head', async () => {
  const head = await written();
  const [a, b] = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, `${a}\n${b}\n`);
  expect((await verifyLedger(folder)).problem).toBeUndefined();
  expect((await verifyLedger(folder, head)).problem).toEqual({
    line: 3,
    reason: 'the ledger ends after 2 lines, case.json recorded 3',
  });
});

test('sees lines that were added with a right chain', async () => {
  const head = await written();
  const ledger = await Ledger.open(folder, now);
  await ledger.append('later');
  expect((await verifyLedger(folder, head)).problem?.line).toBe(4);
});

test('a missing ledger is not an empty one when case.json recorded lines', async () => {
  const head = await written();
  rmSync(path);
  expect((await verifyLedger(folder, head)).problem?.line).toBe(1);
});

test('every cut is seen, and going on after a crash repairs the last line and says so', async () => {
  const head = await written();
  const whole = readFileSync(path);
  for (let length = 0; length < whole.length; length += 7) {
    writeFileSync(path, whole.subarray(0, length));
    expect((await verifyLedger(folder, head)).problem, `cut at ${length}`).toBeDefined();
  }
  writeFileSync(path, whole.subarray(0, whole.length - 20));
  const ledger = await Ledger.open(folder, now);
  expect(ledger.head.length).toBe(3);
  expect(readFileSync(path, 'utf8')).toContain('"action":"ledger-repaired"');
  expect(await verifyLedger(folder, ledger.head)).toEqual(ledger.head);
});

test('a line that is no entry is named, never thrown', async () => {
  await written();
  for (const line of ['null', '[]', '{}', 'x', '"\\u0000"']) {
    appendFileSync(path, `${line}\n`);
    expect((await verifyLedger(folder)).problem?.line).toBe(4);
    writeFileSync(
      path,
      readFileSync(path, 'utf8')
        .split('\n')
        .slice(0, 3)
        .map((l) => `${l}\n`)
        .join(''),
    );
  }
});
