import { type Content, loadContent } from '../content.ts';
import type { IndicatorFile } from '../indicators/index.ts';
import type { Knowledge } from './graph.ts';
import { readKnowledge } from './read.ts';

/**
 * What is published about actors, families, techniques and vulnerabilities: read from STIX, never from memory. It lies
 * in this room because it is content, and whoever concludes (assessment) may read it.
 */
export { exportKnowledge } from './export.ts';
export { type Entity, Knowledge, type KnowledgeProblem, type Link } from './graph.ts';
export { identifier, nameUuid } from './identifier.ts';
export { readKnowledge } from './read.ts';
export { compareVersions, versionExtension } from './versions.ts';

/** Our own knowledge, and files that the user hands over beside it. */
export const loadKnowledge = (more: readonly IndicatorFile[] = [], content: Content = loadContent()): Knowledge =>
  readKnowledge([...content.knowledge, ...more]);
