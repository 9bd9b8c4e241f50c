import type { Finding } from '../model/index.ts';

/** What kind of record a finding speaks from: people ask different witnesses for each. */
export type Topic = 'files' | 'logs' | 'witness' | 'integrity' | 'snapshots' | 'requests' | 'indicators';

const questions = new Set(['bulk-answer', 'login-without-step', 'lone-visitor', 'vanished-page']);

/** The topic of a finding, by the rule that speaks. */
export function topicOf({ rule: { id, source } }: Finding): Topic {
  if (source === 'sigma' || questions.has(id)) return 'requests';
  if (source === 'stix' || source === 'hash' || source === 'name' || source === 'path') return 'indicators';
  if (source !== 'builtin') return 'files';
  if (id.endsWith('-by-witness')) return 'witness';
  if (id.startsWith('snapshot-')) return 'snapshots';
  if (/^(integrity|manifest|baseline|upgrade|version)-/.test(id)) return 'integrity';
  return id.startsWith('log-') ? 'logs' : 'files';
}
