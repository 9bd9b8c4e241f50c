import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Planted, plain, plant } from '../../fixtures/witness/plant.ts';
import { intruder } from '../../fixtures/witness/story.ts';
import { afterimage, coverageOf, findingsOf, verdictOf, workspace } from '../support/afterimage.ts';

/*
 * A gateway's three logs, and the syslog that a SIEM kept of it: in the local time of another zone, through a change of
 * daylight saving, with 3 % lost on the way. An intruder takes his records out of the gateway's logs and nothing else.
 */
const folder = workspace();
const at = (name: string): string => join(folder, name);
const story = { ...plain, events: 4000, loss: 0.03, skew: 120, zone: 540, dst: 60 };
const cut = plant({ ...story, edits: ['address'] });
const healthy = plant(story);

function gateway(name: string, { logs }: Planted): string {
  const path = at(name);
  mkdirSync(join(path, 'home/runtime/logs'), { recursive: true });
  for (const log of logs) writeFileSync(join(path, 'home/runtime/logs', log.name), log.bytes);
  return path;
}

/** What the rules over events say of the same logs is another walk's. */
const byWitness = (casePath: string) => findingsOf(casePath).filter(({ rule }) => rule.id.endsWith('-by-witness'));

const witness = (name: string, bytes: Buffer): string => {
  writeFileSync(at(name), bytes);
  return at(name);
};

describe('a witness of the gateway', () => {
  const casePath = at('cut.case');
  const syslog = witness('syslog.gz', gzipSync(cut.remote));

  it('names the records that were cut out of a vc0, each with the line that the SIEM kept', () => {
    expect(afterimage(['examine', gateway('cut', cut), '-o', casePath, '--witness', syslog]).status).toBe(1);
    const findings = byWitness(casePath);
    expect(findings).toMatchObject([
      {
        rule: { id: 'log-edit-by-witness', source: 'builtin' },
        about: 'tampering',
        state: 'edited',
        techniques: ['T1070.002'],
        severity: 'high',
        confidence: 'high',
        subject: { path: '/home/runtime/logs/log.access.vc0' },
      },
    ]);
    const [{ difference, locators, explanation }] = findings as [(typeof findings)[0]];
    const sent = new Set(cut.lines.filter(({ id }) => cut.edited.has(id)).map(({ id }) => id));
    expect(difference!.removed).toBe(sent.size);
    const lines = difference!.text.split('\n').filter((line) => line.startsWith('-'));
    expect(lines.length).toBe(sent.size);
    expect(lines.every((line) => line.includes(`src=${intruder}`) && line.includes('AUT31556'))).toBe(true);
    expect(explanation).toContain('the witness lost');
    // The gateway's bytes before the first gap, then the witness's own bytes.
    const [device, kept] = coverageOf(casePath).map(({ evidence }) => evidence);
    expect(locators[0]!.evidence).toBe(device);
    const [{ offset, length }] = locators[1]!.bytes as [{ offset: number; length: number }];
    expect(locators[1]!.evidence).toBe(kept);
    expect(gunzipSync(readFileSync(syslog).subarray(offset, offset + length)).toString()).toContain(lines[0]!.slice(1));
    expect(verdictOf(casePath)).toMatchObject({ subject: 'cut', conclusion: 'suspected' });
  });

  it('tells its events on the timeline at the gateway’s own time, those that only it has as recovered', () => {
    const rows = afterimage(['timeline', casePath, '--jsonl'])
      .stdout.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { source: string; at: string; recovered: boolean; fields: string | object });
    const told = rows.filter(({ source }) => source.startsWith('witness'));
    expect(told.length).toBe(cut.lines.length);
    const only = told.filter(({ recovered }) => recovered);
    expect(only.length).toBe(new Set(cut.lines.filter(({ id }) => cut.edited.has(id)).map(({ id }) => id)).size);
    const moments = new Set(cut.story.filter(({ id }) => cut.edited.has(id)).map((h) => Math.floor(h.at)));
    for (const { at: when } of only) {
      const second = Math.floor(Date.parse(when) / 1000);
      expect([-1, 0, 1].some((off) => moments.has(second + off))).toBe(true);
    }
  });

  it('states what it found in the coverage', () => {
    const [, heard] = coverageOf(casePath);
    expect(heard).toMatchObject({ name: 'syslog.gz', recognised: ['gzip'], parsers: ['welf'], unread: [] });
    const said = heard!.spans.find(({ log }) => log === 'witness syslog.gz, node gw1')!.says;
    expect(said).toMatch(/its clock: 3252\d s, then 3612\d s ahead; of its events \d+ present, \d+ edit/);
  });
});

describe('a witness that has nothing to accuse anybody of', () => {
  it('loss, a change of daylight saving, rotation and repetition are no finding', () => {
    mkdirSync(at('kept'));
    const lines = healthy.remote.toString().split('\n');
    writeFileSync(at('kept/syslog.1.gz'), gzipSync(lines.slice(0, 1800).join('\n')));
    writeFileSync(at('kept/syslog'), lines.slice(1800).join('\n'));
    const casePath = at('healthy.case');
    afterimage(['examine', gateway('healthy', healthy), '-o', casePath, '--witness', at('kept')]);
    expect(byWitness(casePath)).toEqual([]);
    const [, heard] = coverageOf(casePath);
    const says = heard!.spans.at(-1)!.says;
    expect(says).toMatch(/ present, .* rotation/);
    expect(says).not.toMatch(/ edit/);
    expect(says).toMatch(/it lacks \d+ lost \([1-4]\.\d %/);
  });

  it('another gateway’s record is refused, with the evidence for it, also under the same name and in one file', () => {
    const other = plant({ ...story, seed: 77 }, 'gw2').remote.toString();
    const mixed = [...other.split('\n'), ...healthy.remote.toString().split('\n')].sort().join('\n');
    const casePath = at('other.case');
    const run = afterimage([
      ...['examine', at('healthy'), '-o', casePath],
      ...['--witness', witness('gw2.log', Buffer.from(other))],
      ...['--witness', witness('same-name.log', plant({ ...story, seed: 78 }).remote)],
      ...['--witness', witness('both.log', Buffer.from(mixed))],
      ...['--witness', witness('none.txt', Buffer.from('a shopping list\n'))],
    ]);
    expect(byWitness(casePath)).toEqual([]);
    const [, gw2, same, both, none] = coverageOf(casePath).map(({ unread }) => unread.map(({ reason }) => reason));
    expect(gw2).toEqual([expect.stringMatching(/its node is "gw2", those of the device are "gw1", and of \d+ events/)]);
    expect(same).toEqual([expect.stringMatching(/bears the name "gw1" of the device, but of \d+ events/)]);
    expect(both).toEqual([expect.stringMatching(/events of "gw2" in both.log were not used/)]);
    expect(none).toContainEqual('witness: none.txt holds no event of a gateway that could be read');
    expect(run.stderr).toContain('were not used: its node is "gw2"');
  });
});
