import { byText, type Finding, type SystemRole } from '../model/index.ts';

/** Findings by the path they are about, so that a directory of thousands of names asks cheaply. */
export class FindingIndex {
  readonly #byId: ReadonlyMap<string, Finding>;
  readonly #byPath = new Map<string, Finding[]>();
  /** Sorted, so that what lies below a directory stands together. */
  readonly #paths: string[];

  constructor(findings: readonly Finding[]) {
    this.#byId = new Map(findings.map((finding) => [finding.id, finding]));
    for (const finding of findings) {
      const { path } = finding.subject;
      if (path === undefined) continue;
      const known = this.#byPath.get(path);
      if (known) known.push(finding);
      else this.#byPath.set(path, [finding]);
    }
    this.#paths = [...this.#byPath.keys()].sort(byText);
  }

  get(id: string): Finding | undefined {
    return this.#byId.get(id);
  }

  /** @param system of the entry; undefined when it does not say one */
  at(path: string, system: SystemRole | undefined): Finding[] {
    return (this.#byPath.get(path) ?? []).filter(isOf(system));
  }

  /** How many are about what lies below a directory. */
  below(path: string, system: SystemRole | undefined): number {
    const folder = path.endsWith('/') ? path : `${path}/`;
    let count = 0;
    for (let i = this.#firstFrom(folder); i < this.#paths.length && this.#paths[i]!.startsWith(folder); i++)
      count += this.at(this.#paths[i]!, system).length;
    return count;
  }

  #firstFrom(text: string): number {
    let [low, high] = [0, this.#paths.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#paths[middle]! < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const isOf =
  (system: SystemRole | undefined) =>
  ({ subject }: Finding): boolean =>
    system === undefined || subject.system === undefined || subject.system === system;
