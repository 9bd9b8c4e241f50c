import type { FileRow } from '../case/index.ts';

/** Type letters as The Sleuth Kit writes them, for the name and for the inode. */
const letters: Record<string, string> = {
  file: 'r',
  directory: 'd',
  symlink: 'l',
  'character-device': 'c',
  'block-device': 'b',
  fifo: 'p',
  socket: 'h',
};

/**
 * One entry as a line of a bodyfile (The Sleuth Kit 3, as `mactime` reads it):
 * `MD5|name|inode|mode_as_string|UID|GID|size|atime|mtime|ctime|crtime`, seconds since 1970, 0 for what is not known.
 */
export function bodyfileLine(row: FileRow): string {
  const name = row.path ?? (row.inode === undefined ? `(${row.allocation} at ${row.layers})` : `(inode ${row.inode})`);
  const target = row.link_target === undefined ? '' : ` -> ${row.link_target}`;
  const state =
    row.allocation === 'allocated'
      ? ''
      : row.allocation === 'superseded'
        ? ` (earlier version${row.version_transaction === undefined ? '' : ` ${row.version_transaction}`})`
        : ' (deleted)';
  const { md5 = '0', inode = 0, uid = 0, gid = 0, size } = row;
  const times = [row.accessed, row.modified, row.changed, row.born].map(seconds);
  return [md5, safe(`${name}${target}${state}`), inode, modeText(row), uid, gid, size, ...times].join('|');
}

/** A name may hold anything; the separator, line ends and other controls become their bytes. */
const safe = (name: string): string =>
  name.replace(/[|\x00-\x1f\x7f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);

function seconds(at: string | undefined): number {
  const time = at === undefined ? Number.NaN : Date.parse(`${at.slice(0, 19)}Z`);
  return Number.isNaN(time) ? 0 : Math.floor(time / 1000);
}

function modeText({ kind, mode = 0 }: FileRow): string {
  const letter = letters[kind] ?? '-';
  // Owner, group, others.
  const text = [0, 1, 2]
    .map((who) => {
      const three = (mode >> (6 - 3 * who)) & 7;
      const special = (mode >> (11 - who)) & 1;
      const x = special ? (three & 1 ? 'sst'[who]! : 'SST'[who]!) : three & 1 ? 'x' : '-';
      return `${three & 4 ? 'r' : '-'}${three & 2 ? 'w' : '-'}${x}`;
    })
    .join('');
  return `${letter}/${letter}${text}`;
}
