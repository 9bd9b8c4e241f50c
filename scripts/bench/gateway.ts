import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { plain, plant } from '../../fixtures/witness/plant.ts';
import { blobs, madeOnce, mountReadOnly, programs, tool, unmount, withMount } from './evidence.ts';
import { generator } from './rules.ts';

/*
 * A gateway's disk as it is imaged: three systems side by side (factory reset, the one before the last upgrade, the
 * current one), each a root of some 9,000 files (450 MiB), and a data volume with the gateway's logs. An upgrade is taken to
 * rebuild every third file and to leave the rest as it was; what it is in truth no public source says, and the time of
 * an examination depends on it, because a content that was read before is not matched again.
 */

const MIB = 2 ** 20;
const START = MIB;
const SIZE = 704 * MIB;

/** Volumes in the order in which they were last written to: the current system is the last one. */
const VOLUMES = ['factory', 'before', 'current', 'data'] as const;

const VERSIONS = { factory: [1, 'R1'], before: [8, 'R8'], current: [11, 'R11.3'] } as const;

/** Where a volume begins, bytes; how long it is, is SIZE. */
const volumeAt = (index: number): number => START + index * SIZE;

/** First sector of each volume. */
export const gatewayVolumes: number[] = VOLUMES.map((_, index) => volumeAt(index) / 512);

const options = (index: number): string => `,offset=${volumeAt(index)},sizelimit=${SIZE}`;

/** A master boot record with each volume as a primary partition of Linux; nothing boots from it. */
function partitionTable(): Buffer {
  const sector = Buffer.alloc(512);
  for (const index of VOLUMES.keys()) {
    const entry = 446 + 16 * index;
    sector[entry + 4] = 0x83;
    sector.writeUInt32LE(volumeAt(index) / 512, entry + 8);
    sector.writeUInt32LE(SIZE / 512, entry + 12);
  }
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}

/** As if it had been compiled again: as long as before, other bytes here and there. */
function rebuild(path: string, next: () => number): void {
  const bytes = readFileSync(path);
  for (let i = 0; i < 8 && bytes.length > 64; i++) {
    const at = 64 + Math.floor(next() * (bytes.length - 64));
    bytes[at] = bytes[at]! ^ (1 + Math.floor(next() * 255));
  }
  writeFileSync(path, bytes);
}

function fillRoot(root: string, system: keyof typeof VERSIONS, specimens: string): void {
  const put = programs(root, {
    '/usr/bin': { files: 1000, mebibytes: 200, largest: 64 },
    '/usr/lib': { files: 4000, mebibytes: 250, largest: 64 },
    '/usr/share': { files: 4000, mebibytes: 20, largest: 2 },
    '/etc': { files: 600, mebibytes: 2, largest: 2 },
  });
  const [maintenance, release] = VERSIONS[system];
  const next = generator(maintenance);
  if (system !== 'factory') for (const [i, path] of put.entries()) if (i % 3 === maintenance % 3) rebuild(path, next);
  const web = join(root, 'home/webserver/htdocs/dana-na');
  mkdirSync(join(web, 'auth'), { recursive: true });
  mkdirSync(join(root, 'home/perl'), { recursive: true });
  const version = `export DSREL_MAJOR=9\nexport DSREL_MINOR=1\nexport DSREL_MAINT=${maintenance}\nexport DSREL_COMMENT="${release}"\n`;
  writeFileSync(join(root, 'home/VERSION'), version);
  if (system === 'current')
    for (const name of readdirSync(specimens)) copyFileSync(join(specimens, name), join(web, 'auth', name));
}

function fillData(root: string): void {
  const logs = join(root, 'runtime/logs');
  mkdirSync(logs, { recursive: true });
  for (const { name, bytes } of plant({ ...plain, events: 400_000, days: 60 }).logs)
    writeFileSync(join(logs, basename(name)), bytes);
  blobs(root, 2400, generator(9));
}

/** A disk of 2.75 GiB with four ext4 volumes in an MBR, two thirds full. @returns its path */
export function gatewayImage(folder: string, specimens: string): string {
  return madeOnce(join(folder, 'gateway-3g.img'), volumeAt(VOLUMES.length), (making) => {
    writeFileSync(making, partitionTable(), { flag: 'r+' });
    for (const [index, volume] of VOLUMES.entries())
      makeVolume(making, index, volume, join(folder, 'mount'), specimens);
  });
}

function makeVolume(
  image: string,
  index: number,
  volume: (typeof VOLUMES)[number],
  mount: string,
  specimens: string,
): void {
  const how = `lazy_itable_init=0,lazy_journal_init=0,offset=${volumeAt(index)}`;
  tool('mke2fs', '-q', '-F', '-t', 'ext4', '-E', how, image, `${SIZE / 1024}k`);
  const fill = () => (volume === 'data' ? fillData(mount) : fillRoot(mount, volume, specimens));
  withMount(image, mount, options(index), fill);
  // In a second mount, so that the deleted files were on disk first.
  withMount(image, mount, options(index), () => {
    if (volume === 'current')
      rmSync(join(mount, 'home/webserver/htdocs/dana-na/auth/meeting_testjs.cgi'), { force: true });
    for (let number = 0; volume === 'data' && number < 2400; number += 9)
      rmSync(join(mount, 'blobs', `blob-${number}.bin`));
  });
}

/** All its volumes below one folder, for reading only. */
export function mountGateway(image: string, folder: string): void {
  for (const [i, volume] of VOLUMES.entries()) mountReadOnly(image, join(folder, volume), options(i));
}

export function unmountGateway(folder: string): void {
  for (const volume of VOLUMES) unmount(join(folder, volume));
}
