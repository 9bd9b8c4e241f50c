import { type ByteSource, clip, FileSource, type Origin } from '../../bytes/index.ts';

/** Files of a collection that are open at this moment: the one not read for the longest time is closed for the next. */
export class OpenFiles {
  readonly #most: number;
  readonly #open = new Map<HostFile, FileSource>();

  constructor(most = 8) {
    this.#most = most;
  }

  /** The open file behind `file`; throws what the operating system says when it cannot be opened. */
  get(file: HostFile, open: () => FileSource): FileSource {
    const source = this.#open.get(file) ?? open();
    this.#open.delete(file);
    this.#open.set(file, source);
    if (this.#open.size > this.#most) this.close(this.#open.keys().next().value!);
    return source;
  }

  close(file: HostFile): void {
    this.#open.get(file)?.close();
    this.#open.delete(file);
  }

  closeAll(): void {
    for (const file of [...this.#open.keys()]) this.close(file);
  }
}

/** A file of a directory handed over as evidence, opened at its first read and read as long as it was when listed. */
export class HostFile implements ByteSource {
  readonly size: number;
  /** What went wrong while reading, one sentence without its end; undefined while all is well. */
  trouble: string | undefined;
  readonly #path: Buffer;
  readonly #evidence: number;
  readonly #member: string;
  readonly #files: OpenFiles;

  constructor(path: Buffer, evidence: number, member: string, size: number, files: OpenFiles) {
    this.#path = path;
    this.#evidence = evidence;
    this.#member = member;
    this.size = size;
    this.#files = files;
  }

  read(offset: number, length: number): Buffer {
    const wanted = clip(this.size, offset, length);
    if (wanted === 0) return Buffer.alloc(0);
    try {
      const source = this.#files.get(this, () => new FileSource(this.#path, this.#evidence, this.#member));
      const bytes = source.read(offset, wanted);
      if (source.trouble !== undefined) this.trouble ??= `reading failed (${source.trouble})`;
      else if (bytes.length < wanted)
        this.trouble ??= `it had ${this.size} bytes when listed and ${source.size} when read`;
      return bytes;
    } catch (error) {
      this.trouble ??= `opening failed (${(error as NodeJS.ErrnoException).code ?? String(error)})`;
      return Buffer.alloc(0);
    }
  }

  origin(offset: number, length: number): Origin[] {
    const n = clip(this.size, offset, length);
    return n === 0 ? [] : [{ evidence: this.#evidence, member: this.#member, offset, length: n }];
  }

  close(): void {
    this.#files.close(this);
  }
}
