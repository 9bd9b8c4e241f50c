/**
 * Versions of the appliance as its maker writes them: 9.1R11.4, 22.7R2.5. Our STIX bundle keeps the ranges of versions
 * that a vulnerability affects in an extension, because STIX 2.1 has no property for them.
 */

/** The extension definition that our vulnerabilities carry. */
export const versionExtension = 'extension-definition--5b7f1d3e-8a4c-5f0e-9c1b-2d6a7e90c4f1';

/** Major, minor, release, patch: `9.1R11.4`; a hyphen or `HF` suffix is left aside. Undefined for other text. */
export function versionParts(text: string): number[] | undefined {
  const m = /^(\d{1,4})\.(\d{1,4})(?:R(\d{1,4})(?:\.(\d{1,4}))?)?(?:[ -].*)?$/i.exec(text.trim());
  return m ? m.slice(1, 5).map((part) => Number(part ?? 0)) : undefined;
}

/** Below zero when `a` is earlier than `b`; undefined when one of them is not written as the maker does. */
export function compareVersions(a: string, b: string): number | undefined {
  const [left, right] = [versionParts(a), versionParts(b)];
  if (!left || !right) return undefined;
  for (const [i, part] of left.entries()) if (part !== right[i]) return part - right[i]!;
  return 0;
}
