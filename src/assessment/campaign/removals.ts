import type { DeviceChange, Excluded, Sighting } from '../../model/index.ts';
import type { Device } from './devices.ts';
import { handsOf } from './hands.ts';
import { DAY, HOUR, instantOf, millis, minuteOf } from './instants.ts';
import { isGone, isTelling } from './weight.ts';

/** One clean-up of one device, as a point with its bounds. Milliseconds. */
export interface Removal {
  /** Place in the list of devices. */
  device: number;
  /** Middle of the bounds of the file whose going is dated best. */
  at: number;
  from: number;
  to: number;
  /** When it might have happened as well, if nobody had coordinated anything: while the implant was there and watched. */
  watchedFrom: number;
  watchedTo: number;
  /** When the first of what went had come, when that is known. */
  came?: number;
  sightings: Sighting[];
}

/** Files that go within so long of one another are one clean-up. */
const SESSION = 12 * HOUR;
/** A removal known no better than this says nothing of days. */
const VAGUE = 3 * DAY;
/** So near a change of the whole device explains a removal. */
const NEAR: Record<DeviceChange['kind'], number> = { upgrade: 2 * HOUR, reboot: HOUR / 2 };
/** Clean-ups of one hand that follow each other within so long are one. */
const ONE_HAND = 12 * HOUR;

/** Clean-ups that one hand may have made in one go. */
export interface Block {
  /** Number of the hand. */
  hand: number;
  /** The first of them, and while they might have happened as well. */
  at: number;
  watchedFrom: number;
  watchedTo: number;
  came?: number;
  /** In the order of time. */
  removals: Removal[];
}

interface Gone {
  sighting: Sighting;
  from: number;
  to: number;
}

/** Clean-ups that can count towards a wave, in the order of time, and those that cannot, each with its reason. */
export function removalsOf(devices: readonly Device[]): { blocks: Block[]; excluded: Excluded[] } {
  const excluded: Excluded[] = [];
  const candidates: Removal[] = [];
  devices.forEach((device, i) => {
    const gone = goneFrom(device, excluded);
    for (const session of sessionsOf(gone)) {
      const removal = removalOf(device, i, session);
      const change = device.facts.changes.find((c) => explains(c, removal));
      if (change) excluded.push(byChange(device, removal, change));
      else if (removal.at < lifeKnownFrom(device)) excluded.push(beforeLife(device, removal));
      else candidates.push(removal);
    }
  });
  candidates.sort((a, b) => a.at - b.at || a.device - b.device);
  return { blocks: blocksOf(devices, candidates, excluded), excluded };
}

/** What went from one device, with usable bounds. */
function goneFrom(device: Device, excluded: Excluded[]): Gone[] {
  const { facts } = device;
  const gone: Gone[] = [];
  for (const sighting of facts.sightings) {
    if (!isTelling(sighting) || !isGone(sighting)) continue;
    const [lower, upper] = [millis(sighting.removed?.notBefore), millis(sighting.removed?.notAfter)];
    const what = sighting.path ?? sighting.family ?? sighting.rule;
    const said = { gateway: facts.id, at: sighting.removed?.notAfter ?? sighting.removed?.notBefore ?? '' };
    if (lower === undefined && upper === undefined) {
      excluded.push({ ...said, reason: 'undated', says: `Nothing dates the removal of ${what}.` });
      continue;
    }
    const from = lower ?? millis(sighting.appeared?.notBefore) ?? millis(facts.seenFrom) ?? Number.NEGATIVE_INFINITY;
    const to = upper ?? millis(facts.seenUntil) ?? Number.POSITIVE_INFINITY;
    if (to - from > VAGUE || to < from)
      excluded.push({
        ...said,
        reason: 'too-vague',
        says: `The removal of ${what} is known no better than to ${VAGUE / DAY} days.`,
      });
    else gone.push({ sighting, from, to });
  }
  return gone.sort((a, b) => a.from + a.to - b.from - b.to);
}

function sessionsOf(gone: readonly Gone[]): Gone[][] {
  const sessions: Gone[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const one of gone) {
    const at = (one.from + one.to) / 2;
    if (at - last > SESSION) sessions.push([]);
    sessions.at(-1)!.push(one);
    last = at;
  }
  return sessions;
}

