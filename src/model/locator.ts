/** A stretch of one piece of evidence, in bytes from its beginning. */
export interface ByteRange {
  offset: number;
  length: number;
}

/**
 * Where in the evidence something stands, precise enough for another tool (`dd`, `debugfs`) to cut the same bytes.
 * `layers` names each cut from the outside in: `["gpt:3", "lvm:groupA/home", "ext4"]`, and for something inside an
 * archive or a directory the member's name: `["tar", "home/VERSION"]`. `bytes` are offsets in the outermost evidence
 * file; empty when nothing of it is stored there (a hole, a name without content). For a directory handed to us,
 * `member` says which of its files the offsets count in.
 */
export interface Locator {
  evidence: string;
  layers: string[];
  member?: string;
  bytes: ByteRange[];
}
