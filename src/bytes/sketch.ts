/**
 * Sketches of content: 32 places of four hexadecimal digits. The share of places in which two sketches agree estimates
 * how many of their pieces (shingles) two contents share (Jaccard): one-permutation MinHash, Li, Owen and Zhang 2012,
 * with empty places filled from their neighbours (Shrivastava and Li 2014).
 *
 * Text is cut into words first: names of variables, numbers and the text of strings count by their kind alone, so that
 * an implant that was renamed and laid out anew keeps its sketch. Other bytes are taken eight at a time.
 */
const PLACES = 32;
const DIGITS = 4;
/** Pieces: so many words of text, so many bytes of anything else. */
const WORDS = 6;
const BYTES = 8;
/** Content beyond this is not looked at. */
const MOST = 1 << 18;
/** With fewer pieces than this, what looks alike is chance. */
const LEAST = 24;

/** The sketch of some content; undefined when it is too small to be compared. */
export function sketchOf(content: Uint8Array): string | undefined {
  const bytes = content.subarray(0, MOST);
  const least = new Float64Array(PLACES).fill(Number.POSITIVE_INFINITY);
  const seen = new Set<number>();
  for (const piece of isText(bytes) ? textPieces(bytes) : bytePieces(bytes)) {
    const place = piece >>> 27;
    const value = mixed(piece);
    seen.add(value);
    if (value < least[place]!) least[place] = value;
  }
  if (seen.size < LEAST) return undefined;
  let text = '';
  for (let i = 0; i < PLACES; i++) {
    let from = i;
    while (least[from] === Number.POSITIVE_INFINITY) from = (from + 1) % PLACES;
    // A place taken from a neighbour is marked by its distance, or two empty places would agree too often.
    const value = mixed((least[from]! ^ ((from - i + PLACES) % PLACES)) >>> 0) & 0xffff;
    text += value.toString(16).padStart(DIGITS, '0');
  }
  return text;
}

/** Estimated share of pieces that two contents have in common, 0 to 1. Sketches of other lengths agree in nothing. */
export function likeness(a: string, b: string): number {
  if (a.length !== PLACES * DIGITS || b.length !== a.length) return 0;
  let same = 0;
  for (let i = 0; i < a.length; i += DIGITS) if (a.slice(i, i + DIGITS) === b.slice(i, i + DIGITS)) same++;
  return same / PLACES;
}

/** Keys of which contents that are much alike nearly always share one: two neighbouring places each. */
export function sketchKeys(sketch: string): string[] {
  const width = 2 * DIGITS;
  return Array.from({ length: sketch.length / width }, (_, i) => `${i} ${sketch.slice(i * width, (i + 1) * width)}`);
}

function isText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 4096);
  let odd = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32)) odd++;
  return odd * 50 < head.length;
}

const TOKEN = /[$@%&][A-Za-z_]\w*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_]\w*|\d\w*|[^\s\w]/g;

function* textPieces(bytes: Uint8Array): Generator<number> {
  const words: number[] = [];
  for (const [token] of Buffer.from(bytes).toString('latin1').matchAll(TOKEN)) {
    words.push(hash(kindOf(token)));
    if (words.length < WORDS) continue;
    let piece = 0x811c9dc5;
    for (const word of words) piece = Math.imul(piece ^ word, 0x01000193);
    yield mixed(piece >>> 0);
    words.shift();
  }
}

/** A word as it counts. */
function kindOf(token: string): string {
  const first = token[0]!;
  if (token.length > 1 && '$@%&'.includes(first)) return first;
  if (first === '"' || first === "'") return '"';
  return first >= '0' && first <= '9' ? '0' : token;
}

function* bytePieces(bytes: Uint8Array): Generator<number> {
  for (let i = 0; i + BYTES <= bytes.length; i++) {
    let piece = 0x811c9dc5;
    for (let k = 0; k < BYTES; k++) piece = Math.imul(piece ^ bytes[i + k]!, 0x01000193);
    yield mixed(piece >>> 0);
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The finaliser of MurmurHash3: every bit of the outcome depends on every bit that went in. */
function mixed(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
