import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCase, rowText } from '../../src/case/index.ts';
import type { Evidence, Host } from '../../src/model/index.ts';

/** Files of one gateway by path; the text stands for the content, `null` for one that could not be read. */
export type Files = Record<string, string | null>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A finished case of a gateway with these live files. */
export async function gatewayCase(
  folder: string,
  name: string,
  files: Files,
  { version = '9.1R11.3', build = '12173', product = 'ivanti-connect-secure' as Host['product'], disk = name } = {},
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const image = join(folder, `${name}.img`);
  writeFileSync(image, disk);
  const id = sha256(`disk of ${disk}`);
  const evidence: Evidence[] = [
    { id, name: `${name}.img`, kind: 'image', size: 1, hashes: { computed: { sha256: id } }, role: 'device' },
  ];
  const host: Host = {
    product,
    title: product,
    confidence: 'high',
    version,
    build,
    systems: [{ role: 'current', version, layers: ['ext4'], basis: 'made for a test' }],
    basis: [],
  };
  const path = join(folder, name);
  const created = await createCase(path, {
    mode: 'new',
    evidence: [image],
    tool: { name: 'afterimage', version: '0.1.0' },
    content: { version: '1', hash: 'c' },
    options: {},
    now: () => new Date(Date.UTC(2026, 0, 2)),
  });
  const rows = Object.entries(files).map(([at, text]) =>
    rowText(
      {
        locator: { evidence: '0', layers: ['ext4'], bytes: [] },
        path: at,
        kind: 'file',
        size: text?.length ?? 1,
        allocation: 'allocated',
        content: text === null ? 'partial' : 'intact',
        times: {},
        system: 'current',
      },
      { looked: 'read', ...(text !== null && { hashes: { sha256: sha256(text) } }) },
    ),
  );
  await created.store(0, { files: rows.join(''), claims: '', tally: '' });
  await created.complete({
    evidence,
    host,
    coverage: [],
    verdict: {
      subject: name,
      scope: '',
      conclusion: 'no-evidence-found',
      confidence: 'low',
      because: [],
      limitedBy: [],
      statement: '',
    },
    findings: [],
    links: [],
    report: '',
  });
  return path;
}
