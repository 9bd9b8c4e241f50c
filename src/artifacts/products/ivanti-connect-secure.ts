import type { EntryTree } from '../../evidence/index.ts';
import type { Host, SystemRole } from '../../model/index.ts';
import { byText } from '../../model/index.ts';
import { localFacts, otherMounts } from './linux.ts';
import type { Mount, Product } from './product.ts';
import { shellVariables, smallFile } from './small-file.ts';

/*
 * Pulse Connect Secure 9.x and Ivanti Connect Secure 22.x. Three systems lie side by side: the current one, the one
 * before the last upgrade (rollback) and the factory-reset one, each with a root and a data volume; 22.x keeps them in
 * volume groups groupA, groupB and groupZ and shares groupS. Sources: public incident write-ups and vendor pages.
 * Slot numbers of 9.x hardware differ between sources, so volumes are told by what they hold, never by number.
 */

type Part = 'root' | 'data' | 'tmp' | 'boot';

interface Volume {
  tree: number;
  part: Part;
  /** Folder of the tree that is its mounted root. */
  strip: string;
  /** The volume group's letter, when LVM names it. */
  slot?: string;
  lastWritten: string;
  basis: string;
}

const WEB_ROOT = '/webserver/htdocs/dana-na';

/** Which part of the appliance a tree is, from its content first, then its names. */
function partOf(tree: EntryTree, index: number): Volume | undefined {
  const logical = /^group([A-Z])\/(home|runtime|swap)$/.exec(tree.facts.name ?? '');
  const base = { tree: index, lastWritten: tree.facts.lastWritten ?? '', ...(logical && { slot: logical[1]! }) };
  const is = (part: Part, strip: string, basis: string): Volume => ({ ...base, part, strip, basis });
  for (const strip of ['', '/root']) {
    if (tree.find(`${strip}/home${WEB_ROOT}`)) return is('root', strip, `holds ${strip}/home${WEB_ROOT}`);
    if (tree.find(`${strip}/home/VERSION`) && tree.find(`${strip}/home/perl`))
      return is('root', strip, `holds ${strip}/home/VERSION and /home/perl`);
  }
  if (tree.find('/runtime/logs') || tree.find('/var/dlogs')) return is('data', '', 'holds runtime/logs or var/dlogs');
  const last = tree.facts.lastMounted;
  if (logical?.[2] === 'runtime' || last === '/data')
    return is('data', '', logical ? `logical volume ${tree.facts.name}` : 'last mounted on /data');
  if ((logical?.[1] === 'S' && logical[2] === 'swap') || last === '/tmp')
    return is('tmp', '', logical ? `logical volume ${tree.facts.name}` : 'last mounted on /tmp');
  if (last === '/boot' || (tree.find('/VERSION') && !tree.find('/home')))
    return is('boot', '', last === '/boot' ? 'last mounted on /boot' : 'holds VERSION and no /home');
  return undefined;
}

const PATHS: Record<Part, string> = { root: '/', data: '/data', tmp: '/tmp', boot: '/boot' };

/** Pulse/Ivanti version as its vendor writes it, from the shell exports of a VERSION file. */
export function versionOf(text: string): { version?: string; build?: string } {
  const v = shellVariables(text);
  const major = v.get('DSREL_MAJOR');
  const minor = v.get('DSREL_MINOR');
  // The file is evidence: what does not look like a version is none.
  if (!/^\d{1,3}$/.test(major ?? '') || !/^\d{1,3}$/.test(minor ?? '')) return {};
  const release = v.get('DSREL_COMMENT') || (v.get('DSREL_MAINT') ? `R${v.get('DSREL_MAINT')}` : '');
  const build = v.get('DSREL_BUILDNUM');
  if (release.length > 32) return { version: `${major}.${minor}` };
  return { version: `${major}.${minor}${release}`, ...(build && { build }) };
}

interface System {
  role: SystemRole;
  volumes: Volume[];
  basis: string;
}

/** Volumes put together into systems, and each system's role. */
function systemsOf(volumes: Volume[]): System[] {
  const roots = volumes.filter((v) => v.part === 'root');
  const others = volumes.filter((v) => v.part === 'data' || v.part === 'boot');
  const systems = roots.map((root, i): System => {
    const mine = others.filter((v) =>
      root.slot
        ? v.slot === root.slot
        : v.slot === undefined && others.filter((o) => o.part === v.part).indexOf(v) === i,
    );
    return { role: 'unknown', volumes: [root, ...mine], basis: '' };
  });
  const written = (s: System): string =>
    s.volumes
      .map((v) => v.lastWritten)
      .sort(byText)
      .at(-1) ?? '';
  const byAge = [...systems].sort((a, b) => byText(written(b), written(a)));
  byAge.forEach((system, age) => {
    if (system.volumes[0]!.slot === 'Z') {
      system.role = 'factory-reset';
      system.basis = 'volume group groupZ';
    } else if (age === 0) {
      system.role = 'current';
      system.basis =
        systems.length === 1 ? 'the only system found' : `written to last (${written(system) || 'time unknown'})`;
    } else {
      const last = age === byAge.length - 1 && age >= 2 && !systems.some((s) => s.volumes[0]!.slot === 'Z');
      system.role = last ? 'factory-reset' : 'rollback';
      system.basis = `written to before the current one (${written(system) || 'time unknown'})`;
    }
  });
  return systems;
}

export const ivantiConnectSecure: Product = {
  name: 'ivanti-connect-secure',
  title: 'Pulse/Ivanti Connect Secure',
  recognises(trees) {
    const volumes = trees.map(partOf).filter((v) => v !== undefined);
    if (!volumes.some((v) => v.part === 'root') && !trees.some((t) => t.find('/runtime/logs/log.events.vc0')))
      return undefined;
    const systems = systemsOf(volumes);
    const mounts: Mount[] = [];
    for (const volume of volumes) {
      const system = systems.find((s) => s.volumes.includes(volume));
      const shared = volume.part === 'tmp';
      const role: SystemRole = shared ? 'shared' : (system?.role ?? (systems.length === 0 ? 'current' : 'unknown'));
      mounts.push({
        tree: volume.tree,
        at: PATHS[volume.part],
        strip: volume.strip,
        system: role,
        basis: volume.basis,
      });
    }
    const told = systems.map((s) => {
      const root = s.volumes[0]!;
      const path = `${root.strip}/home/VERSION`;
      return { ...s, ...versionOf(smallFile(trees[root.tree]!, path) ?? ''), layers: trees[root.tree]!.layers };
    });
    const current = told.find((s) => s.role === 'current');
    const root = current?.volumes[0];
    const local = root ? localFacts(trees[root.tree]!, root.strip) : { basis: [] };
    const host: Host = {
      product: 'ivanti-connect-secure',
      title: 'Pulse/Ivanti Connect Secure',
      confidence: current?.version ? 'high' : 'medium',
      ...(current?.version && { version: current.version }),
      ...(current?.build && { build: current.build }),
      ...local,
      systems: told.map((s) => ({
        role: s.role,
        ...(s.version && { version: s.version }),
        layers: s.layers,
        basis: s.basis,
      })),
      basis: [
        `product: ${volumes.find((v) => v.part === 'root')?.basis ?? 'runtime/logs/log.events.vc0'}`,
        ...(current?.version ? ['version: /home/VERSION'] : []),
        ...local.basis,
      ],
    };
    return { host, mounts: [...mounts, ...otherMounts(trees, mounts)] };
  },
};
