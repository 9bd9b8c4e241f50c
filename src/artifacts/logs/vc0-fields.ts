import { instantOf } from '../../evidence/index.ts';

/** Arguments begin behind the 18 fields that every record has; at most so many are kept. */
export const firstArgument = 18;
export const mostArguments = 100;

/** Made once: a name that is put together for each record costs more than the rest of reading it. */
const argumentNames = Array.from({ length: mostArguments }, (_, i) => `arg${i + 1}`);

/**
 * The fields of a record by name, without those that are empty. They are written out one by one in a constructor, for
 * which V8 keeps room in the object: to store a dozen under computed names makes it a hash table, three times as slow to
 * fill and to go through.
 */
export class Vc0Fields {
  [name: string]: string;

  /** @param parts of the record's text, from its id on */
  constructor(id: string, parts: readonly string[]) {
    this.id = id;
    if (parts[1]) this.node = parts[1];
    if (parts[2]) this.code = parts[2];
    if (parts[3]) this.namespace = parts[3];
    if (parts[4]) this.network = parts[4];
    if (parts[5]) this.source_ip = parts[5];
    if (parts[6]) this.user = parts[6];
    if (parts[7]) this.realm = parts[7];
    if (parts[8]) this.roles = parts[8];
    if (parts[9]) this.field_10 = parts[9];
    if (parts[10]) this.field_11 = parts[10];
    if (parts[11]) this.field_12 = parts[11];
    if (parts[12]) this.field_13 = parts[12];
    if (parts[13]) this.user_agent = parts[13];
    if (parts[14]) this.field_15 = parts[14];
    if (parts[15]) this.field_16 = parts[15];
    if (parts[16]) this.field_17 = parts[16];
    const uid = parts[17];
    if (uid) {
      this.uid = uid;
      const second = uidTime(uid);
      if (second) this.uid_time = second;
    }
    if (parts[18]) this.arg1 = parts[18];
    if (parts[19]) this.arg2 = parts[19];
    if (parts[20]) this.arg3 = parts[20];
    if (parts[21]) this.arg4 = parts[21];
    if (parts[22]) this.arg5 = parts[22];
    if (parts[23]) this.arg6 = parts[23];
    addArguments(this, parts, 6);
    const values = parts.length - firstArgument;
    if (values > mostArguments) this.arguments = `${values}, the first ${mostArguments} kept`;
  }
}

/** Adds the arguments of a record, from the one behind the first `from`. */
export function addArguments(fields: Record<string, string>, parts: readonly string[], from: number): void {
  const end = Math.min(parts.length, firstArgument + mostArguments);
  for (let i = firstArgument + from; i < end; i++)
    if (parts[i] !== '') fields[argumentNames[i - firstArgument]!] = parts[i]!;
}

/** The clock in field 18, `uid_…_<seconds>_<n>_<n>`: the number that can be a time. */
function uidTime(uid: string): string | undefined {
  const seconds = /(?:^|_)(\d{9,10})(?:_|$)/.exec(uid.length > 300 ? uid.slice(0, 300) : uid)?.[1];
  return seconds === undefined ? undefined : instantOf(Number(seconds), 0, 0);
}
