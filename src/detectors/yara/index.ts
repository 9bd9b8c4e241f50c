export { claimsOf, ruleAbouts, type ScanPlace } from './claims.ts';
export { type CollectedRules, collectRules, holdsYara, sourceText } from './collect.ts';
export { type RuleText, readRuleText } from './rule-text.ts';
export { type CompiledRules, compileRules, type RuleOrigins, rulesHash } from './rules.ts';
export { type RuleMatch, type ScanResult, YaraScanner } from './scanner.ts';
export type { Rejected, RuleSource } from './source.ts';
