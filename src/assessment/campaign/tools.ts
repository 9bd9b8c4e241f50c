import { byText, type CampaignKnowledge } from '../../model/index.ts';
import { type Seen, toolName, variantsOf } from './variants.ts';

/** What gateways are compared by: a variant that several of them have, or else all of a family taken together. */
export interface Tool {
  /** Usually one; a secret ties programs of several families into one tool. */
  families: Set<string>;
  /** Every sighting of it is the same code, not only the same family. */
  variant: boolean;
  devices: Set<number>;
  /** Actors known to use every one of its families that anybody is known to use: what mixes two is nobody's. */
  users: Set<string>;
}

/** More tools than this are not compared with each other; the rarest go back to their families. */
const MOST = 300;

/** Tools, the most widespread first, and the tool of each sighting. */
export function toolsOf(seen: readonly Seen[], knowledge: CampaignKnowledge): { tools: Tool[]; of: Tool[] } {
  const variants = variantsOf(seen);
  const spread = new Map<number, Set<number>>();
  seen.forEach(({ device }, i) => {
    const root = variants.of(i);
    const known = spread.get(root);
    if (known) known.add(device);
    else spread.set(root, new Set([device]));
  });
  const shared = [...spread]
    .filter(([, devices]) => devices.size > 1)
    .sort((a, b) => b[1].size - a[1].size || a[0] - b[0]);
  const kept = new Set(shared.slice(0, MOST).map(([root]) => root));
  const tools = new Map<string, Tool>();
  const of = seen.map(({ device, sighting }, i): Tool => {
    const root = variants.of(i);
    const family = toolName(sighting);
    const variant = kept.has(root);
    const key = variant ? `variant ${root}` : `family ${family}`;
    let tool = tools.get(key);
    if (!tool) {
      tool = { families: new Set(), variant, devices: new Set(), users: new Set() };
      tools.set(key, tool);
    }
    tool.families.add(family);
    tool.devices.add(device);
    return tool;
  });
  for (const tool of tools.values()) {
    const known = [...tool.families].map((f) => usersOf(knowledge, f)).filter((users) => users.length > 0);
    for (const user of known[0] ?? []) if (known.every((users) => users.includes(user))) tool.users.add(user);
  }
  return {
    tools: [...tools.values()].sort((a, b) => b.devices.size - a.devices.size || byText(nameOf(a), nameOf(b))),
    of,
  };
}

const nameOf = ({ families }: Tool): string => [...families].sort(byText).join(', ');

/** Actors known to use a family, whose name comes from a case and may be anything. */
export const usersOf = ({ usersOf }: CampaignKnowledge, family: string): string[] =>
  Object.hasOwn(usersOf, family.toUpperCase()) ? usersOf[family.toUpperCase()]! : [];
