import type { ByteSource } from '../../bytes/index.ts';

/** A file handed over, opened. */
export interface Part {
  /** File name without its folder. */
  name: string;
  source: ByteSource;
}

/** One or more files as the device they are an image of. */
export interface Image {
  source: ByteSource;
  /** What the container is, for the list of recognised layers; absent when there is nothing to say. */
  recognised?: string;
}

/** A way an image is kept in files. */
export interface Container {
  name: string;
  /** How many of the files, from the first on, are one image of this kind; 0 when they are not. */
  claims(parts: readonly Part[]): number;
  open(parts: readonly Part[]): Image;
}
