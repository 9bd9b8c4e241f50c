import { isStrong } from '../../assessment/index.ts';
import type { Knowledge } from '../../detectors/index.ts';
import type { Finding } from '../../model/index.ts';
import { thingsOf } from '../items.ts';
import type { Words } from '../words/index.ts';
import { indicatorPart } from './amber.ts';
import type { Indicator } from './indicators.ts';
import { type Block, type Notice, type NoticePart, partsOf } from './notice.ts';
import type { PackWords } from './pack-words.ts';
import type { PackCase } from './subject.ts';

/** What the twin is made from: nothing of a case enters it but what stands here. */
export interface ClearFacts {
  products: string[];
  versions: string[];
  families: { name: string; states: string[]; techniques: string[] }[];
  unnamed: number;
  actors: string[];
  confidence: 'low' | 'medium' | 'high';
  vulnerabilities: string[];
  /** Techniques that nothing in the evidence could have shown. */
  unseen: string[];
  first?: { from?: string; to: string };
  cleaned?: { from: string; to: string };
  still: boolean;
}

const day = (instant: string): string => instant.slice(0, 10);
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/** Products by our own names for them: the title of any other system is what the evidence says. */
export const productsOf = (cases: readonly PackCase[]): string[] =>
  sorted(
    cases.flatMap(({ input: { host } }) =>
      host.product === 'linux' ? ['Linux'] : host.product === 'unknown' ? [] : [host.title],
    ),
  );

/** Steps of a twin: what everybody should do who runs such a gateway. */
const steps = (words: Words, facts: ClearFacts, own: PackWords, fixed: readonly string[]) => [
  own.share,
  words.steps.isolate,
  words.steps.preserve,
  words.steps.credentials,
  words.steps.lookBack(facts.first?.to),
  words.steps.checkPast,
  words.steps.rebuild,
  own.update(fixed),
];

/** Reduces cases to what is public: families, actors, techniques, versions and vulnerabilities that are published. */
export function clearFacts(cases: readonly PackCase[], knowledge: Knowledge, words: Words): ClearFacts {
  const strong = cases.flatMap((c) => c.input.findings.filter(isStrong));
  const published = (name: string): boolean => knowledge.named(name).length > 0;
  const techniqueText = (id: string): string => {
    const [known] = knowledge.named(id);
    return known ? `${id} ${known.name}` : id;
  };
  const families = sorted(strong.flatMap((f) => (f.family && published(f.family) ? [f.family] : []))).map((name) => {
    const own = strong.filter((f) => f.family === name);
    return {
      name,
      states: sorted(own.map((f) => words.states[f.state])),
      techniques: sorted(own.flatMap((f) => f.techniques).filter((t) => /^T\d{4}(?:\.\d{3})?$/.test(t))),
    };
  });
  const assessments = cases.flatMap((c) => c.input.assessment ?? []);
  const actors = sorted(
    assessments
      .flatMap(({ attribution }) =>
        attribution.hypotheses
          .filter((h) => h.kind === 'actor' && attribution.leading.includes(h.name))
          .map((h) => h.name),
      )
      .filter(published),
  );
  const confidences = assessments.map((a) => a.attribution.confidence);
  const firsts = assessments.flatMap((a) => a.activity.first ?? []);
  const cleanUps = assessments.flatMap((a) => a.activity.cleanUp ?? []);
  const upper = sorted(firsts.flatMap((f) => (f.notAfter ? [day(f.notAfter)] : [])));
  const lower = sorted(firsts.flatMap((f) => (f.notBefore ? [day(f.notBefore)] : [])));
  return {
    products: productsOf(cases),
    versions: sorted(cases.flatMap((c) => c.input.host.version ?? []).filter((v) => /^[\w.]{1,24}$/.test(v))),
    families,
    unnamed: cases.reduce(
      (sum, c) =>
        sum +
        thingsOf(c.input.findings.filter(isStrong)).filter((item) => !item.some((f) => f.family && published(f.family)))
          .length,
      0,
    ),
    actors,
    confidence: confidences.includes('medium') ? 'medium' : 'low',
    vulnerabilities: sorted(assessments.flatMap((a) => a.exposure.open.map((o) => o.vulnerability))).filter((v) =>
      /^CVE-\d{4}-\d{4,7}$/.test(v),
    ),
    unseen: sorted(
      assessments.flatMap((a) => a.visibility.filter((v) => v.seen === 'no').map((v) => techniqueText(v.technique))),
    ),
    ...(upper[0] && {
      first: { to: upper[0], ...(lower.length === firsts.length && lower[0] && { from: lower[0] }) },
    }),
    ...(cleanUps.length > 0 && {
      cleaned: {
        from: sorted(cleanUps.map((c) => day(c.from)))[0]!,
        to: sorted(cleanUps.map((c) => day(c.until))).at(-1)!,
      },
    }),
    still: strong.some((f) => f.state === 'live'),
  };
}

