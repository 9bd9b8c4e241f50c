import type { Steps } from './steps.ts';

/** What to do next, in English. */
export const steps: Steps = {
  isolate: {
    what: 'Isolate the device, but keep it powered.',
    how: 'Cut its network at the switch or hypervisor. What lives in memory alone goes with the power.',
  },
  preserve: {
    what: 'Preserve before anything else changes it.',
    how: 'Image memory and the whole disk (of a virtual device: a snapshot with memory) and note their SHA-256. Reboot, upgrade and factory reset destroy what tells the story.',
  },
  credentials: {
    what: 'Treat every credential that passed through it as stolen.',
    how: 'Users, administrators, service and directory accounts, sessions, one-time-password seeds, API keys, private keys. Reset them from another machine once the device is isolated, or the new ones are stolen too.',
  },
  lookBack: (day) => ({
    what: day === undefined ? 'Look back as far as records reach.' : `Look back to ${day} and before.`,
    how: 'In what the intruder could not rewrite: the copy of its syslog, directory logons, network flows, the machines it could reach. Its own logs may have been edited.',
  }),
  notSafe: {
    what: 'Do not take "cleaned" for safe.',
    how: 'Somebody removed what is listed here; what they kept elsewhere, and took, it does not show. Rebuild from vendor media after the images are taken, and examine its peers.',
  },
  rebuild: {
    what: 'Rebuild only after the images are taken, and examine its peers.',
    how: 'Deleting these files does not end the access, and its cluster partner and sister devices were open to the same intruder.',
  },
  review: {
    what: 'Review the findings below, the strongest first.',
    how: 'Compare each file with the vendor’s of the same version, and ask who could have put it there. One confirmed finding makes this a compromise.',
  },
  witnesses: {
    what: 'Ask the witnesses.',
    how: 'The copy of the device’s syslog, directory logons and network flows around the times of the findings.',
  },
  ifConfirmed: {
    what: 'If one is confirmed,',
    how: 'isolate the device but keep it powered, and treat every credential that passed through it as stolen.',
  },
  noGoodSign: {
    what: 'Do not read this as a good sign.',
    how: 'Nothing can be said of what was not read; “What was not seen” names it.',
  },
  missing: {
    what: 'Get the missing evidence and examine again.',
    how: 'An image of the whole disk rather than collected files, the keys of encrypted volumes, all disks of a mirror or volume group, a copy that is not cut short.',
  },
  witnessesMeanwhile: {
    what: 'Ask the witnesses meanwhile.',
    how: 'The copy of the device’s syslog, directory logons, network flows.',
  },
  readNotSeen: {
    what: 'Read what was not seen.',
    how: 'This is no statement about it. An implant in memory, in a part that was not read, or of a kind that no rule knows would not be listed.',
  },
  keepImages: {
    what: 'Keep the images.',
    how: 'Rules learn: the same evidence can be examined again with newer content.',
  },
  noResetYet: {
    what: 'If there is a reason for suspicion, do not reset the device yet.',
    how: 'Image its memory, look through the copy of its syslog and directory logons, and compare its files with the vendor’s.',
  },
  doNotBoot: (systems) => ({
    what: `Do not boot the ${systems.join(' or the ')}.`,
    how: 'A finding lies in it: going back to it brings the backdoor back.',
  }),
  checkPast: {
    what: 'Check what the device could go back to.',
    how: 'Other bootable systems, snapshots and configuration backups: a backdoor can come back with any of them.',
  },
  otherSystems: (seen) => ({
    what: 'Check the rollback and factory-reset systems.',
    how: seen
      ? 'No finding of compromise lies in what was read of them. Upgrade packages and configuration backups need the same care.'
      : 'A backdoor there returns with the next rollback, upgrade or reset. Not all of them were found in this evidence.',
  }),
};
