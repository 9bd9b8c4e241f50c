import type { SurveyedFile } from './file.ts';

/*
 * Which entries a survey may compare. Where a vendor's programs lie on a gateway comes from public incident write-ups;
 * the rest is the Filesystem Hierarchy Standard.
 */

const VENDOR = ['/home/webserver/htdocs/', '/home/perl/', '/home/bin/', '/home/lib/'];
const SYSTEM = [
  '/bin/',
  '/sbin/',
  '/lib/',
  '/lib64/',
  '/usr/bin/',
  '/usr/sbin/',
  '/usr/lib/',
  '/usr/lib64/',
  '/usr/libexec/',
];
/** Beside programs, what an intruder has reason to change. */
const KEPT = ['/etc/', '/home/', '/data/', '/root/'];
/** Made by the device itself after installation. */
const GENERATED = ['/lib/modules/', '/usr/lib/modules/', '/usr/lib/locale/'];
const PASSIVE = /\.(css|gif|png|jpe?g|ico|svg|woff2?|ttf|txt|log|pyc|cache|bak)$/;
const ROTATED = /(\.old|\.\d+|\.gz|\.bz2|\.xz|-\d{6,8})$/;

const isUnder = (path: string, places: readonly string[]): boolean => places.some((place) => path.startsWith(place));

export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** A file that only an installation or an upgrade of the product should lay down. */
export const isVendorProgram = (path: string): boolean => isUnder(path, VENDOR) && !PASSIVE.test(path);

/** A program, library or script of the product or of the system. */
export const isProgram = (path: string): boolean =>
  isVendorProgram(path) || (isUnder(path, SYSTEM) && !isUnder(path, GENERATED) && !PASSIVE.test(path));

/** A file whose every version is compared: programs, configuration, and what a gateway keeps of its own. */
export const isWatched = ({ path, isProgram }: SurveyedFile): boolean => isProgram || isUnder(path, KEPT);

/** A log that its writer only ever appends to, by where it lies; not what rotation left. */
export function isAppendOnlyLog(path: string): boolean {
  if (ROTATED.test(path)) return false;
  if (path.startsWith('/data/var/dlogs/') || path.startsWith('/var/log/')) return true;
  return path.startsWith('/data/runtime/logs/') && /^log\..*\.vc0$/.test(fileName(path));
}

/** A path on a volume: earlier versions of one file share it. */
export const pathKey = ({ volume, path }: SurveyedFile): string => `${volume} ${path}`;

/** A list for each key. */
export class Lists<T> extends Map<string, T[]> {
  add(key: string, item: T): void {
    const list = this.get(key);
    if (list) list.push(item);
    else this.set(key, [item]);
  }
}
