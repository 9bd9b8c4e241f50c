import type { Instant } from '../../model/index.ts';

const shape = /^\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z$/;

/** A property with a time, or nothing when what the evidence has for a time is none that STIX takes. */
export const stixTime = <K extends string>(name: K, instant: Instant | undefined): Partial<Record<K, Instant>> =>
  (instant !== undefined && isStixTime(instant) ? { [name]: instant } : {}) as Partial<Record<K, Instant>>;

export const isStixTime = (instant: Instant): boolean => shape.test(instant) && !Number.isNaN(Date.parse(instant));
