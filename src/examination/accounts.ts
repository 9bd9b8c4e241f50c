import type { CaseFolder } from '../case/index.ts';
import { type Device, hashDirectoryListing } from '../evidence/index.ts';
import { AfterimageError, type Evidence, type Hashes, type Unread } from '../model/index.ts';
import type { BatchDone, EvidenceHashed } from './protocol.ts';
import type { Tally } from './tally.ts';

/** What is kept of a piece of work besides its rows and drafts; one line of JSON each. */
type Kept =
  | { tally: Tally }
  | { hashed: { evidence: number; hashes: Hashes; complete: boolean } }
  | { listing: { evidence: number; files: [path: string, sha256: string][] } };

/** Keeps what the workers hand in, and names the evidence when all of it has been read. */
export class Accounts {
  entries = 0;
  drafts = 0;
  /** Evidence whose medium failed before its end. */
  readonly unhashed: Unread[] = [];
  readonly #device: Device;
  readonly #stated: (string | undefined)[];

  /** @param stated SHA-256 that somebody stated for each piece of evidence */
  constructor(device: Device, stated: (string | undefined)[]) {
    this.#device = device;
    this.#stated = stated;
  }

  /** Counts what an interrupted run has stored already. */
  async takeUp(folder: CaseFolder): Promise<void> {
    if (!folder.resumed) return;
    for await (const kept of folder.tallies<Kept>()) {
      if ('tally' in kept) for (const space of Object.values(kept.tally.space)) this.entries += space.entries;
      if ('hashed' in kept) this.#check(kept.hashed);
    }
  }

  /** @throws AfterimageError `stated-hash` when evidence is not what it was said to be */
  async store(folder: CaseFolder, message: BatchDone | EvidenceHashed): Promise<void> {
    const lines = (kept: Kept[]): string => kept.map((k) => `${JSON.stringify(k)}\n`).join('');
    if (message.type === 'hashed') {
      const { evidence, hashes, complete } = message;
      await folder.store(message.work, { files: '', tally: lines([{ hashed: { evidence, hashes, complete } }]) });
      this.#check(message);
      return;
    }
    this.entries += message.entries;
    this.drafts += message.findings;
    const kept: Kept[] = [
      ...message.tallies.map((tally) => ({ tally })),
      ...message.listings.map((listing) => ({ listing })),
    ];
    await folder.store(message.work, { files: message.files, claims: message.drafts, tally: lines(kept) });
  }

  #check({ evidence, hashes, complete }: { evidence: number; hashes: Hashes; complete: boolean }): void {
    const stated = this.#stated[evidence];
    if (stated === undefined || stated === hashes.sha256) return;
    const { name } = this.#device.evidence[evidence]!;
    const why = complete
      ? 'It is not the evidence that was hashed, or it has changed since.'
      : 'It could not be read to its end.';
    throw new AfterimageError('stated-hash', `${name}: SHA-256 is ${hashes.sha256}, stated was ${stated}. ${why}`);
  }

  /** Every piece of evidence, named by its hash. */
  async evidence(folder: CaseFolder): Promise<Evidence[]> {
    const hashed = new Map<number, Hashes>();
    const listings = new Map<number, { path: string; sha256: string }[]>();
    for await (const kept of folder.tallies<Kept>()) {
      if ('hashed' in kept) {
        hashed.set(kept.hashed.evidence, kept.hashed.hashes);
        if (!kept.hashed.complete) this.unhashed.push(this.#failed(kept.hashed.evidence));
      }
      if ('listing' in kept) {
        const list = listings.get(kept.listing.evidence) ?? [];
        for (const [path, sha256] of kept.listing.files) list.push({ path, sha256 });
        listings.set(kept.listing.evidence, list);
      }
    }
    return this.#device.evidence.map((e, i): Evidence => {
      const computed = hashed.get(i) ?? { sha256: hashDirectoryListing(listings.get(i) ?? []) };
      const stated = this.#stated[i];
      return {
        id: computed.sha256,
        name: e.name,
        kind: e.kind,
        size: e.size,
        hashes: { ...(stated !== undefined && { stated }), computed },
        role: 'device',
      };
    });
  }

  #failed(index: number): Unread {
    return {
      locator: { evidence: String(index), layers: [], bytes: [] },
      reason: 'the medium failed before the end of the evidence; its hash covers what could be read',
      bytes: 0,
    };
  }

  /** The counts of all batches. */
  async tallies(folder: CaseFolder): Promise<Tally[]> {
    const found: Tally[] = [];
    for await (const kept of folder.tallies<Kept>()) if ('tally' in kept) found.push(kept.tally);
    return found;
  }
}