/** The twin of a notice, for everybody: what was found and what to look for, and nothing of whom it was found at. */
export function clearNotice(
  facts: ClearFacts,
  indicators: readonly Indicator[],
  fixed: readonly string[],
  words: Words,
  own: PackWords,
  tool: string,
): Notice {
  const text = (...texts: (string | undefined | false)[]): Block[] => {
    const said = texts.filter((t): t is string => Boolean(t));
    return said.length > 0 ? [{ kind: 'text', text: said.join(words.tag === 'ja' ? '' : ' ') }] : [];
  };
  const { clear, parts } = own;
  const product = facts.products.join(', ') || words.device.product;
  const part = (id: keyof PackWords['parts'], blocks: Block[]): NoticePart => ({ id, title: parts[id], blocks });
  return {
    tlp: 'clear',
    title: own.clearTitle,
    facts: [[own.facts.product, product]],
    parts: partsOf([
      part('short', text(clear.short(product), clear.withoutNames)),
      part('found', foundBlocks(facts, own)),
      part('when', text(...whenText(facts, own))),
      part(
        'actors',
        text(facts.actors.length > 0 ? clear.actors(facts.actors, words.confidences[facts.confidence]) : clear.noActor),
      ),
      part(
        'open',
        text(
          facts.versions.length > 0 && clear.versions(facts.versions),
          facts.vulnerabilities.length > 0 && clear.open(facts.vulnerabilities),
        ),
      ),
      { id: 'steps', title: parts.steps, blocks: [{ kind: 'steps', steps: steps(words, facts, own, fixed) }] },
      indicatorPart(indicators, own),
      part('unseen', text(facts.unseen.length > 0 && clear.unseen(facts.unseen), clear.unseenAnyway)),
      part('handling', text(own.handling.clear)),
    ]),
    handling: own.handling.clear,
    words,
    tool,
  };
}

function foundBlocks({ families, unnamed }: ClearFacts, own: PackWords): Block[] {
  const rows = families.map((f) => [f.name, f.states.join(', '), f.techniques.join(', ')]);
  if (unnamed > 0) rows.push([own.clear.unnamed(unnamed), '', '']);
  return rows.length === 0
    ? []
    : [{ kind: 'table', head: [own.columns.family, own.columns.state, own.columns.techniques], rows }];
}

function whenText({ first, cleaned, still }: ClearFacts, { clear }: PackWords): (string | false)[] {
  if (!first && !cleaned) return [clear.undated, still && clear.still];
  return [
    first !== undefined && (first.from ? clear.firstBetween(first.from, first.to) : clear.firstBy(first.to)),
    cleaned !== undefined && clear.cleaned(cleaned.from, cleaned.to),
    still && clear.still,
  ];
}

/** Folders that every gateway of the kind has, so that a path in one tells of nobody. */
const VENDOR =
  /^\/(?:home\/(?:webserver|perl|bin|lib|venv3|etc|ecbuilds)|bin|sbin|lib|lib64|usr|etc|pkg|tmp)\/[\w./+-]{1,200}$/;

/** Indicators that tell of nobody: published families, whole files, vendor folders, no name of a victim in them. */
export const publicIndicators = (
  indicators: readonly Indicator[],
  findings: readonly Finding[],
  names: (text: string) => boolean,
): Indicator[] => {
  const hashes = new Set(
    findings.flatMap((f) => (f.rule.source === 'yara' || f.rule.source === 'hash' ? (f.subject.sha256 ?? []) : [])),
  );
  const isPublicPath = (path: string): boolean => VENDOR.test(path) && !names(path);
  return indicators
    .filter(
      (i) => i.published && (i.type === 'sha256' ? hashes.has(i.value) && !names(i.value) : isPublicPath(i.value)),
    )
    .map(({ path, ...i }) => ({ ...i, ...(path !== undefined && isPublicPath(path) && { path }) }));
};
