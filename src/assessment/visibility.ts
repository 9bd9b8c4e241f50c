import type { Coverage, SeenThrough, Visibility } from '../model/index.ts';
import { type Source, visibleThrough } from './visible-through.ts';

/** Share of a space that must be read to say that it was. */
const WHOLE = 0.995;

/** For each technique, whether it could have been seen: through which evidence, and for which time. */
export function visibilityOf(coverage: readonly Coverage[]): Visibility[] {
  const through = sourcesOf(coverage);
  return visibleThrough.map(([technique, name, sources]) => {
    const found = sources.map((s) => through(s));
    const seen = found.some((f) => f.seen === 'yes')
      ? found.every((f) => f.seen === 'yes')
        ? 'yes'
        : 'in part'
      : found.some((f) => f.seen === 'in part')
        ? 'in part'
        : 'no';
    return { technique, name, seen, through: found };
  });
}

function sourcesOf(coverage: readonly Coverage[]): (source: Source) => SeenThrough {
  const spans = coverage.flatMap((c) => c.spans);
  const logs = spans.filter((s) => (s.records ?? 0) > 0);
  const journals = spans.filter((s) => s.log.startsWith('journal of ') && s.from !== undefined);
  const space = (...kinds: (keyof Coverage['space'])[]): { present: number; read: number } =>
    coverage
      .flatMap((c) => kinds.map((k) => c.space[k]))
      .reduce(
        (sum: { present: number; read: number }, s) => ({
          present: sum.present + (s?.present ?? 0),
          read: sum.read + (s?.read ?? 0),
        }),
        { present: 0, read: 0 },
      );
  const read = (
    source: Source,
    { present, read: done }: { present: number; read: number },
    nothing: string,
    what: string,
  ): SeenThrough =>
    present === 0
      ? { source, seen: 'no', says: nothing }
      : done >= WHOLE * present
        ? { source, seen: 'yes', says: what }
        : {
            source,
            seen: done > 0 ? 'in part' : 'no',
            says: `${what}, ${Math.floor((100 * done) / present)} % of it read`,
          };
  const during = (
    source: Source,
    of: readonly { from?: string; to?: string }[],
    nothing: string,
    what: string,
  ): SeenThrough => {
    const from = of.flatMap((s) => s.from ?? []).sort()[0];
    const until = of
      .flatMap((s) => s.to ?? [])
      .sort()
      .at(-1);
    return of.length === 0
      ? { source, seen: 'no', says: nothing }
      : {
          source,
          seen: 'in part',
          ...(from && { from }),
          ...(until && { until }),
          says: `${what}; nothing is said of the time before and after`,
        };
  };
  const lists = coverage.flatMap((c) => c.compared ?? []);
  return (source) => {
    switch (source) {
      case 'live files':
        return read(source, space('allocated'), 'no live file was there', 'as they were when the evidence was taken');
      case 'earlier versions':
        return during(source, journals, 'no journal holds an earlier state', 'as far as the journals reach back');
      case 'free space':
        return read(source, space('unallocated'), 'the evidence holds no free space', 'what was not overwritten since');
      case 'logs':
        return during(
          source,
          logs,
          'no log in a format that is read',
          'as far as the logs reach, unless records were cut out',
        );
      case 'access log':
        return during(
          source,
          logs.filter((s) => /access/i.test(s.log)),
          'no access log was read',
          'as far as the access logs reach, if that kind of record was switched on',
        );
      case 'inode times':
        return coverage.some((c) => c.recognised.some((r) => /\bext[234]?\b/.test(r))) || journals.length > 0
          ? { source, seen: 'yes', says: 'inodes as the device wrote them' }
          : { source, seen: 'no', says: 'no inode of the device: a collected copy has the times of the collector' };
      case 'list of vendor files':
        return lists.some((l) => l.refused === undefined && l.system !== 'factory-reset')
          ? { source, seen: 'yes', says: 'files were compared with a list of what they should be' }
          : { source, seen: 'no', says: 'no list fits the version that was in use' };
      case 'memory':
        return { source, seen: 'no', says: 'memory is not examined' };
      case 'network traffic':
        return { source, seen: 'no', says: 'captured traffic is not examined' };
      case 'firmware':
        return { source, seen: 'no', says: 'boot images and firmware are read as bytes only' };
    }
  };
}
