import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { byText, confidences, severities } from '../model/index.ts';
import { compileRules } from './yara/rules.ts';
import { YaraScanner } from './yara/scanner.ts';

const content = fileURLToPath(new URL('../../content/', import.meta.url));
const names = (folder: string) => readdirSync(join(content, folder)).sort(byText);

const files = names('yara').filter((name) => name.endsWith('.yar'));
const texts = files.map((file) => ({ file, text: readFileSync(join(content, 'yara', file), 'utf8') }));
const compiled = compileRules(texts.map(({ file, text }) => ({ file, namespace: file, text, ours: true })));
const scanner = new YaraScanner(compiled.bytes);

interface Rule {
  file: string;
  name: string;
  meta: Record<string, string>;
}

/** Our own rules keep to one layout, so their meta can be read without a YARA parser. */
const rules: Rule[] = texts.flatMap(({ file, text }) =>
  text.split(/^(?=(?:private |global )*rule )/m).flatMap((part) => {
    const name = /^(?:private |global )*rule (\w+)/.exec(part)?.[1];
    const block = /meta:\s*\n([\s\S]*?)^\s*(?:strings|condition):/m.exec(part)?.[1] ?? '';
    const meta = Object.fromEntries([...block.matchAll(/^\s*(\w+) = "(.*)"\s*$/gm)].map((m) => [m[1]!, m[2]!]));
    return name ? [{ file, name, meta }] : [];
  }),
);
const severityOf = new Map(rules.map((rule) => [rule.meta.id, rule.meta.severity]));

interface Sample {
  id: string;
  file: string;
  bytes: Buffer;
}

/** A name ending in `.hex` holds hexadecimal text, so that no specimen lies on disk as a binary. */
function readSample(id: string, file: string): Sample {
  const bytes = readFileSync(join(content, 'samples', id, file));
  if (!file.endsWith('.hex')) return { id, file, bytes };
  const text = bytes.toString('latin1').replace(/\s+/g, '');
  expect(text, `${id}/${file} is hexadecimal text`).toMatch(/^(?:[0-9a-f]{2})+$/);
  return { id, file, bytes: Buffer.from(text, 'hex') };
}

const folders = names('samples');
const samples = folders.flatMap((id) => names(join('samples', id)).map((file) => readSample(id, file)));

function scan(bytes: Buffer): { id: string; rule: string }[] {
  const result = scanner.scan(bytes, 20_000);
  expect(result.error).toBeUndefined();
  expect(result.timedOut).toBe(false);
  return result.matches.map((m) => ({ id: String(m.meta.id), rule: m.rule }));
}

describe('rules', () => {
  it('all compile', () => {
    expect(compiled.rejected).toEqual([]);
    expect(compiled.ruleCount).toBe(rules.length);
    expect(rules.length).toBeGreaterThan(70);
  });

  it('have ids and names of their own, one made from the other', () => {
    expect(new Set(rules.map((r) => r.meta.id)).size).toBe(rules.length);
    expect(new Set(rules.map((r) => r.name)).size).toBe(rules.length);
    expect(rules.filter((r) => r.meta.id?.replaceAll('-', '_') !== r.name).map((r) => r.name)).toEqual([]);
  });

  it.each(rules.map((r) => [r.meta.id ?? r.name, r] as const))('%s has a complete meta table', (_, { meta }) => {
    const known = 'id title explanation family actors techniques about severity confidence reference'.split(' ');
    expect(Object.keys(meta).filter((key) => !known.includes(key))).toEqual([]);
    expect(meta.id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)+$/);
    expect(meta.title?.length).toBeGreaterThan(15);
    expect(meta.title).not.toMatch(/\.$/);
    expect(meta.explanation?.length).toBeGreaterThan(40);
    expect(meta.explanation).toMatch(/\.$/);
    expect(meta.techniques).toMatch(/^T\d{4}(?:\.\d{3})?(?:,T\d{4}(?:\.\d{3})?)*$/);
    expect(['compromise', 'tampering', 'lead']).toContain(meta.about);
    expect(severities).toContain(meta.severity);
    expect(confidences).toContain(meta.confidence);
    expect(meta.reference).toMatch(/^https:\/\/[a-z0-9.-]+\//);
    if (meta.family !== undefined) expect(meta.family).toMatch(/^[A-Z][A-Z0-9_.]+$/);
    if (meta.actors !== undefined) expect(meta.actors).toMatch(/^[A-Z]+\d+(?:,[A-Z]+\d+)*$/);
  });
});

