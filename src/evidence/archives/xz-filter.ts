/** Undoes what was done to content before it was packed, piece by piece. */
export interface Filter {
  /** Takes a piece, which it may change in place; gives back what is finished. */
  next(bytes: Buffer): Buffer;
  /** What was held back, at the end of the content. */
  rest(): Buffer;
}

const DELTA = 3;
const X86 = 4;

/** How to undo a filter by its number and properties; undefined for one that cannot be. */
export function filterOf(id: number, properties: Buffer): (() => Filter) | undefined {
  if (id === DELTA && properties.length === 1) return () => new Delta(properties[0]! + 1);
  if (id === X86 && (properties.length === 0 || properties.length === 4)) {
    const start = properties.length === 4 ? properties.readUInt32LE(0) : 0;
    return () => new X86Calls(start);
  }
  return undefined;
}

/** Delta (.xz file format, section 5.3.3): each byte is what it adds to the one so far before it. */
class Delta implements Filter {
  readonly #distance: number;
  readonly #before = new Uint8Array(256);
  #at = 0;

  constructor(distance: number) {
    this.#distance = distance;
  }

  next(bytes: Buffer): Buffer {
    for (let i = 0; i < bytes.length; i++) {
      const place = this.#at % this.#distance;
      bytes[i] = this.#before[place] = (bytes[i]! + this.#before[place]!) & 0xff;
      this.#at++;
    }
    return bytes;
  }

  rest(): Buffer {
    return Buffer.alloc(0);
  }
}

/** Bytes of a call or jump and its target. */
const CALL = 5;
/** Which byte of a target the last opcodes before it overlap, by their marks; from XZ Utils (x86.c). */
const overlapped = [0, 1, 2, 2, 3];
const isHigh = (byte: number): boolean => byte === 0 || byte === 0xff;

/**
 * The x86 filter (section 5.3.2): targets of calls and jumps were made absolute, so that those to one place look alike.
 * Which ones is what XZ Utils and 7-Zip agree on: the highest byte of the target is 0x00 or 0xff, and no opcode shortly
 * before it speaks against it.
 */
class X86Calls implements Filter {
  /** Place of `#held`'s first byte in the program. */
  #at: number;
  #held = Buffer.alloc(0);
  /** Opcodes seen in the last bytes, newest lowest; bit 4 more when such a byte could end a target. */
  #marks = 0;
  /** Place of the last opcode. */
  #last: number;

  constructor(start: number) {
    this.#at = start;
    this.#last = start - CALL;
  }

  next(bytes: Buffer): Buffer {
    const all = this.#held.length > 0 ? Buffer.concat([this.#held, bytes]) : bytes;
    const done = this.#undo(all);
    this.#held = Buffer.from(all.subarray(done));
    this.#at += done;
    return all.subarray(0, done);
  }

  rest(): Buffer {
    return this.#held;
  }

  /** @returns bytes that are finished */
  #undo(bytes: Buffer): number {
    let i = 0;
    while (i + CALL <= bytes.length) {
      if ((bytes[i]! & 0xfe) !== 0xe8) {
        i++;
        continue;
      }
      const since = this.#at + i - this.#last;
      this.#last = this.#at + i;
      this.#marks = since > CALL ? 0 : shifted(this.#marks, since);
      const high = bytes[i + 4]!;
      const overlap = this.#marks >> 1;
      if (isHigh(high) && overlap <= 4 && overlap !== 3) {
        this.#target(bytes, i);
        i += CALL;
        this.#marks = 0;
      } else {
        i++;
        this.#marks |= isHigh(high) ? 0x11 : 1;
      }
    }
    return i;
  }

  #target(bytes: Buffer, i: number): void {
    let target = bytes.readUInt32LE(i + 1);
    for (;;) {
      const relative = (target - (this.#at + i + CALL)) >>> 0;
      const shift = overlapped[this.#marks >> 1]! * 8;
      if (this.#marks === 0 || !isHigh((relative >>> (24 - shift)) & 0xff)) {
        bytes.writeUInt32LE((((relative & 0x01ffffff) << 7) >> 7) >>> 0, i + 1);
        return;
      }
      target = (relative ^ ((2 ** (32 - shift) - 1) >>> 0)) >>> 0;
    }
  }
}

function shifted(marks: number, times: number): number {
  let moved = marks;
  for (let i = 0; i < times; i++) moved = (moved & 0x77) << 1;
  return moved;
}
