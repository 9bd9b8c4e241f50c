import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mixedImage, mountReadOnly, packRules, sparseImage, unmount, warm } from './evidence.ts';
import { gatewayImage, gatewayVolumes, mountGateway, unmountGateway } from './gateway.ts';
import { type Measured, run } from './measure.ts';
import { thirdPartyRules } from './rules.ts';
import { compare, compareMemory, given, missing, race, rows, say, seconds, skip, threads } from './score.ts';

/*
 * `examine` beside what a responder would run instead: over the image of a plain Linux machine, on which hardly any
 * content comes twice, and over the disk of a gateway, on which three systems lie side by side.
 */

const project = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const specimens = join(project, 'fixtures/gateway/specimens');

/** Where the evidence is kept, and where cases come and go. */
const folder = join(project, '.bench');

/** An examination into a case folder that is thrown away; an exit status that means failure stops the bench. */
async function timed(output: string, ...command: string[]): Promise<Measured> {
  rmSync(output, { recursive: true, force: true });
  const one = await run(process.execPath, command);
  rmSync(output, { recursive: true, force: true });
  if (![0, 1, 2].includes(one.exitCode))
    throw new Error(`examine ended with ${one.exitCode}: ${one.stderr.slice(-500)}`);
  return one;
}

/** As a responder runs it. */
function examine(image: string, ...options: string[]): Promise<Measured> {
  const output = join(folder, 'bench.case');
  return timed(output, join(project, 'dist/cli/bin.js'), 'examine', image, '-o', output, '--quiet', ...options);
}

/** Through the library: without interpreting logs, without the past. */
function partly(image: string, ...flags: string[]): Promise<Measured> {
  const output = join(folder, 'partly.case');
  return timed(output, beside('./examine.mjs'), image, output, ...flags);
}

/** An image, mounted for reading, with its free blocks in a file: what the others need before they can begin. */
interface Scene {
  name: string;
  image: string;
  mount: string;
  /** First sector of each filesystem. */
  volumes: number[];
}

const freeOf = ({ volumes }: Scene): string[] => volumes.map((_, n) => join(folder, `free-${n}.blkls`));

/** The classic way: yara over the mounted files, blkls to get the free blocks out, yara over those. */
async function classic(scene: Scene, rules: string[]): Promise<Measured> {
  const script = `rules=$1; threads=$2; mount=$3; image=$4; shift 4
    yara -w -N -r -p "$threads" $rules "$mount"
    for pair in "$@"; do blkls -A -o "\${pair%%:*}" "$image" > "\${pair#*:}"; yara -w $rules "\${pair#*:}"; done`;
  const pairs = freeOf(scene).map((path, n) => `${scene.volumes[n]}:${path}`);
  return run('sh', ['-c', script, 'sh', rules.join(' '), threads, scene.mount, scene.image, ...pairs]);
}

/** The engine and nothing else, over the files and what `classic` left of the free blocks. */
function engine(scene: Scene, rules: string[]): Promise<Measured> {
  const paths = [scene.mount, ...freeOf(scene)].join(',');
  return run(process.execPath, [beside('./engine.mjs'), threads, paths, ...rules]);
}

const scanner = (scene: Scene, rules: string[]): Promise<Measured> =>
  run('python3', [beside('./scanner.py'), scene.mount, ...rules]);

/** Everything against everybody, then with 5,000 more rules. @returns what an examination took */
async function compete(scene: Scene): Promise<Measured> {
  const { name, image } = scene;
  const own = packRules(join(project, 'content/yara'));
  const third = join(folder, 'third-party-5000.yar');
  if (!existsSync(third)) writeFileSync(third, thirdPartyRules(5000));
  warm(image);
  say(`${name}: our content`);
  const all = await race({
    'yara and blkls': () => classic(scene, own),
    examine: () => examine(image),
    'without interpreting logs': () => partly(image, '--without-logs'),
    'without the past': () => partly(image, '--without-history'),
    'without both': () => partly(image, '--without-logs', '--without-history'),
    'YARA-X alone': () => engine(scene, own),
    'Python scanner': () => scanner(scene, own),
  });
  const [ours, yara] = [all.examine!, all['yara and blkls']!];
  compare(`${name}: everything / yara -r and blkls`, ours, yara);
  compare(`${name}: without interpreting logs / yara -r and blkls`, all['without interpreting logs']!, yara);
  compare(`${name}: without logs and the past / yara -r and blkls`, all['without both']!, yara);
  compare(`${name}: everything / without the past`, ours, all['without the past']!);
  compare(`${name}: everything / engine alone`, ours, all['YARA-X alone']!);
  compare(`${name}: everything / Python scanner (live files only)`, ours, all['Python scanner']!);
  say(`${name}: our content and 5,000 other rules`);
  const many = await race({
    'yara and blkls': () => classic(scene, [...own, third]),
    examine: () => examine(image, '-r', third),
    'without both': () => partly(image, '--without-logs', '--without-history', third),
    'YARA-X alone': () => engine(scene, [...own, third]),
  });
  compare(`${name}, 5,000 more rules: everything / yara -r and blkls`, many.examine!, many['yara and blkls']!);
  compare(`${name}, 5,000 more rules: everything / engine alone`, many.examine!, many['YARA-X alone']!);
  compare(
    `${name}, 5,000 more rules: without logs and the past / engine alone`,
    many['without both']!,
    many['YARA-X alone']!,
  );
  return ours;
}

/** Both images, and how memory fares on one of 20 GiB. */
export async function examinations(): Promise<void> {
  const why = missing('yara', 'blkls', 'mke2fs', 'mount', 'python3');
  if (why !== undefined) return skip('examine', why);
  say('making the evidence (once; kept in .bench/)');
  const [mixed, gateway] = [mixedImage(folder, specimens), gatewayImage(folder, specimens)];
  const mount = join(folder, 'mount');
  mountGateway(gateway, mount);
  try {
    await compete({ name: 'gateway, 2.75 GiB', image: gateway, mount, volumes: gatewayVolumes });
  } finally {
    unmountGateway(mount);
  }
  mountReadOnly(mixed, mount);
  let small: Measured;
  try {
    small = await compete({ name: 'plain, 1 GiB', image: mixed, mount, volumes: [0] });
  } finally {
    unmount(mount);
  }
  if (given('--without-20g')) return skip('examine 20 GiB', 'by --without-20g');
  say('20 GiB');
  const large = await examine(sparseImage(folder, mixed));
  compareMemory('peak memory of examine, 20 GiB / 1 GiB', large, small);
  rows.push({ what: 'time of examine, 20 GiB (mostly holes)', ours: seconds(large.seconds), theirs: '', ratio: '' });
}
