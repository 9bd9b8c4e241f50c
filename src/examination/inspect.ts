import { devicePath, type Mount } from '../artifacts/index.ts';
import { type ByteSource, lengthOf } from '../bytes/index.ts';
import type { DraftFinding, Looked, RowExtras } from '../case/index.ts';
import type { EntryDetector, EntryView, RuleMatch, ScanPlace } from '../detectors/index.ts';
import {
  type ArchiveFormat,
  type Budget,
  expand,
  type FileEntry,
  isUnread,
  locatorsOf,
  pieces,
  recogniseArchive,
  type Walked,
} from '../evidence/index.ts';
import type { Claim, EntryFacts, Locator } from '../model/index.ts';
import { likenessOf } from './likeness.ts';
import { type ContentReader, HEAD, type Reading, WINDOW } from './reader.ts';
import type { Counter, Space } from './tally.ts';

/** What an inspection gives out, in the order of the walk. */
export interface Sink {
  row(facts: EntryFacts, extras: RowExtras): void;
  draft(draft: DraftFinding): void;
}

/** Turns a rule's match into claims, knowing where the rule comes from. */
export type RuleClaims = (match: RuleMatch, place: ScanPlace) => Claim[];

/** How much an archive found inside evidence may unfold to. */
const BUDGET: Budget = { bytes: 4 * 2 ** 30, members: 1_000_000, depth: 5 };

/** Hashes of no bytes at all. */
const OF_NOTHING = {
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  md5: 'd41d8cd98f00b204e9800998ecf8427e',
  sha1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
};

/** Ranges of one claim that become locators; the first ones say enough. */
const RANGES = 16;

/** Looks at one entry at a time: reads its content once and hands it to every detector. */
export class Inspector {
  readonly #reader: ContentReader;
  readonly #detectors: readonly EntryDetector[];
  readonly #claimsOf: RuleClaims;
  readonly #counter: Counter;
  readonly #sink: Sink;

  constructor(
    reader: ContentReader,
    detectors: readonly EntryDetector[],
    claimsOf: RuleClaims,
    counter: Counter,
    sink: Sink,
  ) {
    this.#reader = reader;
    this.#detectors = detectors;
    this.#claimsOf = claimsOf;
    this.#counter = counter;
    this.#sink = sink;
  }

  /** @param blockSize of the filesystem, for cutting free space into what were files */
  async inspect(walked: Walked, mount: Mount, blockSize: number): Promise<void> {
    if (isUnread(walked)) {
      this.#counter.unread(walked.path === undefined ? walked : { ...walked, path: devicePath(mount, walked.path) });
      return;
    }
    const { open, ...facts } = walked;
    facts.system = mount.system;
    if (facts.path !== undefined) facts.path = devicePath(mount, facts.path);
    if (facts.kind === 'run' && facts.allocation === 'unallocated') await this.#free(facts, open(), blockSize);
    else await this.#entry(facts, open, { ...BUDGET });
  }

