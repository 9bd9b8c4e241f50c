import type { Finding, Host, Verdict } from '../model/index.ts';
import { datingOf } from './dating.ts';
import { timeText } from './times.ts';
import { systemWord } from './words.ts';

/** One thing to do: what, and why or how. */
export interface Step {
  what: string;
  how: string;
}

const keep: Step = {
  what: 'Preserve before anything else changes it.',
  how: 'Image memory and the whole disk (of a virtual device: a snapshot with memory) and note their SHA-256. Reboot, upgrade and factory reset destroy what tells the story.',
};

/** What to do next, in order. No step destroys evidence, and none before the images are taken changes the device. */
export function nextSteps(verdict: Verdict, findings: readonly Finding[], host: Host): Step[] {
  const { conclusion } = verdict;
  if (conclusion === 'compromised' || conclusion === 'compromised-then-cleaned') {
    const { since } = datingOf(verdict, findings);
    // What is certain: something was there by then, so its maker came before.
    const start = since?.notAfter ?? since?.notBefore;
    return [
      {
        what: 'Isolate the device, but keep it powered.',
        how: 'Cut its network at the switch or hypervisor. What lives in memory alone goes with the power.',
      },
      keep,
      {
        what: 'Treat every credential that passed through it as stolen.',
        how: 'Users, administrators, service and directory accounts, sessions, one-time-password seeds, API keys, private keys. Reset them from another machine once the device is isolated, or the new ones are stolen too.',
      },
      {
        what: start ? `Look back to ${timeText(start).slice(0, 10)} and before.` : 'Look back as far as records reach.',
        how: 'In what the intruder could not rewrite: the copy of its syslog, directory logons, network flows, the machines it could reach. Its own logs may have been edited.',
      },
      otherSystems(host, findings),
      conclusion === 'compromised-then-cleaned'
        ? {
            what: 'Do not take "cleaned" for safe.',
            how: 'Somebody removed what is listed here; what they kept elsewhere, and took, it does not show. Rebuild from vendor media after the images are taken, and examine its peers.',
          }
        : {
            what: 'Rebuild only after the images are taken, and examine its peers.',
            how: 'Deleting these files does not end the access, and its cluster partner and sister devices were open to the same intruder.',
          },
    ];
  }
  if (conclusion === 'suspected')
    return [
      keep,
      {
        what: 'Review the findings below, the strongest first.',
        how: 'Compare each file with the vendor’s of the same version, and ask who could have put it there. One confirmed finding makes this a compromise.',
      },
      {
        what: 'Ask the witnesses.',
        how: 'The copy of the device’s syslog, directory logons and network flows around the times of the findings.',
      },
      otherSystems(host, findings),
      {
        what: 'If one is confirmed,',
        how: 'isolate the device but keep it powered, and treat every credential that passed through it as stolen.',
      },
    ];
  if (conclusion === 'inconclusive')
    return [
      {
        what: 'Do not read this as a good sign.',
        how: 'Nothing can be said of what was not read; “What was not seen” names it.',
      },
      keep,
      {
        what: 'Get the missing evidence and examine again.',
        how: 'An image of the whole disk rather than collected files, the keys of encrypted volumes, all disks of a mirror or volume group, a copy that is not cut short.',
      },
      {
        what: 'Ask the witnesses meanwhile.',
        how: 'The copy of the device’s syslog, directory logons, network flows.',
      },
    ];
  return [
    {
      what: 'Read what was not seen.',
      how: 'This is no statement about it. An implant in memory, in a part that was not read, or of a kind that no rule knows would not be listed.',
    },
    {
      what: 'Keep the images.',
      how: 'Rules learn: the same evidence can be examined again with newer content.',
    },
    {
      what: 'If there is a reason for suspicion, do not reset the device yet.',
      how: 'Image its memory, look through the copy of its syslog and directory logons, and compare its files with the vendor’s.',
    },
    otherSystems(host, findings),
  ];
}

/** A backdoor in a system that is not running comes back with it. */
function otherSystems(host: Host, findings: readonly Finding[]): Step {
  const roles = ['rollback', 'factory-reset'];
  const hit = roles.filter((role) => findings.some((f) => f.about === 'compromise' && f.subject.system === role));
  if (hit.length > 0)
    return {
      what: `Do not boot the ${hit.map(systemWord).join(' or the ')}.`,
      how: 'A finding lies in it: going back to it brings the backdoor back.',
    };
  if (host.product !== 'ivanti-connect-secure')
    return {
      what: 'Check what the device could go back to.',
      how: 'Other bootable systems, snapshots and configuration backups: a backdoor can come back with any of them.',
    };
  const seen = roles.filter((role) => host.systems.some((s) => s.role === role));
  return {
    what: 'Check the rollback and factory-reset systems.',
    how:
      seen.length === roles.length
        ? 'No finding of compromise lies in what was read of them. Upgrade packages and configuration backups need the same care.'
        : 'A backdoor there returns with the next rollback, upgrade or reset. Not all of them were found in this evidence.',
  };
}
