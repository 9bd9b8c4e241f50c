/*
 * Which log a file is a part of. Rotation gives the older parts other names, compression adds an ending, and an archive
 * around the content a step to its path.
 */

const WRAPPERS = new Set(['gzip', 'xz', 'zstd']);
const PACKED = /\.(?:gz|tgz|xz|zst|zstd|bz2)$/i;
/** `.1`, `.old`, `-20210414`, `.2021-04-14`, as logrotate, rsyslog and gateways name what was rolled over. */
const ROTATED = /(?:\.old|\.bak|\.\d{1,4}|[.-]\d{4}-?\d\d-?\d\d(?:[-_T.]?\d{2,10})?)$/i;

/**
 * The path of a log's content without the step that a wrapper adds: `/var/log/auth.log.2.gz` for
 * `/var/log/auth.log.2.gz!/content`.
 */
export function contentPath(path: string, layers: readonly string[]): string {
  const step = path.lastIndexOf('!/');
  return step > 0 && WRAPPERS.has(layers.at(-1) ?? '') ? path.slice(0, step) : path;
}

/** Path of the log that the file of a `contentPath` belongs to: `/var/log/auth.log` for `/var/log/auth.log.2.gz`. */
export function seriesOf(path: string): string {
  const slash = path.lastIndexOf('/') + 1;
  let name = path.slice(slash).slice(-255);
  for (let i = 0; i < 4; i++) {
    const shorter = name.replace(PACKED, '').replace(ROTATED, '');
    if (shorter === '' || shorter === name) break;
    name = shorter;
  }
  return path.slice(0, slash) + name;
}

/** Name of a log's file as it was before compression, without its folder. */
export const logName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(PACKED, '');

/**
 * What kind of log tells an event: a gateway's `events`, `access`, `admin`, … by the name of the file; `auth`, `audit`,
 * `web-access`, `debuglog`, `gateway` (its log by syslog) or `syslog` otherwise.
 * @param source name of the format that told the event, which in a syslog file may be another than the file's own
 */
export function serviceOf(source: string, series: string): string {
  const name = series.slice(series.lastIndexOf('/') + 1).toLowerCase();
  if (source === 'vc0' || source === 'pulse-text' || source === 'welf') {
    const own = /^log\.([a-z]{1,32})\.vc0/.exec(name) ?? /[.(_)-](events|access|admin)(?:\.|$)/.exec(name);
    return own?.[1] ?? 'gateway';
  }
  if (source === 'syslog') return /^(?:auth|secure|authlog)(?:[._-]|$)/.test(name) ? 'auth' : 'syslog';
  return source;
}