function removalOf({ facts }: Device, device: number, session: readonly Gone[]): Removal {
  // What goes in one session goes together: the one that is dated best dates all.
  const first = session.reduce((a, b) => (b.to - b.from < a.to - a.from ? b : a));
  const at = (first.from + first.to) / 2;
  const came = session.map(({ sighting }) => millis(sighting.appeared?.notAfter ?? sighting.appeared?.notBefore));
  const appeared = came.every((c) => c !== undefined) ? Math.min(...(came as number[])) : undefined;
  // A deletion time outlives the journal, so that its reach bounds nothing where the coming is known.
  const aged = appeared !== undefined && appeared <= at;
  const seen = millis(facts.seenFrom);
  return {
    device,
    at,
    from: first.from,
    to: first.to,
    watchedFrom: aged ? appeared : seen !== undefined && seen <= at ? seen : Number.NEGATIVE_INFINITY,
    watchedTo: Math.max(at, millis(facts.seenUntil) ?? Number.POSITIVE_INFINITY),
    ...(aged && { came: appeared }),
    sightings: session.map((g) => g.sighting),
  };
}

function explains(change: DeviceChange, { from, to }: Removal): boolean {
  const at = millis(change.at);
  return at !== undefined && at >= from - NEAR[change.kind] && at <= to + NEAR[change.kind];
}

/**
 * From when it is known what else happened to a device: as far as its logs reach, or from the oldest installation that its
 * files tell of, since of all later ones they tell as well.
 */
function lifeKnownFrom({ facts: { changes, changesFrom } }: Device): number {
  const installed = changes.flatMap((c) => (c.kind === 'upgrade' ? [c.at] : []));
  const known = [...installed, changesFrom].flatMap((at) => millis(at) ?? []);
  return known.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...known);
}

const beforeLife = ({ facts }: Device, { at }: Removal): Excluded => ({
  gateway: facts.id,
  at: instantOf(at),
  reason: 'life-unknown',
  says: 'Whether an installation explains it cannot be said, because it lies before the logs and the oldest installation known.',
});

const byChange = (device: Device, removal: Removal, change: DeviceChange): Excluded => ({
  gateway: device.facts.id,
  at: instantOf(removal.at),
  reason: change.kind,
  says:
    change.kind === 'upgrade'
      ? `New software was installed at ${minuteOf(change.at)}: an installation removes files as well.`
      : `The device started at ${minuteOf(change.at)}: a restart empties what lies in memory.`,
});

/** Devices of one hand that were cleaned up one after the other: one event, however many they are. */
function blocksOf(devices: readonly Device[], removals: readonly Removal[], excluded: Excluded[]): Block[] {
  const hands = handsOf(devices);
  const last = new Map<number, Block>();
  const blocks: Block[] = [];
  for (const removal of removals) {
    const hand = hands[removal.device]!;
    const before = last.get(hand);
    if (before && removal.at - before.removals.at(-1)!.at <= ONE_HAND) {
      before.removals.push(removal);
      before.watchedFrom = Math.max(before.watchedFrom, removal.watchedFrom - (removal.at - before.at));
      before.watchedTo = Math.min(before.watchedTo, removal.watchedTo - (removal.at - before.at));
      const [device, first] = [devices[removal.device]!, devices[before.removals[0]!.device]!];
      if (device === first) continue;
      const same = device.owner === first.owner;
      excluded.push({
        gateway: device.facts.id,
        at: instantOf(removal.at),
        reason: same ? 'same-owner' : 'same-administrator',
        says: `${first.facts.name}, of the same ${same ? 'owner' : 'administrator'}, was cleaned up just before: together they count once.`,
      });
      continue;
    }
    const { at, watchedFrom, watchedTo, came } = removal;
    const block = { hand, at, watchedFrom, watchedTo, ...(came !== undefined && { came }), removals: [removal] };
    last.set(hand, block);
    blocks.push(block);
  }
  for (const block of blocks) {
    block.watchedFrom = Math.min(block.watchedFrom, block.at);
    block.watchedTo = Math.max(block.watchedTo, block.at);
  }
  return blocks;
}

/** The first clean-up of each device, in the order of time. */
export function oncePerDevice(removals: readonly Removal[]): Removal[] {
  const first = new Map<number, Removal>();
  for (const removal of removals) {
    const known = first.get(removal.device);
    if (!known || removal.at < known.at) first.set(removal.device, removal);
  }
  return [...first.values()].sort((a, b) => a.at - b.at || a.device - b.device);
}
