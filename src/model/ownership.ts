import type { Locator } from './locator.ts';

/** What kind of trace names an owner. */
export type OwnerGroundKind =
  | 'certificate'
  | 'configuration'
  | 'host-name'
  | 'sign-in-url'
  | 'banner'
  | 'login-domain'
  | 'address';

/** Something on the device that names a domain or an organisation, as it was read. */
export interface OwnerTrace {
  kind: OwnerGroundKind;
  /** One sentence: what names whom, and where. */
  says: string;
  /** The domain it speaks of, lower case: `example.com`. */
  domain?: string;
  organisation?: string;
  /** As the trace has it: the C of a certificate, the country of a network. */
  country?: string;
  /** False for what only an earlier or another system of the device has, or a deleted file. */
  present: boolean;
  /** True for a certificate that only its own key vouches for: anybody can write one. */
  selfSigned?: boolean;
  locators: Locator[];
}

/** A trace that speaks for no owner, and why: the innocent lookalikes. */
export interface OwnerPassedOver {
  what: string;
  because: string;
  locators: Locator[];
}

/** One ground of a candidate. */
export interface OwnerGround {
  kind: OwnerGroundKind;
  says: string;
  /** 5 is a certificate that somebody else vouches for; no probability. */
  weight: number;
  /** Why it weighs so much. */
  basis: string;
  locators: Locator[];
}

/** Somebody who may own the device. */
export interface OwnerCandidate {
  /** The organisation where one is named, otherwise the domain. */
  name: string;
  domains: string[];
  countries: string[];
  weight: number;
  grounds: OwnerGround[];
}
