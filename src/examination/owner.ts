import { type Network, networksOf, type OwnerRow, readOwners } from '../artifacts/index.ts';
import type { CaseFolder } from '../case/index.ts';
import type { Device } from '../evidence/index.ts';
import {
  AfterimageError,
  type DeviceMarks,
  type Evidence,
  type Host,
  type Locator,
  type OwnerPassedOver,
  type OwnerTrace,
} from '../model/index.ts';
import { linesOf } from './lines-of.ts';
import { eventTraces } from './owner-events.ts';
import { fileTraces } from './owner-files.ts';

/** Everything on a device that may say whose it is, before anybody weighs it. */
export interface OwnerTraces {
  traces: OwnerTrace[];
  passedOver: OwnerPassedOver[];
  marks: Omit<DeviceMarks, 'case'>;
  caseName: string;
}

/** Marks of one kind. */
const MOST = 200;

/**
 * Gathers what names an owner: certificates and configuration, records of logs and snapshots, and for addresses of the
 * device the network they belong to, when a table of networks was handed over. Nothing is looked up anywhere else.
 */
export async function gatherOwner(
  folder: CaseFolder,
  device: Device,
  { evidence, host, networks }: { evidence: readonly Evidence[]; host: Host; networks: readonly string[] },
): Promise<OwnerTraces> {
  const files = await fileTraces(folder, device);
  const events = await eventTraces(folder, device.evidence.length);
  const addresses = new Map([...events.addresses, ...files.addresses]);
  const traces = [
    ...files.traces,
    ...events.traces,
    ...networks.flatMap((path) => [
      ...addressTraces(path, networksOf(linesOf(path), [...addresses.keys()]), addresses),
    ]),
  ];
  const ids = evidence.map((e) => e.id);
  const named = <T extends { locators: Locator[] }>(list: T[]): T[] =>
    list.map((one) => ({
      ...one,
      locators: one.locators.map((l) => ({ ...l, evidence: ids[Number(l.evidence)] ?? l.evidence })),
    }));
  const few = (values: Iterable<string>): string[] => [...new Set(values)].sort().slice(0, MOST);
  return {
    traces: named(traces),
    passedOver: named(files.passedOver),
    caseName: folder.name,
    marks: {
      host: few([...(host.name === undefined ? [] : [host.name]), ...files.hosts, ...events.hosts]),
      evidence: ids,
      address: few(addresses.keys()),
      serial: few(files.serials),
    },
  };
}

function* addressTraces(
  path: string,
  found: ReadonlyMap<string, Network>,
  addresses: ReadonlyMap<string, { what: string; locators: Locator[] }>,
): Generator<OwnerTrace> {
  const table = path.slice(path.lastIndexOf('/') + 1);
  for (const [address, network] of found) {
    if (network.organisation === undefined && network.country === undefined) continue;
    const { what, locators } = addresses.get(address)!;
    const name = [network.number, network.organisation, network.country].filter(Boolean).join(' ');
    yield {
      kind: 'address',
      says: `${address}, an address of the device by ${what}, lies in the network ${name} (${table} line ${network.line}).`,
      ...(network.organisation !== undefined && { organisation: network.organisation }),
      ...(network.country !== undefined && { country: network.country }),
      present: true,
      locators,
    };
  }
}

/** Lists of owners that were handed over. @throws AfterimageError `no-input`, `bad-content` */
export function readOwnerFiles(paths: readonly string[]): OwnerRow[] {
  const rows: OwnerRow[] = [];
  for (const path of paths) {
    const lines = [...linesOf(path)];
    for (const row of readOwners(path.slice(path.lastIndexOf('/') + 1), lines.join('\n'))) rows.push(row);
  }
  if (rows.length === 0 && paths.length > 0)
    throw new AfterimageError('bad-content', `Found no owner in ${paths.join(', ')}, expected a row for each device.`);
  return rows;
}
