/** The nouns of a simulated world: what is true, before any evidence of it. Times are milliseconds since 1970, UTC. */
import type { KitName, Tool } from './kits.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Milliseconds of a day or an instant as text. */
export const at = (text: string): number => Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);

/** RFC 3339, whole seconds. */
export const instant = (ms: number): string => `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`;

export interface Owner {
  name: string;
  region: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  sector: string;
}

/** Who or what took an implant away. */
export type Remover = 'wave' | 'intruder' | 'owner' | 'administrator' | 'upgrade' | 'start' | 'responder';

export interface Implant {
  /** Which planted actor, by its name in the fleet (two of one kit are two). */
  actor: string;
  tool: Tool;
  path: string;
  /** Which build of the tool: the same build may lie on many gateways. */
  build: number;
  /** True for a copy with a change of its own, which has another hash. */
  own: boolean;
  appeared: number;
  removed?: number;
  by?: Remover;
  /** Id of the wave, when one took it. */
  wave?: string;
}

export interface Gateway {
  name: string;
  owner: Owner;
  /** Minutes east of UTC. */
  zone: number;
  /** How far the device's clock is ahead, in milliseconds; every time it writes is off by so much. */
  skew: number;
  /** Who runs it for its owner, when somebody does; and the accounts that administer it. */
  operator?: string;
  administrators: string[];
  /** Oldest first; the last is in use when the evidence is taken. */
  versions: { version: string; build: string; installed: number }[];
  starts: number[];
  taken: number;
  /** How much evidence there is: the whole disk, or logs and live files only. */
  kept: 'disk' | 'files';
  implants: Implant[];
}

/** A clean-up that an actor carried out across owners. */
export interface Wave {
  id: string;
  actor: string;
  from: number;
  until: number;
  gateways: string[];
  owners: number;
  /** Milliseconds from the beginning of the wave to the next disclosure; absent when none follows. */
  lead?: number;
}

export interface PlantedActor {
  name: string;
  kit: KitName;
}

/** What happened that looks like a wave and is none. */
export interface Decoy {
  kind: DecoyKind;
  from: number;
  until: number;
  gateways: string[];
}

export const decoyKinds = ['patch-day', 'starts', 'administrator', 'responders', 'mass-exploitation'] as const;
export type DecoyKind = (typeof decoyKinds)[number];

export interface Disclosure {
  name: string;
  at: number;
}

export interface Fleet {
  seed: string;
  gateways: Gateway[];
  actors: PlantedActor[];
  waves: Wave[];
  decoys: Decoy[];
  disclosures: Disclosure[];
}
