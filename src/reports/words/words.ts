import type {
  About,
  Allocation,
  Conclusion,
  Confidence,
  ContentState,
  Finding,
  Host,
  RuleReference,
  Severity,
  State,
  SystemRole,
  Verdict,
} from '../../model/index.ts';
import type { Dating, Standing } from '../../model/told.ts';
import type { Topic } from '../topics.ts';
import type { Steps } from './steps.ts';

/** A heading and the sentence under it. */
export interface Heading {
  title: string;
  lead: string;
}

/**
 * Everything a report says in its own words, in one language. What the case says (verdict, limits, bases of dates) goes
 * through `sentence`; titles and explanations of findings stand as their rules have them.
 */
export interface Words {
  /** BCP 47. */
  tag: 'en' | 'ja';
  /** What ends a sentence. */
  stop: string;
  /** What stays in English, said once at the top; nothing when nothing does. */
  stays: string | undefined;
  /** A sentence of the case in this language; nothing when it has no translation. */
  sentence(text: string): string | undefined;
  /** A statement or cell of an assessment in this language; nothing when it has no translation. */
  assessedText(text: string): string | undefined;
  /** The verdict in one sentence, beginning with its conclusion. */
  statement(verdict: Verdict, standing: Standing): string;

  conclusions: Record<Conclusion, string>;
  confidences: Record<Confidence, string>;
  severities: Record<Severity, string>;
  states: Record<State, string>;
  /** For the list of terms at the end. */
  stateMeanings: Record<State, string>;
  allocations: Record<Allocation, string>;
  contents: Record<ContentState, string>;
  systems: Record<SystemRole, string>;
  sources: Record<RuleReference['source'], string>;
  abouts: Record<About, string>;
  spaces: Record<Allocation | 'metadata', string>;
  fileTimes: Record<'modified' | 'changed' | 'born' | 'deleted', string>;

  /** What carries the confidence of a verdict. */
  confidenceText(conclusion: Conclusion, confidence: Confidence): string;
  weight(finding: Pick<Finding, 'severity' | 'confidence'>): string;
  rule(rule: RuleReference): string;
  /** What was seen of the subject, as one sentence. */
  seenAs(finding: Finding): string;
  /** Family and actors, never as guilt. */
  attribution(finding: Pick<Finding, 'family' | 'actors'>): string | undefined;
  host(host: Host): string;

  /** Times are handed over as text. */
  between(from: string, to: string): string;
  sameDay(day: string, from: string, to: string): string;
  notBefore(time: string): string;
  notAfter(time: string): string;
  since(dating: Dating): string;
  until(dating: Dating): string;
  steps: Steps;

  kinds: Record<'compromise' | 'traces' | 'review', Heading>;
  topics: Record<Topic, Heading>;
  lanes: Record<'compromise' | 'use' | 'traces' | 'review', string>;
  timeline: {
    title: string;
    label: string;
    lead: string;
    key: { live: string; changed: string; gone: string };
    legend: string;
    disclosures: string;
    undrawn(items: number): string;
    appeared(interval: string): string;
    removed(interval: string): string;
  };
  /** Titles of parts of an assessment by their id; the others keep their English one. */
  assessed: Record<string, string>;
  page: Record<
    | 'name'
    | 'skip'
    | 'contents'
    | 'howSure'
    | 'since'
    | 'until'
    | 'scope'
    | 'notSeen'
    | 'noLimit'
    | 'next'
    | 'findings'
    | 'none',
    string
  >;
  footer(tool: string): string;
  omission(shown: number, all: number): string;
  listedOnly(findings: number): string;
  alike(findings: number): string;
  more(items: number): string;
  shownOf(shown: number, total: number): string;
  columns: Record<
    | 'state'
    | 'family'
    | 'path'
    | 'appeared'
    | 'removed'
    | 'title'
    | 'system'
    | 'version'
    | 'layers'
    | 'basis'
    | 'detector'
    | 'evidence'
    | 'content'
    | 'looked'
    | 'skipped'
    | 'timedOut'
    | 'space'
    | 'entries'
    | 'present'
    | 'read'
    | 'share'
    | 'notRead'
    | 'log'
    | 'says'
    | 'where'
    | 'why'
    | 'offset'
    | 'hex'
    | 'length'
    | 'list'
    | 'same'
    | 'changed'
    | 'added'
    | 'missing'
    | 'notJudged'
    | 'note',
    string
  >;
  finding: Record<
    | 'seenAs'
    | 'where'
    | 'times'
    | 'attribution'
    | 'techniques'
    | 'rule'
    | 'weight'
    | 'subject'
    | 'noName'
    | 'nameNotKnown'
    | 'unnamed'
    | 'bytes'
    | 'nothingStored'
    | 'unlisted'
    | 'badName'
    | 'also',
    string
  > & {
    inode(n: number): string;
    bytesLong(n: string): string;
    alsoMore(n: number): string;
    otherPlaces(n: number): string;
    morePlaces(n: number): string;
    moreRanges(n: number): string;
    rangesAlike(n: number): string;
    expects(sha256: string): string;
    cut(records: number): string;
    differs(removed: number, added: number): string;
    moreLines(n: number): string;
    inLayers(layers: string): string;
  };
  device: Heading &
    Record<'product' | 'name' | 'zone' | 'knownFrom' | 'unknownVersion', string> & {
      sure(confidence: Confidence): string;
    };
  evidence: Heading &
    Record<'name' | 'kind' | 'acquired' | 'stated' | 'ofList' | 'notCompared' | 'equal' | 'different', string> & {
      kinds: Record<'image' | 'file' | 'archive' | 'directory', string>;
      size(bytes: string, text: string): string;
      witness: string;
    };
  coverage: Heading &
    Record<
      | 'nothing'
      | 'none'
      | 'recognised'
      | 'spans'
      | 'spansLead'
      | 'spansLabel'
      | 'details'
      | 'compared'
      | 'comparedLead'
      | 'unknown',
      string
    > & {
      under: string;
      moreSpans(n: number): string;
      to(from: string, to: string): string;
    };
  unread: Heading &
    Record<'none' | 'evidence' | 'structure', string> & {
      lead2(stretches: string, one: boolean): string;
      listed(n: number): string;
      more(n: number): string;
    };
  methods: Heading & Record<'tool' | 'content' | 'commands' | 'ledger', string> & { version(version: string): string };
}
