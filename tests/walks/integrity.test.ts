import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asVc0, scanEvents } from '../../fixtures/logs/scans.ts';
import { afterimage, coverageOf, findingsOf, verdictOf, workspace } from '../support/afterimage.ts';

/* A gateway's files as somebody collected them, its manifest with them, and the list of a clean install. */
const folder = workspace();
const web = '/home/webserver/htdocs/dana-na/auth';
const keys = (): { privateKey: KeyObject; publicKey: KeyObject } => generateKeyPairSync('rsa', { modulusLength: 2048 });
const vendor = keys();

function put(root: string, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

const programs = [
  ...Array.from({ length: 20 }, (_, i) => `${web}/url_${i}.cgi`),
  ...Array.from({ length: 10 }, (_, i) => `/home/perl/DS${i}.pm`),
  '/home/bin/check_integrity.sh',
];

function gateway(name: string, release = '18'): string {
  const root = join(folder, name);
  put(root, '/home/VERSION', `export DSREL_MAJOR=9\nexport DSREL_MINOR=1\nexport DSREL_COMMENT="R${release}"\n`);
  for (const path of programs) put(root, path, `#!/usr/bin/perl\n# ${path} of R${release}\nprint "page";\n`);
  put(root, '/data/runtime/logs/x', 'a log\n');
  sign(root, vendor);
  return root;
}

/** Writes the manifest over what is there now, and signs it. */
function sign(root: string, { privateKey, publicKey }: ReturnType<typeof keys>, list = programs): void {
  const text = list
    .map(
      (path) =>
        `${path} ${createHash('sha256')
          .update(readFileSync(join(root, path)))
          .digest('hex')} b\n`,
    )
    .join('');
  put(root, '/home/etc/manifest/manifest', text);
  put(root, '/home/etc/manifest/manifest.1', createSign('RSA-SHA512').update(text).sign(privateKey));
  put(root, '/home/etc/manifest/manifest.2', publicKey.export({ type: 'spki', format: 'pem' }));
}

const told = (root: string, ...args: string[]) => {
  const casePath = `${root}.case`;
  rmSync(casePath, { recursive: true, force: true });
  const run = afterimage(['examine', root, '-o', casePath, ...args]);
  return {
    run,
    findings: findingsOf(casePath).map((f) => [f.rule.id, f.severity, f.subject.path]),
    compared: coverageOf(casePath)[0]!.compared ?? [],
    limits: verdictOf(casePath).limitedBy,
  };
};

const golden = gateway('golden');
const baseline = join(folder, '9.1R18.jsonl');
const made = afterimage(['baseline', 'make', golden, '-o', baseline]);

describe('a baseline', () => {
  it('is made from a golden tree, and finds nothing in it', () => {
    expect(made.stdout).toContain('Baseline of ivanti-connect-secure 9.1R18: 35 files');
    expect(afterimage(['baseline', 'make', golden, '-o', baseline]).status).toBe(73);
    const { findings, limits, compared } = told(golden, '--baseline', baseline);
    expect(findings).toEqual([]);
    expect(compared.map((c) => [c.kind, c.system, c.same, c.signature])).toEqual([
      ['manifest', 'current', 31, 'fits'],
      ['baseline', 'current', 35, undefined],
    ]);
    expect(limits.join('\n')).toContain('Compared with the baseline 9.1R18.jsonl of 9.1R18 on the current system: 35');
    expect(limits.join('\n')).not.toContain('No baseline');
  });

  it('finds what a signed manifest hides: the program, and the manifest, signature and key made for it', () => {
    const root = gateway('resigned');
    put(root, `${web}/url_3.cgi`, '#!/usr/bin/perl\n# another page\n');
    put(root, `${web}/help.cgi`, '#!/usr/bin/perl\n# not of the vendor\n');
    rmSync(join(root, '/home/perl/DS9.pm'));
    sign(root, keys(), [...programs.filter((p) => !p.endsWith('DS9.pm')), `${web}/help.cgi`]);
    const { findings, compared } = told(root, '--baseline', baseline);
    expect(compared[0]).toMatchObject({ kind: 'manifest', signature: 'fits', changed: 0, missing: 0 });
    expect(findings).toEqual([
      ['manifest-rewritten', 'high', '/home/etc/manifest/manifest'],
      ['manifest-rewritten', 'high', '/home/etc/manifest/manifest.1'],
      ['manifest-rewritten', 'high', '/home/etc/manifest/manifest.2'],
      ['baseline-changed', 'high', `${web}/url_3.cgi`],
      ['baseline-new', 'medium', `${web}/help.cgi`],
      ['baseline-missing', 'low', '/home/perl/DS9.pm'],
    ]);
  });

  it('of another version is refused by its version, or by the evidence, and accuses nobody', () => {
    const other = gateway('other', '19');
    const lied = join(folder, 'lied.jsonl');
    writeFileSync(lied, readFileSync(baseline, 'utf8').replace('"version":"9.1R18"', '"version":"9.1R19"'));
    const { findings, limits } = told(other, '--baseline', baseline, '--baseline', lied);
    expect(findings).toEqual([]);
    expect(limits.join('\n')).toContain('was not used: it is of version 9.1R18, the device has current 9.1R19.');
    expect(limits.join('\n')).toMatch(/was not used: 3\d of the 3\d listed files that were found have another content/);
    expect(limits.join('\n')).toContain('no baseline of this version was compared');
  });

  it('that is cut or none is refused with its line', () => {
    const cut = join(folder, 'cut.jsonl');
    writeFileSync(cut, readFileSync(baseline, 'utf8').slice(0, -40));
    const { status, stderr } = afterimage(['examine', golden, '--baseline', cut, '-o', join(folder, 'no.case')]);
    expect([status, stderr]).toEqual([65, expect.stringContaining('line 36: found no JSON object')]);
  });
});

describe("the device's own manifest", () => {
  it('names what was changed, is new or gone, and honours the exclusion list', () => {
    const root = gateway('changed');
    put(root, '/home/etc/manifest/exclusion_list', '/home/perl/DS1.pm\n');
    put(root, `${web}/url_3.cgi`, 'another page\n');
    put(root, '/home/perl/DS1.pm', 'excluded\n');
    put(root, `${web}/new.cgi`, 'not listed\n');
    rmSync(join(root, `${web}/url_4.cgi`));
    const { findings, compared } = told(root);
    expect(findings).toEqual([
      ['manifest-changed', 'high', `${web}/url_3.cgi`],
      ['manifest-new', 'medium', `${web}/new.cgi`],
      ['manifest-missing', 'low', `${web}/url_4.cgi`],
    ]);
    expect(compared[0]).toMatchObject({
      excluded: 1,
      notes: ['1 paths of its exclusion list were passed over: /home/perl/DS1.pm'],
    });
  });

  it('with a recalculated line and the old signature is found by the signature', () => {
    const root = gateway('unsigned');
    const path = join(root, '/home/etc/manifest/manifest');
    put(root, `${web}/url_3.cgi`, 'another page\n');
    const sum = createHash('sha256').update('another page\n').digest('hex');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/(url_3\.cgi) \S+/, `$1 ${sum}`));
    expect(told(root).findings).toEqual([['manifest-signature', 'high', '/home/etc/manifest/manifest']]);
  });
});

