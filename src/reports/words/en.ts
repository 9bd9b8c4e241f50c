import type { Confidence } from '../../model/index.ts';
import type { Dating } from '../../model/told.ts';
import { intervalText } from '../times.ts';
import { steps } from './en-steps.ts';
import type { Words } from './words.ts';

const items = (n: number): string => (n === 1 ? '1 item' : `${n} items`);
const capital = (word: string): string => `${word[0]!.toUpperCase()}${word.slice(1)}`;
const same = <K extends string>(...keys: K[]): Record<K, string> =>
  Object.fromEntries(keys.map((k) => [k, k])) as unknown as Record<K, string>;

/** The report in English. */
export const en: Words = {
  tag: 'en',
  stop: '.',
  stays: undefined,
  sentence: (text) => text,
  assessedText: (text) => text,
  statement: (verdict) => verdict.statement,

  conclusions: {
    compromised: 'Compromised',
    'compromised-then-cleaned': 'Compromised, then cleaned',
    suspected: 'Suspected',
    inconclusive: 'Inconclusive',
    'no-evidence-found': 'No evidence found in what was read',
  },
  confidences: same('low', 'medium', 'high'),
  severities: same('informational', 'low', 'medium', 'high', 'critical'),
  states: {
    live: 'Still in place',
    removed: 'Removed',
    reverted: 'Put back',
    edited: 'Edited',
    inferred: 'Inferred',
  },
  stateMeanings: {
    live: 'the file was there when the evidence was taken',
    removed: 'the file was deleted; its name, its inode or its bytes are still in the evidence',
    reverted:
      'the file was altered and later put back; this is the altered version, known from the journal or old blocks',
    edited: 'parts of the file were cut out or changed; this is what it held before',
    inferred: 'the thing itself was not seen; traces of it were',
  },
  allocations: {
    allocated: 'a live file',
    superseded: 'an earlier version of a file that still exists',
    deleted: 'a deleted file whose name or inode still describes it',
    orphan: 'a file that was unlinked while a program held it open',
    unallocated: 'bytes in free space, without a name',
    slack: 'bytes behind the end of a file, in its last block',
  },
  contents: {
    intact: 'its content is whole',
    partial: 'only part of its content is left',
    lost: 'its content is lost',
  },
  systems: {
    current: 'current system',
    rollback: 'rollback system',
    'factory-reset': 'factory-reset system',
    shared: 'shared by the systems',
    unknown: 'system not known',
  },
  sources: {
    yara: 'YARA rule',
    hash: 'hash list',
    name: 'file name',
    path: 'path indicator',
    stix: 'STIX indicator',
    sigma: 'Sigma rule',
    builtin: 'built-in check',
  },
  abouts: same('compromise', 'removal', 'tampering', 'exposure', 'lead'),
  spaces: {
    allocated: 'Live files',
    superseded: 'Earlier versions of files',
    deleted: 'Deleted files',
    orphan: 'Files deleted while open',
    unallocated: 'Free space',
    slack: 'Slack behind files',
    metadata: 'Journal and metadata',
  },
  fileTimes: { modified: 'modified', changed: 'changed (metadata)', born: 'born', deleted: 'deleted' },

  confidenceText(conclusion, confidence: Confidence) {
    const word = capital(confidence);
    if (conclusion === 'no-evidence-found')
      return `${word}. An absence is only as good as what was read; what was not seen stands below.`;
    if (conclusion === 'inconclusive') return `${word}. Too little could be read to conclude anything.`;
    if (conclusion === 'suspected') return `${word}. No single finding is strong enough to say more.`;
    return `${word}. As sure as the strongest finding it rests on.`;
  },
  weight: ({ severity, confidence }) => `severity ${severity}, confidence ${confidence}`,
  rule: ({ id, source, version }) => `${en.sources[source] ?? source} ${id}${version ? `, version ${version}` : ''}`,
  seenAs: ({ subject }) => `${en.allocations[subject.allocation]}; ${en.contents[subject.content]}.`,
  attribution({ family, actors }) {
    const used = actors.length > 0 ? `as published, used by ${actors.join(', ')}` : undefined;
    if (family) return `Consistent with ${family}${used ? `; ${used}` : ''}.`;
    return used ? `Of a kind that was, ${used}.` : undefined;
  },
  host: ({ title, version, build }) => [title, version, build && `build ${build}`].filter(Boolean).join(' '),

  between: (from, to) => `between ${from} and ${to}`,
  sameDay: (day, from, to) => `${day}, ${from} to ${to}`,
  notBefore: (time) => `not before ${time}`,
  notAfter: (time) => `not after ${time}`,
  since({ since, undatedSince }) {
    const latest = since?.notAfter && intervalText({ notBefore: since.notAfter, notAfter: since.notAfter }, en);
    const earliest = since?.notBefore && intervalText({ notBefore: since.notBefore, notAfter: since.notBefore }, en);
    if (!latest && !earliest) return 'No time of appearance is known.';
    const when =
      latest === earliest
        ? latest
        : latest
          ? `${latest} at the latest${earliest ? `, ${earliest} at the earliest` : ''}`
          : `${earliest} at the earliest`;
    return `${when}.${undatedSince > 0 ? ` ${items(undatedSince)} at a time that is not known.` : ''}`;
  },
  until({ live, gone, removed, dated }: Dating) {
    const parts: string[] = [];
    if (live > 0) parts.push(`${items(live)} still in place when the evidence was taken.`);
    if (gone > 0) {
      const when = intervalText(removed, en) ?? 'at a time that is not known';
      const others = gone - dated === 1 ? 'the other' : 'the others';
      parts.push(
        dated > 0 && dated < gone
          ? `${items(gone)} removed or put back: ${dated} of them ${when}, ${others} at a time that is not known exactly.`
          : `${items(gone)} removed or put back, ${when}.`,
      );
    }
    return parts.join(' ') || 'Nothing says until when.';
  },
  steps,

  kinds: {
    compromise: {
      title: 'Evidence of compromise',
      lead: 'What an intruder puts on a device or leaves there: backdoors, tools, loot. Each matches with medium or high confidence.',
    },
    traces: {
      title: 'Tampering, removal, exposure',
      lead: 'What was done to records and files, and what lay open; on its own no proof of a backdoor.',
    },
    review: {
      title: 'To review',
      lead: 'Leads and weak matches. None of these says compromised; an innocent cause is possible for each.',
    },
  },
  topics: {
    files: { title: 'Files and their times', lead: 'From files, inodes and the journal.' },
    logs: { title: 'The device’s own logs', lead: 'Records cut, replaced or missing, by the logs themselves.' },
    witness: {
      title: 'Held against the witness',
      lead: 'What another machine’s record still has and the device’s logs no longer tell.',
    },
    integrity: {
      title: 'Integrity',
      lead: 'Files held against lists of what should be there, and what the vendor’s checker said.',
    },
    snapshots: {
      title: 'System snapshots',
      lead: 'How listings of files and programs differ from one snapshot to the next.',
    },
    requests: {
      title: 'Requests and sessions',
      lead: 'What events in logs tell: Sigma rules and questions asked of all of them.',
    },
    indicators: {
      title: 'Listed indicators',
      lead: 'Names, paths and hashes that were published. A name alone proves little.',
    },
  },
  lanes: {
    compromise: 'Evidence of compromise',
    use: 'Use, as logs tell it',
    traces: 'Tampering and removal',
    review: 'To review',
  },
  timeline: {
    title: 'Timeline',
    label: 'When each finding appeared and was removed; the same times stand in the findings',
    lead: 'Times are UTC, by the device’s own clock.',
    key: { live: 'Still in place', changed: 'put back or edited', gone: 'removed or inferred' },
    legend:
      'Solid: surely there. Pale: it came or went within this time. Dotted: not known. Upright mark: gone by then.',
    disclosures: 'Dashed: published reports on this kind of intrusion,',
    undrawn: (n) => `${n} more ${n === 1 ? 'item is' : 'items are'} not drawn.`,
    appeared: (interval) => `appeared ${interval}`,
    removed: (interval) => `removed ${interval}`,
  },
  assessed: {},
  page: {
    name: 'examination report',
    skip: 'Skip to the findings',
    contents: 'Contents',
    howSure: 'How sure',
    since: 'Since',
    until: 'Until',
    scope: 'Scope',
    notSeen: 'What was not seen',
    noLimit: 'No limit is known.',
    next: 'What to do next',
    findings: 'Findings',
    none: 'None in what was read.',
  },
  footer: (tool) =>
    `Made by ${tool}. This page holds no time of the run: the same evidence, content and version give the same page. When and where it was made stands in case.json and ledger.jsonl, beside every finding (findings.jsonl), file (files.parquet) and event (timeline.parquet).`,
  omission: (shown, all) =>
    `This report shows ${shown} of ${all} findings in full, strongest of each kind first, and the others as one line each. All of them are in findings.jsonl.`,
  listedOnly: (n) => `${n} more, one line each`,
  more: (n) => `${n} more items`,
  alike: (n) => `${n} of this kind`,
  shownOf: (shown, total) => `${shown} of ${total} findings are shown in full.`,
  columns: {
    state: 'State',
    family: 'Family',
    path: 'Path',
    appeared: 'Appeared (UTC)',
    removed: 'Removed (UTC)',
    title: 'What is said',
    system: 'System',
    version: 'Version',
    layers: 'Lies in',
    basis: 'Known from',
    detector: 'Detector',
    evidence: 'Evidence',
    content: 'Content',
    looked: 'Looked at',
    skipped: 'Not looked at',
    timedOut: 'Gave up on',
    space: 'Space',
    entries: 'Entries',
    present: 'Present',
    read: 'Read',
    share: 'Share read',
    notRead: 'Not read',
    log: 'What remembers',
    says: 'How far back',
    where: 'Where',
    why: 'Why',
    offset: 'Offset',
    hex: 'Hex',
    length: 'Length',
    list: 'List',
    same: 'Same',
    changed: 'Changed',
    added: 'Added',
    missing: 'Missing',
    notJudged: 'Not judged',
    note: 'Note',
  },
  finding: {
    seenAs: 'Seen as',
    where: 'Where',
    times: 'File times',
    attribution: 'Attribution',
    techniques: 'Techniques',
    rule: 'Rule',
    weight: 'Weight',
    subject: 'Subject',
    noName: 'name not known',
    nameNotKnown: 'Its name is not known.',
    unnamed: 'no name',
    bytes: 'Bytes that say so',
    nothingStored: 'Nothing of it is stored here.',
    unlisted: 'No command: the evidence is not in the list of this case.',
    badName: 'No command: the name of the evidence file holds characters that cannot be copied safely.',
    inode: (n) => `inode ${n}`,
    bytesLong: (n) => `${n} bytes`,
    also: 'Also:',
    alsoMore: (n) => `, and ${n} more about it`,
    otherPlaces: (n) => (n === 1 ? 'The same in another place' : `The same in ${n} other places`),
    morePlaces: (n) => `${n} more places are in findings.jsonl.`,
    moreRanges: (n) => `${n} more ranges are in findings.jsonl.`,
    rangesAlike: (n) => `${n} more ${n === 1 ? 'range is' : 'ranges are'} cut in the same way.`,
    expects: (sha256) => `It prints the SHA-256 above, ${sha256.slice(0, 16)}…`,
    cut: (records) => `Records that were cut, in their place (${records})`,
    differs: (removed, added) => `From the version found to the present one: ${removed} lines went, ${added} came`,
    moreLines: (n) => `${n} more lines are in findings.jsonl.`,
    inLayers: (layers) => `, in ${layers}`,
  },
  device: {
    title: 'The device',
    lead: 'As far as its own files say.',
    product: 'Product',
    name: 'Name',
    zone: 'Time zone',
    sure: (confidence) => `${confidence} confidence`,
    knownFrom: 'Known from',
    unknownVersion: 'not known',
  },
  evidence: {
    title: 'Evidence',
    lead: 'Opened for reading only. To check a piece, compare its SHA-256 with the one here.',
    name: 'Name',
    kind: 'Kind',
    acquired: 'Acquired',
    stated: 'Stated',
    ofList: ' of its list of names and hashes',
    notCompared: 'not compared',
    equal: 'is the one computed',
    different: 'differs from the one computed',
    kinds: same('image', 'file', 'archive', 'directory'),
    size: (bytes, text) => `${bytes} bytes (${text})`,
    witness: ', a record kept by another machine',
  },
  coverage: {
    title: 'What was read',
    lead: 'Bytes present in each kind of space, and how many of them were read and matched.',
    nothing: 'Nothing was read.',
    none: 'none',
    recognised: 'Recognised',
    spans: 'How far back memory reaches',
    spansLead: 'What a journal or log does not tell means something only for the time it covers.',
    spansLabel: 'Time that each journal and log covers; the same times stand in the table below',
    details: 'The same in words',
    compared: 'Lists that files were compared with',
    comparedLead: 'Counted in files. What a list does not name is judged by its content only.',
    unknown: 'unknown',
    under: 'under',
    moreSpans: (n) => `${n} more are in the table below.`,
    to: (from, to) => `${from} to ${to}`,
  },
  unread: {
    title: 'What could not be read',
    lead: 'Damage is no accusation: nothing is concluded from it.',
    none: 'No stretch failed to be read. What kinds of evidence were not there at all stands under “What was not seen”.',
    evidence: 'evidence',
    structure: 'structure',
    lead2: (stretches, one) => `${stretches} ${one ? 'stretch' : 'stretches'}, the most bytes first.`,
    listed: (n) => `${n} are listed here; coverage.json has all of them.`,
    more: (n) => `${n} more are in coverage.json.`,
  },
  methods: {
    title: 'Methods and versions',
    lead: '',
    tool: 'Tool',
    content: 'Content',
    commands:
      'The commands need GNU dd and coreutils, run in the folder that holds the evidence. Offsets and lengths are bytes of the evidence file itself, so any other tool can read the same bytes.',
    ledger:
      'The ledger of the case lists the hash of this page, so this page cannot hold the ledger’s last hash: `afterimage verify` checks the chain and prints it.',
    version: (version) => `version ${version}`,
  },
};
