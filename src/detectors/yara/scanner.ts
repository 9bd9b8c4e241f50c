import type { PatternMatch } from '../detector.ts';
import { type EngineScanner, loadCompiled, stoppedByTime } from './native.ts';

/** Most matches of one pattern that are kept: a pattern of zeros in a hole must not fill the memory. */
const matchesPerPattern = 1_000;

/** A rule that matched a stretch of bytes. */
export interface RuleMatch {
  rule: string;
  namespace: string;
  tags: string[];
  meta: Record<string, string | number | boolean>;
  /** In the order of the rule's patterns; offsets in the scanned buffer; at most 1,000 of each. */
  patterns: PatternMatch[];
}

/** What came of one scan. When `timedOut` or `error` is set the bytes count as not looked at. */
export interface ScanResult {
  matches: RuleMatch[];
  timedOut: boolean;
  error?: string;
}

/** Scans buffers with compiled rules; made once in each worker thread over the shared bytes. */
export class YaraScanner {
  readonly #engine: EngineScanner;
  #limit: number | undefined;

  /** @param bytes `CompiledRules.bytes` of this run */
  constructor(bytes: Uint8Array) {
    this.#engine = loadCompiled(bytes, matchesPerPattern);
  }

  /** @param timeoutMs stops the scan; the engine looks at its clock once a second, so it may last one more */
  scan(data: Buffer, timeoutMs: number): ScanResult {
    if (timeoutMs !== this.#limit) this.#engine.limit((this.#limit = timeoutMs));
    try {
      const matches = this.#engine.scan(data).map(
        (found): RuleMatch => ({
          rule: found.ruleIdentifier,
          namespace: found.namespace,
          tags: found.tags,
          meta: found.meta,
          patterns: found.matches.map((m) => ({ label: m.identifier, offset: m.offset, length: m.length })),
        }),
      );
      return { matches, timedOut: false };
    } catch (error) {
      if (stoppedByTime(error)) return { matches: [], timedOut: true };
      return {
        matches: [],
        timedOut: false,
        error: String(error instanceof Error ? error.message : error).split('\n')[0]!,
      };
    }
  }
}
