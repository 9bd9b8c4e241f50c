import type { EntryTree } from '../../evidence/index.ts';
import type { Host } from '../../model/index.ts';
import type { Mount, Product } from './product.ts';
import { shellVariables, smallFile } from './small-file.ts';

/** Host name and clock zone, and where each was read. */
export function localFacts(tree: EntryTree, root = ''): Pick<Host, 'name' | 'zone' | 'basis'> {
  const basis: string[] = [];
  const take = (what: string, path: string, value: string | undefined): string | undefined => {
    if (value === undefined || value === '' || value.length > 255) return undefined;
    basis.push(`${what}: ${path}`);
    return value;
  };
  const network = shellVariables(smallFile(tree, `${root}/etc/sysconfig/network`) ?? '');
  const name =
    take('name', '/etc/hostname', smallFile(tree, `${root}/etc/hostname`)?.split('\n')[0]?.trim()) ??
    take('name', '/etc/sysconfig/network', network.get('HOSTNAME'));
  const link = tree.find(`${root}/etc/localtime`)?.linkTarget;
  const zone =
    take('zone', '/etc/timezone', smallFile(tree, `${root}/etc/timezone`)?.split('\n')[0]?.trim()) ??
    take('zone', '/etc/localtime', link?.match(/zoneinfo\/(.+)$/)?.[1]);
  return { ...(name && { name }), ...(zone && { zone }), basis };
}

/** Places where a device itself mounts its volumes. */
const USUAL = /^\/$|^\/(boot|data|home|opt|runtime|srv|tmp|usr|var)(\/(efi|lib|local|log|tmp|www))?$/;

/** Where trees other than the root belong: where the superblock says each was last mounted. */
export function otherMounts(trees: EntryTree[], known: Mount[]): Mount[] {
  const taken = new Set(known.map((m) => m.tree));
  const paths = new Set(known.map((m) => m.at));
  return trees.flatMap((tree, index): Mount[] => {
    if (taken.has(index)) return [];
    const last = tree.facts.lastMounted;
    // An examiner's own mount leaves its folder there, which says nothing of the device.
    if (last !== undefined && USUAL.test(last) && !paths.has(last)) {
      paths.add(last);
      return [
        {
          tree: index,
          at: last,
          strip: '',
          system: 'unknown',
          basis: `its superblock says it was last mounted on ${last}`,
        },
      ];
    }
    if (trees.length === 1) return [{ tree: index, at: '/', strip: '', system: 'unknown', basis: 'the only volume' }];
    const label = tree.layers.filter((l) => l !== tree.type).join(' ') || `evidence ${index + 1}`;
    return [
      { tree: index, at: `/[${label}]`, strip: '', system: 'unknown', basis: 'where it was mounted is not known' },
    ];
  });
}

/** Any Linux system: recognised by its own release file or the usual skeleton. */
export const linux: Product = {
  name: 'linux',
  title: 'Linux',
  recognises(trees) {
    const root = trees.findIndex(
      (t) => t.find('/etc/os-release') || (t.find('/etc/passwd') && (t.find('/bin') || t.find('/usr'))),
    );
    if (root < 0) return undefined;
    const tree = trees[root]!;
    const release = shellVariables(smallFile(tree, '/etc/os-release') ?? smallFile(tree, '/usr/lib/os-release') ?? '');
    const local = localFacts(tree);
    const version = release.get('VERSION_ID');
    const host: Host = {
      product: 'linux',
      title: release.get('PRETTY_NAME') ?? release.get('NAME') ?? 'Linux',
      confidence: release.size > 0 ? 'high' : 'medium',
      ...(version && { version }),
      ...local,
      systems: [],
      basis: [release.size > 0 ? 'product: /etc/os-release' : 'product: layout of /etc and /bin', ...local.basis],
    };
    const mounts: Mount[] = [{ tree: root, at: '/', strip: '', system: 'current', basis: 'holds /etc' }];
    return { host, mounts: [...mounts, ...otherMounts(trees, mounts)] };
  },
};