describe("the gateway's own integrity scans", () => {
  it('bracket an implant to two hours, and their log says that the upgrade never started', () => {
    const from = Date.parse('2025-01-14T04:00:00Z') / 1000;
    const until = Date.parse('2025-01-20T10:00:00Z') / 1000;
    const events = scanEvents({
      from: '2025-01-01T00:00:00Z',
      days: 28,
      more: [{ at: from - 86_400, code: 'SYS20412', args: ['9.1R11.3'] }],
      scan: (at) => (at >= from && at < until ? { matched: 24000, fresh: 1, modified: 1 } : { matched: 24001 }),
    });
    const root = join(folder, 'alibi');
    put(root, '/data/runtime/logs/log.events.vc0', asVc0(events));
    put(root, '/home/VERSION', 'DSREL_MAJOR=9\nDSREL_MINOR=1\nDSREL_COMMENT=R18\n');
    put(root, `${web}/login.cgi`, 'a page\n');
    expect(told(root).findings).toEqual([
      ['integrity-scan-changed', 'high', '/data/runtime/logs/log.events.vc0'],
      ['upgrade-not-started', 'medium', '/home/VERSION'],
    ]);
    const [found] = findingsOf(`${root}.case`);
    expect(found).toMatchObject({
      state: 'removed',
      title: "The gateway's own integrity scans found files within 2 hours",
      appeared: { notBefore: '2025-01-14T02:01:00.000Z', notAfter: '2025-01-14T04:01:38.000Z' },
      removed: { notBefore: '2025-01-20T08:01:00.000Z', notAfter: '2025-01-20T10:01:38.000Z' },
    });
    expect(found!.locators[0]!.bytes.length).toBeGreaterThan(8);
    expect(verdictOf(`${root}.case`).conclusion).toBe('suspected');
  });
});

const canMount =
  process.getuid?.() === 0 &&
  spawnSync('losetup', ['--version']).error === undefined &&
  spawnSync('debugfs', ['-V']).error === undefined;
const sh = (command: string, ...args: string[]): void =>
  void execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });

describe.skipIf(!canMount)('a manifest that was rewritten in place, with a key of somebody else', () => {
  it('is known from the journal, and from when its inode was changed', () => {
    const image = join(folder, 'root.img');
    const mount = join(folder, 'root.mount');
    const root = gateway('root');
    mkdirSync(mount);
    sh('truncate', '-s', '32M', image);
    sh('mke2fs', '-q', '-F', '-t', 'ext4', image);
    sh('mount', '-o', 'loop', image, mount);
    try {
      sh('cp', '-a', `${root}/.`, mount);
      sh('sync', '-f', mount);
      // The volume is mounted anew, as a device does when it starts.
      put(root, `${web}/url_3.cgi`, 'another page\n');
      sign(root, keys());
      sh('cp', `${root}${web}/url_3.cgi`, join(mount, web));
      for (const name of ['manifest', 'manifest.1', 'manifest.2'])
        sh('cp', '--remove-destination', `${root}/home/etc/manifest/${name}`, join(mount, 'home/etc/manifest'));
      sh('sync', '-f', mount);
    } finally {
      sh('umount', mount);
    }
    const script = programs.map((path) => `sif ${path} ctime 20240101000000\n`).join('');
    writeFileSync(join(folder, 'older'), script);
    sh('debugfs', '-w', '-f', join(folder, 'older'), image);
    const { findings } = told(image);
    const manifest = '/home/etc/manifest/manifest';
    expect(findings).toContainEqual(['manifest-rewritten', 'high', manifest]);
    expect(findings.filter(([rule]) => rule === 'manifest-late').map(([, , path]) => path)).toEqual([
      manifest,
      `${manifest}.1`,
      `${manifest}.2`,
    ]);
    const [found] = findingsOf(`${image}.case`).filter((f) => f.rule.id === 'manifest-rewritten');
    expect(found).toMatchObject({ state: 'edited', difference: { added: 1, removed: 1 } });
    expect(found!.explanation).toContain(`${web}/url_3.cgi`);
    expect(found!.explanation).toContain('The key beside it was replaced as well');
  });
});