  /** Free space: what looks like one file is handled as one. */
  async #free(run: EntryFacts, source: ByteSource, blockSize: number): Promise<void> {
    const own = run.size - (run.overlap ?? 0);
    const evidence = Number(run.locator.evidence);
    const readable = own > 0 && source.read(own - 1, 1).length === 1 ? own : lengthOf(source.origin(0, own));
    this.#counter.space(evidence, 'unallocated', own, readable);
    // Read once; cut and matched from there.
    const bytes = this.#reader.stretch(source, run.size);
    for (const piece of pieces(bytes, blockSize, own)) {
      const cut: ByteSource = {
        size: piece.length,
        read: (offset, length) =>
          bytes.subarray(piece.offset + offset, piece.offset + Math.min(piece.length, offset + length)),
        origin: (offset, length) => source.origin(piece.offset + offset, Math.min(length, piece.length - offset)),
      };
      const { overlap: _, ...facts } = run;
      await this.#content(
        { ...facts, size: piece.length, locator: locator(cut, run.locator) },
        cut,
        { ...BUDGET },
        false,
      );
    }
  }

  async #entry(facts: EntryFacts, open: () => ByteSource, budget: Budget): Promise<void> {
    const readable = facts.kind === 'file' || facts.kind === 'run' || facts.kind === 'metadata';
    if (!readable || facts.content === 'lost' || (facts.size === 0 && facts.content === 'intact')) {
      const hasContent = readable && facts.size > 0;
      if (readable) this.#counter.space(Number(facts.locator.evidence), spaceOf(facts), facts.size, 0);
      const empty = facts.kind === 'file' && facts.size === 0 && facts.content === 'intact';
      this.#detect(facts);
      this.#sink.row(facts, { looked: hasContent ? 'unread' : 'none', ...(empty && { hashes: OF_NOTHING }) });
      return;
    }
    await this.#content(facts, open(), budget, true);
  }

  /** @param counted the bytes count in the coverage (pieces of free space have been counted already) */
  async #content(facts: EntryFacts, source: ByteSource, budget: Budget, counted: boolean): Promise<void> {
    const evidence = Number(facts.locator.evidence);
    const reading = this.#reader.read(source, facts.size);
    const wanted = facts.size - (reading.sparse ?? 0);
    const notes = [...(facts.notes ?? [])];
    let { content } = facts;
    if (reading.sparse !== undefined)
      notes.push(`sparse: ${reading.sparse} bytes of holes were not read, so there is no hash of the whole`);
    if (reading.read < wanted) {
      content = 'partial';
      const reason = reading.repeats
        ? `${reading.read} of ${wanted} bytes of content were read: it shows the same bytes of the evidence again and again, as no sound file does`
        : `${reading.read} of ${wanted} bytes of content could be read`;
      // What the walk knew to be cut short it has counted itself.
      if (facts.content !== 'partial') {
        this.#counter.unread({
          locator: facts.locator,
          reason,
          bytes: wanted - reading.read,
          ...(facts.path !== undefined && { path: facts.path }),
        });
      }
      notes.push(reason);
    }
    if (reading.timedOut || reading.error !== undefined) {
      const reason = reading.timedOut
        ? 'matching rules took longer than allowed and was stopped'
        : `the rule engine failed: ${reading.error}`;
      this.#counter.unread({
        locator: facts.locator,
        reason,
        bytes: reading.read,
        ...(facts.path !== undefined && { path: facts.path }),
      });
    }
    const told = content === facts.content && notes.length === 0 ? facts : { ...facts, content, notes };
    const failed = reading.timedOut || reading.error !== undefined;
    // Holes that were not read are no content: an inode may claim 16 TiB of them, beside which all else were nothing.
    if (counted) this.#counter.space(evidence, spaceOf(facts), wanted, failed ? 0 : Math.min(wanted, reading.read));
    const format = holdsMembers(facts) ? recogniseArchive(reading.head ?? source.read(0, HEAD), source) : undefined;
    this.#detect(told, source, reading, format?.name === 'tar' && budget.depth > 0);
    const looked: Looked = failed ? 'timed-out' : 'read';
    this.#sink.row(told, {
      ...(reading.hashes && { hashes: reading.hashes }),
      content: source.origin(0, facts.size),
      looked,
    });
    if (format) await this.#archive(told, source, format, budget);
  }

  /** @param joined the content is files put end to end, which are looked at one by one as well */
  #detect(facts: EntryFacts, source?: ByteSource, reading?: Reading, joined = false): void {
    const evidence = Number(facts.locator.evidence);
    const view: EntryView = { facts, ...(reading?.hashes && { hashes: reading.hashes }) };
    const claims: Claim[] = [];
    for (const detector of this.#detectors) {
      claims.push(...detector.entry(view));
      this.#counter.detector(evidence, detector.name, 'looked');
    }
    if (reading) {
      const place: ScanPlace = { allocation: facts.allocation, window: facts.size > WINDOW, joined };
      for (const match of reading.matches) claims.push(...this.#claimsOf(match, place));
      this.#counter.detector(evidence, 'yara', reading.timedOut || reading.error !== undefined ? 'timedOut' : 'looked');
    } else if (facts.size > 0 && facts.kind === 'file') this.#counter.detector(evidence, 'yara', 'skipped');
    for (const claim of claims) {
      const likeness = likenessOf(claim, source, facts.size);
      this.#sink.draft({
        claim,
        facts,
        ...(view.hashes && { hashes: view.hashes }),
        ...(likeness && { likeness }),
        locators: backing(claim, facts, source),
      });
    }
  }

  /** What an archive holds is looked at like everything else, as deep as the budget allows. */
  async #archive(facts: EntryFacts, source: ByteSource, format: ArchiveFormat, budget: Budget): Promise<void> {
    const evidence = Number(facts.locator.evidence);
    if (budget.depth <= 0) {
      this.#counter.unread({
        locator: facts.locator,
        reason: `${format.name}: not unfolded, for it lies in ${BUDGET.depth} archives already`,
        bytes: facts.size,
        ...(facts.path !== undefined && { path: facts.path }),
      });
      return;
    }
    this.#counter.parser(evidence, format.name);
    const carved = facts.kind === 'run';
    budget.depth--;
    for (const walked of await expand(source, facts.locator.layers, budget)) {
      if (isUnread(walked)) {
        // In free space the end of an archive is anybody's guess, so its damage is no news.
        if (!carved) this.#counter.unread({ ...walked, path: memberPath(facts, walked.path, format.wrapper) });
        continue;
      }
      const { open, ...member } = walked as FileEntry;
      const path = memberPath(facts, member.path, format.wrapper);
      await this.#entry(
        { ...member, path, allocation: facts.allocation, ...(facts.system && { system: facts.system }) },
        open,
        budget,
      );
    }
    budget.depth++;
  }
}

const holdsMembers = ({ kind, allocation, size }: EntryFacts): boolean =>
  kind !== 'metadata' && allocation !== 'slack' && size >= 18;

const spaceOf = (facts: EntryFacts): Space => (facts.kind === 'metadata' ? 'metadata' : facts.allocation);

function locator(source: ByteSource, fallback: Locator): Locator {
  return locatorsOf(source.origin(0, source.size), fallback.layers)[0] ?? { ...fallback, bytes: [] };
}

/** `/data/x.tgz!/etc/passwd`; a wrapper such as gzip adds its file's own name without the ending. */
function memberPath(facts: EntryFacts, member: string | undefined, wrapper: boolean): string {
  const outer = facts.path ?? `/[free space at ${facts.locator.bytes[0]?.offset ?? 0}]`;
  return `${outer}!${member ?? (wrapper ? '/content' : '/')}`;
}

/** The bytes of the evidence that back a claim: what matched, or the name, or the whole content. */
function backing(claim: Claim, facts: EntryFacts, source: ByteSource | undefined): Locator[] {
  const { layers } = facts.locator;
  if (claim.byName) return [facts.recorded?.name ?? facts.recorded?.metadata ?? facts.locator];
  if (!source) return [facts.recorded?.metadata ?? facts.locator];
  const ranges = claim.matched.length > 0 ? claim.matched.slice(0, RANGES) : [{ offset: 0, length: facts.size }];
  const origins = ranges.flatMap((r) => source.origin(r.offset, r.length));
  const found = locatorsOf(origins, layers);
  return found.length > 0 ? found : [facts.locator];
}
