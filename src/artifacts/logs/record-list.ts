import { hash } from 'node:crypto';
import type { ByteSource } from '../../bytes/index.ts';
import { isGap, type LogContext, type LogFormat } from './format.ts';

/** More records than this of one version are not compared: about 150 MB of memory for two versions. */
export const mostRecords = 5_000_000;

/**
 * The records of one version of a log in their order, without their content: some 30 bytes each, so that two versions
 * of a log of any usual size can be laid side by side. Records are named by the first 64 bits of the SHA-256 of their
 * key.
 */
export class RecordList {
  length = 0;
  /** True when the log went on behind the last record of this list. */
  cutOff = false;
  /** Bytes of the version that held no record we could read. */
  gaps = 0;
  /** True when the last thing in the version is such a stretch. */
  gapAtEnd = false;
  /** Of each record: its name in two halves, its offset, its moment in microseconds (NaN without), its flags. */
  names = new Uint32Array(2048);
  offsets = new Float64Array(1024);
  moments = new Float64Array(1024);
  flags = new Uint8Array(1024);

  push(key: string, offset: number, micros: number | undefined, flags: number): void {
    if (this.length === this.offsets.length) this.#grow();
    const i = this.length++;
    const name = hash('sha256', key, 'buffer');
    this.names[2 * i] = name.readUInt32LE(0);
    this.names[2 * i + 1] = name.readUInt32LE(4);
    this.offsets[i] = offset;
    this.moments[i] = micros ?? Number.NaN;
    this.flags[i] = flags;
  }

  #grow(): void {
    const size = this.offsets.length * 2;
    const names = new Uint32Array(size * 2);
    names.set(this.names);
    const offsets = new Float64Array(size);
    offsets.set(this.offsets);
    const moments = new Float64Array(size);
    moments.set(this.moments);
    const flags = new Uint8Array(size);
    flags.set(this.flags);
    Object.assign(this, { names, offsets, moments, flags });
  }
}

/** The record may be a part of one only. */
export const RAGGED = 1;
/** A stretch without readable records lies directly before it. */
export const BEHIND_GAP = 2;

/** Reads one version to its end, or to `most` records. */
export function listRecords(format: LogFormat, source: ByteSource, context: LogContext, most: number): RecordList {
  const list = new RecordList();
  let gap = 0;
  for (const told of format.records(source, context)) {
    if (isGap(told)) {
      gap = BEHIND_GAP;
      list.gaps += told.length;
      continue;
    }
    if (list.length >= most) {
      list.cutOff = true;
      break;
    }
    list.push(told.key, told.offset, told.micros, (told.ragged ? RAGGED : 0) | gap);
    gap = 0;
  }
  list.gapAtEnd = gap !== 0;
  return list;
}