describe('samples', () => {
  it('exist for every rule: three hits and two misses at least', () => {
    const count = (id: string | undefined, kind: string) =>
      samples.filter((s) => s.id === id && s.file.startsWith(kind)).length;
    const thin = rules.filter(({ meta }) => count(meta.id, 'hit-') < 3 || count(meta.id, 'miss-') < 2);
    expect(thin.map((r) => r.meta.id)).toEqual([]);
    expect(folders.filter((id) => !severityOf.has(id))).toEqual([]);
    expect(samples.filter((s) => !/^(?:hit|miss)-/.test(s.file))).toEqual([]);
  });

  it('are inert: a script ends before its first signature', () => {
    const scripts = samples.filter((s) => /^hit-.*\.(?:pl|pm|cgi|sh|py)$/.test(s.file));
    const live = scripts.filter(
      ({ bytes }) =>
        !/^(?:#![^\n]*\n)?(?:exit;?|exit 0;?|exit\(\)|raise SystemExit)\s*\n/.test(bytes.toString('latin1')),
    );
    expect(live.map((s) => `${s.id}/${s.file}`)).toEqual([]);
    expect(scripts.length).toBeGreaterThan(100);
  });

  it.each(samples.filter((s) => s.file.startsWith('hit-')).map((s) => [s.id, s.file, s] as const))(
    '%s matches %s',
    (id, _, { bytes }) => {
      expect(scan(bytes).map((m) => m.id)).toContain(id);
    },
  );

  it.each(samples.filter((s) => s.file.startsWith('miss-')).map((s) => [s.id, s.file, s] as const))(
    '%s and every rule that raises an alarm leave %s alone',
    (id, _, { bytes }) => {
      const found = scan(bytes).map((m) => m.id);
      expect(found.filter((hit) => hit === id || severityOf.get(hit) !== 'informational')).toEqual([]);
    },
  );

  it('are found as well in a piece of free space between other files', () => {
    const around = Buffer.from('The quick brown fox: $x = 1; print "ok"; }\n'.repeat(200));
    const before = Buffer.concat([around, Buffer.alloc(4096 - (around.length % 4096))]);
    const lost = samples
      .filter((s) => s.file.startsWith('hit-'))
      .filter(({ id, bytes }) => {
        const tail = Buffer.alloc(4096 - (bytes.length % 4096));
        return !scan(Buffer.concat([before, bytes, tail, before])).some((m) => m.id === id);
      });
    // Rules that begin with a look at the file's head are for pieces that begin with the file, as carving cuts them.
    const headed = new Set(rules.filter((r) => /uint32\(0\)/.test(textOf(r))).map((r) => r.meta.id));
    expect(lost.filter((s) => !headed.has(s.id)).map((s) => `${s.id}/${s.file}`)).toEqual([]);
  });
});

const textOf = (rule: Rule): string => {
  const text = texts.find((t) => t.file === rule.file)!.text;
  const start = text.indexOf(`rule ${rule.name}`);
  const end = text.indexOf('\nrule ', start);
  return text.slice(start, end < 0 ? undefined : end);
};

const classic = spawnSync('yara', ['--version']).status === 0;

describe.skipIf(!classic)('classic yara, where it is installed', () => {
  it('says the same of every sample', () => {
    const folder = mkdtempSync(join(tmpdir(), 'samples-'));
    try {
      mkdirSync(join(folder, 'all'));
      const named = samples.map((sample, i) => ({ sample, name: `${i}` }));
      for (const { sample, name } of named) writeFileSync(join(folder, 'all', name), sample.bytes);
      const paths = files.map((file) => join(content, 'yara', file));
      const run = spawnSync('yara', ['-w', '-r', ...paths, join(folder, 'all')], { encoding: 'utf8' });
      expect(run.stderr).toBe('');
      const theirs = run.stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => /^(\w+) .*\/(\d+)$/.exec(line)!)
        .map((m) => `${m[1]} ${samples[Number(m[2])]!.id}/${samples[Number(m[2])]!.file}`);
      const ours = named.flatMap(({ sample }) =>
        scan(sample.bytes).map((m) => `${m.rule} ${sample.id}/${sample.file}`),
      );
      expect(theirs.sort(byText)).toEqual(ours.sort(byText));
      expect(ours.length).toBeGreaterThan(200);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});
