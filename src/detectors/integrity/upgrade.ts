import type { Claim } from '../../model/index.ts';
import { claimOf } from './claims.ts';

/** What one VERSION file says. */
export interface StatedVersion {
  path: string;
  version: string;
  build?: string;
  /** Last change of its inode, where a filesystem says it. */
  changed?: string;
}

/** The last start of the software that a log tells of. */
export interface LoggedStart {
  at: string;
  /** Versions that the record names: usually one, the running one. */
  versions: string[];
  /** Path and last time of the log. */
  log: string;
  until: string;
}

/** `9.1R18.6` and `9.1R18.6.0` are one. */
const same = (a: string, b: string): boolean => a.replace(/(\.0)+$/, '') === b.replace(/(\.0)+$/, '');

/**
 * An upgrade that was only shown: the file says a version that never started. Nothing is said where the log ends before
 * the file was written, for then the start may lie behind its end.
 */
export function neverStarted(file: StatedVersion, start: LoggedStart, version: string): Claim | undefined {
  if (start.versions.some((v) => same(v, file.version))) return undefined;
  if (file.changed !== undefined && start.until < file.changed) return undefined;
  return claimOf('upgrade-not-started', version, {
    about: 'tampering',
    techniques: ['T1562.001', 'T1036'],
    severity: file.changed === undefined ? 'medium' : 'high',
    confidence: file.changed === undefined ? 'low' : 'medium',
    title: `${file.path} states a version that never started`,
    explanation: `It says ${file.version}; the last start in ${start.log}, at ${start.at}, is of ${start.versions.join(', ')}, and the log goes on until ${start.until}${file.changed ? `, behind the last change of the file at ${file.changed}` : ''}. An upgrade that is only shown copies a newer VERSION over the old one. Innocent causes that remain: an upgrade that was installed and not started yet, a log kept from before a rollback or carried over from another system.`,
  });
}

/** Two files of one system that should say the same. */
export function twoVersions(root: StatedVersion, boot: StatedVersion, version: string): Claim | undefined {
  if (
    same(root.version, boot.version) &&
    (root.build === undefined || boot.build === undefined || root.build === boot.build)
  )
    return undefined;
  const said = (v: StatedVersion): string => `${v.version}${v.build === undefined ? '' : ` build ${v.build}`}`;
  return claimOf('version-mismatch', version, {
    about: 'tampering',
    techniques: ['T1562.001', 'T1036'],
    severity: 'medium',
    confidence: 'low',
    title: 'The VERSION files of one system differ',
    explanation: `${root.path} says ${said(root)}, ${boot.path} says ${said(boot)}. An installation writes both. Innocent causes that remain: a hotfix that writes one of them, or boot and root volumes of which we do not know how they belong together.`,
  });
}

/** One file that said something else before, in the same system. */
export function rewrittenVersion(now: StatedVersion, before: StatedVersion, version: string): Claim | undefined {
  if (same(now.version, before.version) && now.build === before.build) return undefined;
  return claimOf('version-rewritten', version, {
    about: 'tampering',
    state: 'edited',
    techniques: ['T1562.001', 'T1036'],
    severity: 'high',
    confidence: 'medium',
    title: `${now.path} was rewritten in place`,
    explanation: `An earlier version of the file, known from the journal, says ${before.version}${before.build ? ` build ${before.build}` : ''}; now it says ${now.version}${now.build ? ` build ${now.build}` : ''}. An upgrade of this product writes the other system and leaves this one as it was. Innocent cause that remains: a hotfix that renews the file.`,
    difference: {
      added: 1,
      removed: 1,
      text: `-${before.version} ${before.build ?? ''}\n+${now.version} ${now.build ?? ''}`,
    },
  });
}
