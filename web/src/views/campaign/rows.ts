import type { Bounds } from '../../../../src/model/strokes.ts';
import { drawable } from '../../../../src/reports/times.ts';
import type { Campaign, CampaignGateway } from '../../model.ts';
import type { Range } from '../../time/range.ts';

/** Most gateways drawn; campaign.json has all. */
const ROWS = 120;

/** A gateway that can be drawn over time. */
export interface GatewayRow {
  gateway: CampaignGateway;
  first: Bounds;
  cleaned: Bounds;
}

const pointsOf = ({ first, cleaned }: GatewayRow): number[] =>
  [first.from, first.to, cleaned.from, cleaned.to].filter((ms) => ms !== undefined);

/**
 * Gateways with something of weight, those of one set of tools together, in the order in which they were cleaned; and how many are left out.
 * @param only ids of the gateways to draw; nothing for all
 */
export function rowsOf(
  { gateways, clusters }: Campaign,
  only?: ReadonlySet<string>,
): { rows: GatewayRow[]; undrawn: number } {
  const place = new Map(clusters.map((c, i) => [c.id, i]));
  const cluster = (g: CampaignGateway): number =>
    Math.min(clusters.length, ...g.clusters.map((id) => place.get(id) ?? clusters.length));
  const bounds = (interval: CampaignGateway['first']): Bounds => {
    const [from, to] = [drawable(interval?.notBefore), drawable(interval?.notAfter)];
    // Two witnesses may contradict each other; the later bound is drawn from the earlier one.
    return from !== undefined && to !== undefined && from > to ? { from: to, to: from } : { from, to };
  };
  const all = gateways
    .filter((g) => only === undefined || only.has(g.id))
    .map((gateway) => ({ gateway, first: bounds(gateway.first), cleaned: bounds(gateway.cleaned) }))
    .filter((row) => pointsOf(row).length > 0);
  const end = ({ cleaned, gateway }: GatewayRow): number =>
    gateway.live ? Number.POSITIVE_INFINITY : (cleaned.to ?? cleaned.from ?? Number.POSITIVE_INFINITY);
  all.sort(
    (a, b) =>
      cluster(a.gateway) - cluster(b.gateway) ||
      // Two that are still there have no order of cleaning.
      (end(a) === end(b) ? 0 : end(a) - end(b)) ||
      (a.gateway.id < b.gateway.id ? -1 : 1),
  );
  return { rows: all.slice(0, ROWS), undrawn: Math.max(0, all.length - ROWS) };
}

/** All the time that rows speak of. */
export function extentOf(rows: readonly GatewayRow[]): Range | undefined {
  const points = rows.flatMap(pointsOf);
  if (points.length === 0) return undefined;
  let [from, until] = [points[0]!, points[0]!];
  for (const ms of points) {
    from = Math.min(from, ms);
    until = Math.max(until, ms);
  }
  return { from, until };
}
