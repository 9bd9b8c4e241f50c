import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AfterimageError, byText } from '../model/index.ts';
import type { IndicatorFile } from './indicators/index.ts';
import type { SigmaSource } from './sigma/index.ts';
import { type RuleSource, sourceText } from './yara/index.ts';

/** A pack of content: rules and indicators of one version. */
export interface Content {
  version: string;
  /** SHA-256 of everything in it that detects or that conclusions rest on. */
  hash: string;
  rules: RuleSource[];
  /** Rules over events. */
  sigma: SigmaSource[];
  indicators: IndicatorFile[];
  /** Who used what, as STIX bundles. */
  knowledge: IndicatorFile[];
}

/** Our pack: beside `src` in the repository, beside `dist` in the package. */
export const contentFolder: string = fileURLToPath(new URL('../../content', import.meta.url));

/**
 * Reads a pack: `version.json`, `yara/*.yar`, `sigma/*.yml`, `indicators/*.json`, `stix/*.json` and
 * `traces/*.json`.
 * @throws AfterimageError 'bad-content' when it is not there or has no version
 */
export function loadContent(folder: string = contentFolder): Content {
  const version = readVersion(folder);
  const rules = namesIn(join(folder, 'yara'), '.yar').map(
    (name): RuleSource => ({
      file: `yara/${name}`,
      namespace: `content:${name}`,
      text: sourceText(readFileSync(join(folder, 'yara', name))),
      ours: true,
    }),
  );
  const sigma = namesIn(join(folder, 'sigma'), '.yml').map(
    (name): SigmaSource => ({
      file: `sigma/${name}`,
      text: readFileSync(join(folder, 'sigma', name), 'utf8'),
      ours: true,
    }),
  );
  const [indicators, knowledge] = ['indicators', 'stix'].map((room) =>
    namesIn(join(folder, room), '.json').map(
      (name): IndicatorFile => ({
        file: `${room}/${name}`,
        text: readFileSync(join(folder, room, name), 'utf8'),
        ours: true,
      }),
    ),
  ) as [IndicatorFile[], IndicatorFile[]];
  if (rules.length === 0)
    throw new AfterimageError('bad-content', `content: no rules (*.yar) in ${join(folder, 'yara')}`);
  const hash = createHash('sha256').update(version);
  for (const { file, text } of [...rules, ...sigma, ...indicators, ...knowledge, ...traceTexts(folder)])
    hash.update(`${file}:${text.length}:`).update(text);
  return { version, hash: hash.digest('hex'), rules, sigma, indicators, knowledge };
}

/** The files of `traces/`: what families leave in logs. */
export function traceTexts(folder: string = contentFolder): { file: string; text: string }[] {
  return namesIn(join(folder, 'traces'), '.json').map((name) => ({
    file: `traces/${name}`,
    text: readFileSync(join(folder, 'traces', name), 'utf8'),
  }));
}

function readVersion(folder: string): string {
  const path = join(folder, 'version.json');
  try {
    const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version?: unknown };
    if (typeof version === 'string' && version !== '') return version;
  } catch (cause) {
    throw new AfterimageError('bad-content', `content: ${path} could not be read`, { cause });
  }
  throw new AfterimageError('bad-content', `content: ${path} has no "version"`);
}

/** File names with an ending, sorted; none when the folder does not exist. */
export function namesIn(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending) && !name.startsWith('.'))
    .sort(byText);
}
