import type { Coverage } from '../../src/model/index.ts';

/** A piece of evidence of which ten bytes of live files were there and read, and nothing else. */
export const coverage = (more: Partial<Coverage> = {}): Coverage => ({
  evidence: 'e',
  name: 'e',
  recognised: [],
  space: { allocated: { present: 10, read: 10, entries: 1 } },
  parsers: [],
  detectors: [],
  spans: [],
  unread: [],
  ...more,
});

/** The home volume of a gateway: a journal, an access log, half of the free space read. */
export const gatewayCoverage = (more: Partial<Coverage> = {}): Coverage =>
  coverage({
    recognised: ['mbr:2 lvm:groupA/home ext4'],
    space: {
      allocated: { present: 1000, read: 1000, entries: 1 },
      unallocated: { present: 500, read: 250, entries: 1 },
    },
    spans: [
      { log: 'journal of mbr:2 > lvm:groupA/home > ext4', from: '2020-11-05T08:00:00Z', to: '2021-04-18T02:16:20Z' },
      {
        log: '/data/runtime/logs/log.access.vc0',
        from: '2020-11-06T00:33:30Z',
        to: '2021-04-19T23:19:37Z',
        records: 782,
      },
    ],
    ...more,
  });
