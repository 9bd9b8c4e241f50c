import { setImmediate } from 'node:timers/promises';
import {
  certificatesIn,
  certificateTraces,
  domainOf,
  type FoundCertificate,
  hostName,
  isBad,
  isPublic,
  isSomebodys,
  mayNameDevice,
  type NamedIn,
  namedIn,
} from '../artifacts/index.ts';
import type { ByteSource } from '../bytes/index.ts';
import { type CaseFolder, type FileRow, factsOf } from '../case/index.ts';
import { type Device, locatorsOf } from '../evidence/index.ts';
import type { Locator, OwnerPassedOver, OwnerTrace } from '../model/index.ts';
import { rowOpener } from './open-row.ts';

/** What files of the device say of its owner. */
export interface FileTraces {
  traces: OwnerTrace[];
  passedOver: OwnerPassedOver[];
  hosts: Set<string>;
  /** Public addresses of its own, with what says so. */
  addresses: Map<string, { what: string; locators: Locator[] }>;
  /** Serial numbers of certificates. */
  serials: Set<string>;
}

/** Files that are asked, those of them in XML, and bytes of the largest. */
const MOST = 2000;
const EXPORTS = 500;
const LARGEST = 1 << 20;
/** Traces, and lookalikes told one by one. */
const TRACES = 500;
const NAMED = 100;

const CERTIFICATES = /\.(?:crt|cer|cert|pem|der)$|\/(?:ssl\.crt|ssl|tls|certs?|certificates?|pki)\/[^/]+$/i;

/** Reads certificates and what configuration there is in clear, of every system on the device and from deleted files. */
export async function fileTraces(folder: CaseFolder, device: Device): Promise<FileTraces> {
  const rows: FileRow[] = [];
  let exports = 0;
  for await (const row of folder.rows()) {
    if (rows.length >= MOST || !mayTell(row)) continue;
    // A device may hold very many of these, and only an exported configuration among them tells anything.
    if (row.path!.endsWith('.xml') && ++exports > EXPORTS) continue;
    rows.push(row);
  }
  const open = rowOpener(device);
  const read: { row: FileRow; source: ByteSource; content: Buffer; certificates: FoundCertificate[] }[] = [];
  const found: FileTraces = {
    traces: [],
    passedOver: [],
    hosts: new Set(),
    addresses: new Map(),
    serials: new Set(),
  };
  const seen = new Set<string>();
  // Systems side by side hold the same bundles, and to parse a certificate takes longer than to read it.
  const known = new Map<string, FoundCertificate[]>();
  const certificatesOf = (row: FileRow, content: Buffer): FoundCertificate[] => {
    if (!CERTIFICATES.test(row.path!)) return [];
    const before = row.sha256 === undefined ? undefined : known.get(row.sha256);
    if (before) return before;
    const certificates = [...certificatesIn(content)].filter((one): one is FoundCertificate => !isBad(one));
    if (row.sha256 !== undefined) known.set(row.sha256, certificates);
    return certificates;
  };
  for (const row of rows) {
    // The same bytes at the same path are often there once more: an earlier version, a copy in the journal.
    const key = `${row.system} ${row.path} ${row.sha256 ?? row.inode}`;
    if (seen.has(key)) continue;
    // The tables of the case are begun beside this, which takes turns of this thread.
    await setImmediate();
    const source = await open(row);
    if (!source) continue;
    seen.add(key);
    const content = source.read(0, Math.min(source.size, LARGEST));
    read.push({ row, source, content, certificates: certificatesOf(row, content) });
  }
  const delivered = new Set(
    read.flatMap(({ row, certificates }) =>
      row.system === 'factory-reset' ? certificates.map((c) => c.fingerprint) : [],
    ),
  );
  const told = new Set<string>();
  for (const { row, source, content, certificates } of read) {
    const at = (offset: number, length: number): Locator[] =>
      locatorsOf(source.origin(offset, length), factsOf(row).locator.layers);
    for (const one of certificates) {
      if (told.has(one.fingerprint)) continue;
      if (isPresent(row)) told.add(one.fingerprint);
      takeCertificate(found, row, one, delivered, at(one.offset, one.length));
    }
    if (mayNameDevice(row.path!))
      for (const named of namedIn(row.path!, content)) takeName(found, row, named, at(named.offset, named.length));
  }
  return found;
}

const mayTell = (row: FileRow): boolean =>
  row.kind === 'file' &&
  row.path !== undefined &&
  row.size > 0 &&
  row.size <= LARGEST &&
  row.content === 'intact' &&
  row.extents !== undefined &&
  row.allocation !== 'unallocated' &&
  !row.path.includes('!/') &&
  (CERTIFICATES.test(row.path) || mayNameDevice(row.path));

/** The device as it is: live, and not of a system that lies beside the running one. */
const isPresent = (row: FileRow): boolean =>
  row.allocation === 'allocated' && row.system !== 'rollback' && row.system !== 'factory-reset';

const whereText = (row: FileRow): string => {
  const beside = row.system === 'rollback' || row.system === 'factory-reset' ? ` of the ${row.system} system` : '';
  return `${row.path}${beside}${row.allocation === 'allocated' ? '' : ', which is no longer there'}`;
};

function takeCertificate(
  found: FileTraces,
  row: FileRow,
  one: FoundCertificate,
  delivered: ReadonlySet<string>,
  locators: Locator[],
): void {
  const where = whereText(row);
  const told = certificateTraces(one, { where, present: isPresent(row), locators }, delivered);
  if ('because' in told) {
    const name = one.organisation ?? one.commonName ?? one.serial;
    if (found.passedOver.length < NAMED)
      found.passedOver.push({ what: `Certificate of ${name} in ${where}`, because: told.because, locators });
    return;
  }
  found.traces.push(...told.traces.slice(0, TRACES - found.traces.length));
  if (!isPresent(row)) return;
  for (const host of one.hosts) if (isSomebodys(domainOf(host))) found.hosts.add(host);
  found.serials.add(one.serial);
  for (const address of one.addresses) takeAddress(found, address, `a certificate in ${where}`, locators);
}

function takeName(found: FileTraces, row: FileRow, named: NamedIn, locators: Locator[]): void {
  const { kind, value, what } = named;
  if (kind === 'own-address') {
    if (isPresent(row)) takeAddress(found, value, `${what} in ${whereText(row)}`, locators);
    return;
  }
  const domain = named.isDomain ? value : domainOf(value);
  if (!isSomebodys(domain)) return;
  if (isPresent(row) && !named.isDomain && kind !== 'banner' && hostName(value)) found.hosts.add(value);
  if (found.traces.length < TRACES)
    found.traces.push({
      kind,
      says: `${what[0]!.toUpperCase()}${what.slice(1)} in ${whereText(row)} is ${value}.`,
      domain,
      present: isPresent(row),
      locators,
    });
}

function takeAddress(found: FileTraces, address: string, what: string, locators: Locator[]): void {
  if (isPublic(address) && !found.addresses.has(address) && found.addresses.size < NAMED)
    found.addresses.set(address, { what, locators });
}
