import type { Claim } from '../../model/index.ts';
import { fileName } from '../survey/places.ts';

/** What the list is that files were compared with. */
export interface ListTold {
  kind: 'manifest' | 'baseline';
  /** For people: `the device's own manifest`, `the baseline of 9.1R18`. */
  name: string;
}

type Statement = Pick<Claim, 'about' | 'techniques' | 'severity' | 'confidence' | 'title' | 'explanation'> &
  Partial<Pick<Claim, 'state' | 'difference'>>;

export const claimOf = (rule: string, version: string, statement: Statement): Claim => ({
  rule: { id: rule, source: 'builtin', version },
  actors: [],
  matched: [],
  ...statement,
});

const SCRIPT = /^\/home\/webserver\/htdocs\/.*\.(?:cgi|pl|pm|py|php|jsp|sh|thtml)$/;
/** Pages and pictures: administrators replace them and take them away. */
const PAGE = /\.(?:thtml|html?|css|js|gif|png|jpe?g|ico|txt)$/;
const MANIFEST = /^\/home\/etc\/manifest\/(?:manifest(?:\.[12])?|exclusion_list)$/;

/** A file that is not what the list says. */
export function changedClaim(
  { kind, name }: ListTold,
  path: string,
  sha256: { found: string; expected: string },
  version: string,
): Claim {
  const both = `The list has SHA-256 ${sha256.expected}; the file has ${sha256.found}.`;
  if (kind === 'baseline' && MANIFEST.test(path))
    return claimOf('manifest-rewritten', version, {
      about: 'tampering',
      techniques: ['T1562.001', 'T1553'],
      severity: 'high',
      confidence: 'medium',
      title: `${fileName(path)} of the integrity checker is not the vendor's`,
      explanation: `It differs from ${name}. ${both} ${path.endsWith('.2') ? 'It is the public key with which the device checks its own manifest: who replaces it can sign a manifest of their own. ' : ''}Innocent causes that remain: a hotfix that brought a manifest of its own, or a baseline made from another build.`,
    });
  return claimOf(`${kind}-changed`, version, {
    about: 'tampering',
    techniques: ['T1554'],
    severity: 'high',
    confidence: 'medium',
    title: `Program that is not what ${kind === 'manifest' ? "the device's manifest" : 'the baseline'} says`,
    explanation: `It differs from ${name}. ${both} Innocent causes that remain: a hotfix or a change by support, a page that an administrator customised${kind === 'manifest' ? '; the checker of the device itself reports such files as modified' : ', a baseline made from another build'}. Read the file.`,
  });
}

export const addedClaim = ({ kind, name }: ListTold, path: string, version: string): Claim =>
  claimOf(`${kind}-new`, version, {
    about: 'lead',
    techniques: SCRIPT.test(path) ? ['T1505.003'] : ['T1554'],
    severity: SCRIPT.test(path) ? 'medium' : 'low',
    confidence: 'low',
    title: `Program that ${kind === 'manifest' ? "the device's manifest" : 'the baseline'} does not list`,
    explanation: `${name[0]!.toUpperCase()}${name.slice(1)} lists other files of this folder and not this one. Innocent causes that remain: a file that the product itself makes at run time, a hotfix, a page that an administrator customised.`,
  });

export const missingClaim = ({ kind, name }: ListTold, path: string, version: string): Claim =>
  claimOf(`${kind}-missing`, version, {
    about: 'lead',
    state: 'removed',
    techniques: ['T1070.004'],
    severity: PAGE.test(path) ? 'informational' : 'low',
    confidence: 'low',
    title: `${PAGE.test(path) ? 'Page' : 'Program'} that ${kind === 'manifest' ? "the device's manifest" : 'the baseline'} lists is not there`,
    explanation: `${name[0]!.toUpperCase()}${name.slice(1)} lists ${path}; its folder is there and was read without it. Innocent causes that remain: a feature that is not installed on this model, or a list made from another build.`,
  });
