import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../src/case/duckdb.ts';
import { contractNames } from '../src/case/names.ts';
import { fileColumns, timelineColumns } from '../src/case/rows.ts';
import { runIn } from '../src/cli/main.ts';
import { archives, assemblers, containers, fileSystems, partitionSchemes } from '../src/index.ts';
import type { Finding } from '../src/model/index.ts';
import { record } from './cli/context.ts';
import { afterimage, findingsOf, unpack, workspace } from './support/afterimage.ts';

/* The documentation is held against the code: a page that says what is no longer so fails here. */
const root = resolve(import.meta.dirname, '..');
const folder = workspace();
const casePath = join(folder, 'case-17');

const pages = ['.', 'docs', 'content', 'fixtures', 'scripts', 'src', 'tests', '.github']
  .flatMap((room) =>
    existsSync(join(root, room))
      ? readdirSync(join(root, room), { recursive: room !== '.', encoding: 'utf8' }).map((name) => join(room, name))
      : [],
  )
  .filter((name) => name.endsWith('.md'))
  .sort();
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** A page without its code, in which brackets and backticks mean something else. */
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** Headings as GitHub names them. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map((m) =>
    m[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );

/** True for a file or folder, and for a fixture named without its endings: `fixtures/ext/ext4-deleted`. */
function isThere(path: string): boolean {
  if (existsSync(join(root, path))) return true;
  const parent = join(root, dirname(path));
  return existsSync(parent) && readdirSync(parent).some((name) => name.startsWith(`${basename(path)}.`));
}

beforeAll(() => {
  unpack('gateway/gateway.img.gz', folder);
  expect(afterimage(['examine', 'gateway.img', '-o', casePath], { cwd: folder }).status).toBe(1);
});

describe('every page', () => {
  it('is found', () => {
    expect(pages).toEqual(
      expect.arrayContaining(['CONTRIBUTING.md', 'content/README.md', 'docs/README.md', 'docs/formats/case.md']),
    );
  });

  it('links to what is there', () => {
    const dead: string[] = [];
    let links = 0;
    for (const page of pages)
      for (const [, target] of withoutCode(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target!)) continue;
        links++;
        const [path, anchor] = target!.split('#') as [string, string?];
        const file = path === '' ? page : join(dirname(page), path);
        if (!existsSync(join(root, file))) dead.push(`${page}: ${target}`);
        else if (anchor !== undefined && !anchorsOf(textOf(file)).includes(anchor)) dead.push(`${page}: ${target}`);
      }
    expect(dead).toEqual([]);
    expect(links).toBeGreaterThan(10);
  });

  it('names files and folders of the repository that are there', () => {
    const gone: string[] = [];
    for (const page of pages)
      for (const [, path] of textOf(page).matchAll(/`((?:src|docs|fixtures|content|tests|scripts)\/[\w./-]*)`/g))
        if (!isThere(path!)) gone.push(`${page}: ${path}`);
    expect(gone).toEqual([]);
  });

  it('is reached from docs/README.md when it is documentation', () => {
    const reached = new Set(['docs/README.md']);
    for (const page of reached)
      for (const [, target] of withoutCode(textOf(page)).matchAll(/\]\(([^)#\s]+\.md)/g)) {
        const linked = join(dirname(page), target!);
        if (pages.includes(linked)) reached.add(linked);
      }
    expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
  });
});

/** Words of a shell command line, up to a pipe, redirection, list or comment. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    if (/^(?:\||;|#|&&|>|<$)/.test(word)) break;
    words.push(word.replace(/^["']|["']$/g, ''));
    if (word.endsWith(';')) break;
  }
  return words;
}

/** Every `afterimage …` of a page, in code blocks and in running text; alternatives `a|b` and `[optional]` spelled out. */
function commandLines(text: string): string[][] {
  const unfenced = text.replace(/^```[\s\S]*?^```/gm, '');
  const fenced = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap((m) => m[1]!.split('\n'));
  const lines = [
    ...fenced.flatMap((line) => /^\s*(?:\$ )?(?:source <\()?afterimage (.*)$/.exec(line)?.[1] ?? []),
    ...[...unfenced.matchAll(/`afterimage ([^`]+)`/g)].map((m) => m[1]!.replaceAll('\\|', '|')),
  ];
  return lines.flatMap((line) => {
    const words = wordsOf(line.replace(/ \| .*/, '').replace(/[[\]]/g, ''));
    return words.reduce<string[][]>(
      (all, word) => {
        const ways = /^[\w-]+(?:\|[\w-]+)+$/.test(word) ? word.split('|') : [word];
        return all.flatMap((before) => ways.map((way) => [...before, way]));
      },
      [[]],
    );
  });
}

/** A command line with something in the place of every placeholder; a command that is only spoken of asks for its help. */
function spelledOut(words: string[]): string[] {
  if (words[0] === 'COMMAND') return ['--help'];
  if (words.every((word) => /^[a-z]+$/.test(word)))
    return [...words.slice(0, words[0] === 'content' ? 2 : 1), '--help'];
  return words.flatMap((word) => {
    if (word === '<shell>') return ['bash'];
    // USAGE writes flags that must be there as `(--output zip)`; SHA-256 are cut short in examples.
    return [/^[0-9a-f]+…$/.test(word) ? '0'.repeat(64) : word.replace(/^\(|\)$/g, '')];
  });
}

describe('command lines', () => {
  const pagesWithCommands = pages.filter((p) => p === 'README.md' || p.startsWith('docs/'));

  it('are read as they are meant to be', () => {
    expect(commandLines('`afterimage findings\\|files <case>`\n```\n$ afterimage a "b c" | jq .x\n```')).toEqual([
      ['a', 'b c'],
      ['findings', '<case>'],
      ['files', '<case>'],
    ]);
  });

  it.each(pagesWithCommands)('of %s are understood', async (page) => {
    const wrong: string[] = [];
    for (const words of commandLines(textOf(page))) {
      // There is nothing in this folder, so no command comes further than its command line.
      const { context, stderr } = record({ cwd: join(folder, 'nothing') });
      const status = await runIn(context, spelledOut(words));
      if (status === 64) wrong.push(`${words.join(' ')}: ${stderr().split('\n')[0]}`);
    }
    expect(wrong).toEqual([]);
  });

  it('with a flag that does not exist are not', async () => {
    const { context } = record({ cwd: folder });
    expect(await runIn(context, ['examine', 'x.img', '--no-such-flag'])).toBe(64);
  });
});

/** Names in the first cells of the table in a section, in order; `` `a.b`, `c` `` are two. */
function tableNames(page: string, heading: string): string[] {
  const text = textOf(page);
  const start = heading === '' ? 0 : text.indexOf(`\n## ${heading}\n`);
  expect(start, `heading ${heading}`).toBeGreaterThanOrEqual(0);
  const section = text.slice(start + 1).split(/^## /m)[heading === '' ? 0 : 1]!;
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...line.split(' | ')[0]!.matchAll(/`([^`]+)`/g)].map((m) => m[1]!));
}

/** Fields of an interface in a source file. */
function fieldsOf(file: string, name: string): string[] {
  const text = readFileSync(join(root, 'src', file), 'utf8');
  const body = new RegExp(`^export interface ${name} \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(text)?.[1];
  expect(body, `${name} in ${file}`).toBeDefined();
  return [...body!.matchAll(/^ {2}(\w+)\??:/gm)].map((m) => m[1]!);
}

describe('docs/formats/case.md', () => {
  const page = 'docs/formats/case.md';

  it('lists the files of a case, and no other', () => {
    expect(tableNames(page, '')).toEqual(expect.arrayContaining([...contractNames]));
    expect(tableNames(page, '')).toHaveLength(contractNames.length);
    expect(readdirSync(casePath).sort()).toEqual([...contractNames].sort());
  });

  it('lists every column, in order', () => {
    expect(tableNames(page, 'files.parquet')).toEqual(Object.keys(fileColumns));
    expect(tableNames(page, 'timeline.parquet')).toEqual(Object.keys(timelineColumns));
  });

  it('lists every field of a verdict, of coverage and of case.json', () => {
    expect(tableNames(page, 'verdict.json').sort()).toEqual(fieldsOf('model/verdict.ts', 'Verdict').sort());
    expect(tableNames(page, 'coverage.json').sort()).toEqual(fieldsOf('model/coverage.ts', 'Coverage').sort());
    expect(tableNames(page, 'assessment.json').sort()).toEqual(
      fieldsOf('model/assessment.ts', 'Assessment').flatMap(assessed).sort(),
    );
    expect(tableNames(page, 'case.json').sort()).toEqual(fieldsOf('case/case-file.ts', 'CaseFile').sort());
  });

  /** A part of an assessment with its fields, as the page names them. */
  const assessed = (part: string): string[] =>
    fieldsOf('model/assessment.ts', part === 'life' ? 'DeviceLife' : part[0]!.toUpperCase() + part.slice(1)).map(
      (f) => `${part}.${f}`,
    );

  it('lists every field of a finding', () => {
    const inner: Record<string, [string, string]> = {
      rule: ['model/finding.ts', 'RuleReference'],
      subject: ['model/finding.ts', 'Subject'],
      locators: ['model/locator.ts', 'Locator'],
      difference: ['model/finding.ts', 'Difference'],
      likeness: ['model/finding.ts', 'Likeness'],
    };
    const expected = fieldsOf('model/finding.ts', 'Finding').flatMap((field) => {
      const of = inner[field];
      return of ? fieldsOf(...of).map((f) => `${field}.${f}`) : [field];
    });
    expected.push(...fieldsOf('model/finding.ts', 'Interval'));
    expect(tableNames(page, 'A finding').sort()).toEqual(expected.sort());
  });

  it('shows a finding of the demo as it is', () => {
    const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(textOf(page))![1]!) as Finding;
    const found = findingsOf(casePath).find((f) => f.id === example.id);
    // Content is renewed without this page.
    expect({ ...found, rule: { ...found?.rule, version: '' } }).toEqual({
      ...example,
      rule: { ...example.rule, version: '' },
    });
  });

  const questions = [...textOf(page).matchAll(/```sql\n([\s\S]*?)```/g)].map((m) => m[1]!.trim());

  it('asks questions', () => {
    expect(questions.length).toBeGreaterThan(8);
    expect(questions.filter((q) => q.includes('\n'))).toEqual([]);
  });

  it.each(questions)('gets an answer to: %s', async (question) => {
    const engine = await Engine.open();
    const rows: unknown[] = [];
    try {
      const sql = question.replaceAll("'case-17/", `'${casePath}/`).replace(/;$/, '');
      for await (const row of engine.rows(sql)) rows.push(row);
    } finally {
      engine.close();
    }
    // Nothing in the demo runs as root for everybody.
    if (question.includes('2048')) expect(rows).toEqual([]);
    else expect(rows.length).toBeGreaterThan(0);
  });

  it.skipIf(spawnSync('jq', ['--version']).status !== 0)('checks a case by hand, and sees a change', () => {
    const script = /```bash\n([\s\S]*?)```/.exec(textOf(page))![1]!;
    const check = (change: string) =>
      spawnSync('bash', ['-c', `rm -rf copy && cp -r case-17 copy && cd copy && ${change}; cd .. && ${byCopy}`], {
        cwd: folder,
        encoding: 'utf8',
      }).stdout;
    const byCopy = script.replaceAll('case-17', 'copy').trim();
    const sound = check('true');
    expect(sound.match(/: OK$/gm)).toHaveLength(8);
    expect(sound).toContain('the chain holds');
    expect(sound).not.toContain('does not');
    expect(check("sed -i 's/compromised/no-evidence/' verdict.json")).toContain('verdict.json: FAILED');
    expect(check("sed -i '/evidence-read/s/gateway/Gateway/' ledger.jsonl")).toContain('does not match its hash');
    expect(check("sed -i '2d' ledger.jsonl")).toContain('does not follow');
    expect(check("sed -i '$d' ledger.jsonl")).not.toContain('the chain holds');
  });
});

describe('docs/reading-a-report.md', () => {
  const page = textOf('docs/reading-a-report.md');
  const run = (command: string): string =>
    spawnSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8' }).stdout.trim();
  const commands = [...page.matchAll(/```bash\n([\s\S]*?)```/g)].flatMap((m) => m[1]!.trim().split('\n'));
  const finding = (): Finding => findingsOf(casePath).find((f) => f.subject.path?.endsWith('meeting_testjs.cgi'))!;

  it('cuts the bytes that a finding names', () => {
    const [evidence, matched, whole, inode] = commands.map((c) => c);
    const { offset, length } = finding().locators[0]!.bytes[0]!;
    expect(run(evidence!)).toContain(finding().locators[0]!.evidence);
    expect(matched).toContain(`skip=${offset} count=${length}`);
    expect(run(whole!)).toContain(finding().subject.sha256);
    // The size field of an inode: 1073 bytes, little-endian at byte 4.
    expect(run(inode!).split('\n')[0]).toMatch(/^0000000 .. .. .. .. 31 04 00 00/);
  });

  it.skipIf(spawnSync('debugfs', ['-V']).error !== undefined)('is confirmed by debugfs', () => {
    const [stat, free, log] = commands.filter((c) => c.startsWith('debugfs'));
    expect(run(stat!)).toContain('(0):8929');
    expect(run(free!)).toContain('Block 8930 not in use');
    expect(run(log!)).toContain('inode block for inode 37');
  });

  it('uses the words of the report', () => {
    const report = readFileSync(join(casePath, 'report.html'), 'utf8');
    for (const [, part] of page.matchAll(
      /^\| (Evidence of compromise|To review|The device|What \w[\w ]+|Methods[\w ]+) \|/gm,
    ))
      expect(report, part).toContain(part);
    for (const words of ['What was not seen', 'What to do next', 'Still in place', 'Put back'])
      expect(report).toContain(words);
  });
});

describe('pages about formats', () => {
  const images = textOf('docs/formats/containers-and-volumes.md');

  it('name every format that is read', () => {
    const named = (text: string, names: { name: string }[]) =>
      names.map((n) => n.name).filter((name) => !text.includes(`| ${name} |`));
    expect(named(images, [...containers, ...partitionSchemes, ...assemblers])).toEqual([]);
    expect(named(textOf('docs/formats/archives.md'), archives)).toEqual([]);
    expect(fileSystems.map((f) => f.name)).toEqual(['ext2/ext3/ext4']);
  });

  it('name every format that is recognised and not read', () => {
    const known = readFileSync(join(root, 'src/evidence/volumes/known.ts'), 'utf8');
    const names = [...known.matchAll(/\{ name: '([^']+)'/g)].map((m) => m[1]!);
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !images.includes(name))).toEqual([]);
  });
});

it('no page speaks of the machine it was written on', () => {
  expect(pages.filter((p) => /\/root\//.test(textOf(p).replaceAll('/root/home/', '')))).toEqual([]);
  expect(relative(root, folder).startsWith('..')).toBe(true);
});
