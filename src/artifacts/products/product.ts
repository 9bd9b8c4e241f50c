import type { EntryTree } from '../../evidence/index.ts';
import type { Host, SystemRole } from '../../model/index.ts';

/** Where a tree belongs on the running device. */
export interface Mount {
  /** Place of the tree in the device's list. */
  tree: number;
  /** Absolute path on the device: `/`, `/data`. */
  at: string;
  /** A folder of the tree that is the mounted root; what lies outside it keeps its own path. Empty for all of it. */
  strip: string;
  system: SystemRole;
  /** One sentence: what says so. */
  basis: string;
}

export interface Recognition {
  host: Host;
  mounts: Mount[];
}

/** A product we know: who the host is and how its volumes fit together. */
export interface Product {
  name: string;
  title: string;
  /** Undefined when the trees are not of this product. */
  recognises(trees: EntryTree[]): Recognition | undefined;
}
