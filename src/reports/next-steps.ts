import type { Finding, Host, SystemRole, Verdict } from '../model/index.ts';
import { datingOf } from './dating.ts';
import { timeText } from './times.ts';
import type { Step, Words } from './words/index.ts';

/** What to do next, in order. No step destroys evidence, and none before the images are taken changes the device. */
export function nextSteps(verdict: Verdict, findings: readonly Finding[], host: Host, words: Words): Step[] {
  const { steps } = words;
  switch (verdict.conclusion) {
    case 'compromised':
    case 'compromised-then-cleaned': {
      const { since } = datingOf(verdict, findings);
      // What is certain: something was there by then, so its maker came before.
      const start = since?.notAfter ?? since?.notBefore;
      return [
        steps.isolate,
        steps.preserve,
        steps.credentials,
        steps.lookBack(start && timeText(start).slice(0, 10)),
        otherSystems(host, findings, words),
        verdict.conclusion === 'compromised' ? steps.rebuild : steps.notSafe,
      ];
    }
    case 'suspected':
      return [steps.preserve, steps.review, steps.witnesses, otherSystems(host, findings, words), steps.ifConfirmed];
    case 'inconclusive':
      return [steps.noGoodSign, steps.preserve, steps.missing, steps.witnessesMeanwhile];
    default:
      return [steps.readNotSeen, steps.keepImages, steps.noResetYet, otherSystems(host, findings, words)];
  }
}

/** A backdoor in a system that is not running comes back with it. */
function otherSystems(host: Host, findings: readonly Finding[], { steps, systems }: Words): Step {
  const roles: SystemRole[] = ['rollback', 'factory-reset'];
  const hit = roles.filter((role) => findings.some((f) => f.about === 'compromise' && f.subject.system === role));
  if (hit.length > 0) return steps.doNotBoot(hit.map((role) => systems[role]));
  if (host.product !== 'ivanti-connect-secure') return steps.checkPast;
  return steps.otherSystems(roles.every((role) => host.systems.some((s) => s.role === role)));
}
