/** The organisation that a device belongs to, as somebody stated it. */
export interface Owner {
  organisation: string;
  /** As stated: a name or an ISO 3166 code. */
  country?: string;
  region?: string;
  sector?: string;
  /** Who runs the device for its owner. */
  operator?: string;
}

/** By what a row of a list of owners recognises a device. */
export type OwnerKey = 'case' | 'host' | 'evidence' | 'address' | 'serial';

export const ownerKeys: readonly OwnerKey[] = ['case', 'host', 'evidence', 'address', 'serial'];

/** What a device can be recognised by: what each row of a list of owners is held against. */
export type DeviceMarks = Record<OwnerKey, readonly string[]>;
