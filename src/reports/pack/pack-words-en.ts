import type { PackWords } from './pack-words.ts';

const intrusion = 'Notice of an intrusion';

/** The words of a notice in English. */
export const packEn: PackWords = {
  title: {
    compromised: intrusion,
    'compromised-then-cleaned': `${intrusion} that was cleaned up by somebody`,
    suspected: 'Notice of a suspected intrusion',
    inconclusive: 'Result of an examination that could not conclude',
    'no-evidence-found': 'Result of an examination',
  },
  clearTitle: 'Intrusions into remote access gateways: what to look for',
  facts: { to: 'To', devices: 'Devices', product: 'Product', basis: 'Addressed by' },
  ownerBy: (kind, by) =>
    kind === 'stated'
      ? `a list of owners: ${by}`
      : kind === 'leading'
        ? `what the device says itself. ${by} Make sure of it before you hand this on.`
        : `nothing: whose the device is does not follow. ${by}`,
  ownerUnknown: 'whoever owns the device',
  parts: {
    short: 'In short',
    found: 'What was found',
    when: 'When',
    taken: 'What may have been taken',
    steps: 'What to do, in this order',
    indicators: 'Indicators',
    unseen: 'What could not be seen',
    actors: 'Whose ways it is consistent with',
    open: 'Which vulnerabilities were open',
    made: 'How this was made',
    handling: 'How far this may be shared',
  },
  columns: {
    device: 'Device',
    state: 'State',
    family: 'Family',
    path: 'Path',
    appeared: 'Appeared (UTC)',
    removed: 'Removed (UTC)',
    type: 'Type',
    value: 'Value',
    note: 'Of',
    what: 'What',
    sure: 'How sure',
    because: 'Because',
    techniques: 'ATT&CK',
    evidence: 'Evidence',
  },
  more: (n) => `${n} more are in the case.`,
  tampering: (n) =>
    `${n === 1 ? '1 sign' : `${n} signs`} of altered logs or times ${n === 1 ? 'was' : 'were'} found as well; what the device's own records say of that time is not to be relied on.`,
  accounts: (n) =>
    `accounts.csv beside this notice lists ${n === 1 ? '1 account' : `${n} accounts`} to reset. It holds personal data.`,
  indicatorsLead: 'What was found on these devices and may be looked for on others.',
  indicatorsFile: 'indicators.csv beside this notice has them for machines.',
  noIndicators: 'No file that may be looked for elsewhere was found.',
  update: (versions) => ({
    what: `Bring the software to a version without the published holes${versions.length > 0 ? `: ${versions.join(', ')} or later` : ''}.`,
    how: 'Only after the images are taken and the device is rebuilt: an update does not remove an intruder, and may destroy the evidence.',
  }),
  answer: {
    what: 'Tell whoever sent you this what you find.',
    how: 'Also when it is nothing. Ask your national CERT and your counsel which reports the law asks of you.',
  },
  share: {
    what: 'Look for the indicators on every gateway you run.',
    how: 'On the whole disk, not on live files only: what is listed here may have been removed from yours.',
  },
  made: (tool, content) => `By ${tool} with content ${content}, from these pieces of evidence:`,
  check:
    'The case holds the offset and length of every byte that a finding rests on, so that any other tool can check it.',
  handling: {
    amber:
      'TLP:AMBER (FIRST, TLP 2.0): share it with members of your own organisation and its clients who need to know it to protect themselves; with nobody else.',
    clear: 'TLP:CLEAR (FIRST, TLP 2.0): share it freely, subject to copyright.',
  },
  clear: {
    short: (product) =>
      `Backdoors were found on ${product}. This notice says what was found and what to look for; it names no victim.`,
    unnamed: (n) => `${n === 1 ? '1 more program' : `${n} more programs`} of no published family`,
    firstBy: (day) => `The first backdoor was in place by ${day}.`,
    firstBetween: (from, to) => `The first backdoor came between ${from} and ${to}.`,
    cleaned: (from, to) =>
      from === to ? `Traces were removed on ${from}.` : `Traces were removed between ${from} and ${to}.`,
    still: 'Some backdoors were still in place when the evidence was taken.',
    undated: 'No time can be given.',
    actors: (names, confidence) =>
      `Consistent with ${names.join(' or ')}, with ${confidence} confidence. Tools are shared and copied: this is no proof of who used them.`,
    noActor: 'What was found does not point to a known actor.',
    versions: (list) => `Versions: ${list.join(', ')}.`,
    open: (list) =>
      `Published vulnerabilities that were open: ${list.join(', ')}. Which was used is not shown by the version.`,
    unseen: (list) => `In this examination nothing could have shown: ${list.join('; ')}.`,
    unseenAnyway: 'What was not found is not excluded: finding nothing of this does not make a gateway safe.',
    withoutNames: 'Names, addresses, users, paths and hashes that could tell of a victim were left out.',
  },
};
