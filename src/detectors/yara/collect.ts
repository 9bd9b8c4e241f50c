import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { AfterimageError, byText } from '../../model/index.ts';
import { readRuleText } from './rule-text.ts';
import type { Rejected, RuleSource } from './source.ts';

const endings = /\.(?:yar|yara|rule|rules)$/i;
const largest = 64 * 1024 * 1024;
const mostFiles = 50_000;
const deepestFolder = 32;

/** What was found at the given paths, and what could not be taken from them. */
export interface CollectedRules {
  sources: RuleSource[];
  problems: Rejected[];
}

interface Found {
  path: string;
  /** The folder that was handed over; includes never leave it. */
  root: string;
  name: string;
}

/**
 * Reads YARA files and folders (recursively, `.yar .yara .rule .rules`) that somebody else wrote. Each file gets its
 * own namespace, so equal rule names in two files do not clash. `include` is followed only within the folder that was
 * handed over (for a single file, the folder it lies in): a file that includes another shares its namespace; a file of
 * nothing but includes is an index, and its members keep their own.
 * @param others true for a path whose rules are of another kind, so that it need not hold any of these
 * @throws AfterimageError 'no-input' when a path does not exist, 'bad-content' when no rule file is there
 */
export function collectRules(
  paths: readonly string[],
  others: (path: string) => boolean = () => false,
): CollectedRules {
  const problems: Rejected[] = [];
  const found = new Map<string, Found>();
  for (const path of paths) {
    const isOther = others(path);
    if (isOther && !holdsYara(path)) continue;
    const given = takePath(path, problems);
    if (given.length === 0 && !isOther)
      throw new AfterimageError(
        'bad-content',
        `yara: no rules in ${path}: expected files ending in .yar, .yara, .rule or .rules, or .yml or .yaml for Sigma`,
      );
    for (const file of given) if (!found.has(file.path)) found.set(file.path, file);
  }
  return { sources: link(found, problems), problems };
}

/** True for a file or folder with rules, by names. */
export const holdsYara = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ? endings.test(path) : takePath(path, []).length > 0;

function takePath(path: string, problems: Rejected[]): Found[] {
  try {
    const real = realpathSync(path);
    const kind = statSync(real);
    if (kind.isFile()) return [{ path: real, root: dirname(real), name: basename(real) }];
    if (!kind.isDirectory()) throw new AfterimageError('no-input', `yara: ${path} is neither a file nor a folder`);
    const files: Found[] = [];
    const walk = (folder: string, depth: number) => {
      for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => byText(a.name, b.name))) {
        const at = join(folder, entry.name);
        const name = relative(real, at);
        if (entry.isDirectory() && entry.name !== '.git') {
          if (depth < deepestFolder) walk(at, depth + 1);
          else problems.push({ file: name, reason: `folder not read: deeper than ${deepestFolder} levels` });
        } else if (endings.test(entry.name)) {
          if (files.length >= mostFiles)
            throw new AfterimageError('bad-content', `yara: more than ${mostFiles} rule files in ${path}`);
          const target = entry.isSymbolicLink() ? inside(real, at) : at;
          if (target === undefined || !lstatSync(target).isFile())
            problems.push({ file: name, reason: 'not read: not a regular file of this folder' });
          else files.push({ path: target, root: real, name });
        } else if (entry.isSymbolicLink() && statSync(at, { throwIfNoEntry: false })?.isDirectory())
          problems.push({ file: name, reason: 'linked folder not followed: hand it over by itself' });
      }
    };
    walk(real, 0);
    return files;
  } catch (cause) {
    if (cause instanceof AfterimageError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? 'error';
    throw new AfterimageError('no-input', `yara: rules at ${path} could not be read: ${code}`, { cause });
  }
}

/** The real path of something within a folder, or undefined when it does not exist there. */
function inside(root: string, path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return real.startsWith(root.endsWith(sep) ? root : root + sep) ? real : undefined;
  } catch {
    return undefined;
  }
}

interface Node extends Found {
  text: string;
  isIndex: boolean;
  /** Real paths of what it includes. */
  includes: string[];
}

/** Puts files that include each other into one namespace, the included one first. */
function link(found: Map<string, Found>, problems: Rejected[]): RuleSource[] {
  const nodes = new Map<string, Node>();
  const waiting = [...found.values()];
  for (const file of waiting) {
    if (nodes.has(file.path)) continue;
    const node = readNode(file, problems);
    if (!node) continue;
    nodes.set(file.path, node);
    for (const path of node.includes) waiting.push({ path, root: file.root, name: relative(file.root, path) });
    if (waiting.length > 4 * mostFiles) throw new AfterimageError('bad-content', 'yara: too many includes');
  }
  const spaces = new Map<string, string>();
  const ordered: Node[] = [];
  const groups = groupsOf(nodes);
  const taken = new Set<string>();
  for (const node of byInclusion(nodes)) {
    if (node.isIndex) continue;
    ordered.push(node);
    const group = groups.get(node.path)!;
    if (spaces.has(group)) continue;
    let space = nodes.get(group)!.name;
    for (let n = 2; taken.has(space); n++) space = `${nodes.get(group)!.name}#${n}`;
    taken.add(space);
    spaces.set(group, space);
  }
  return ordered.map((node) => ({
    file: node.name,
    namespace: spaces.get(groups.get(node.path)!)!,
    text: node.text,
    ours: false,
  }));
}

function readNode(file: Found, problems: Rejected[]): Node | undefined {
  let bytes: Buffer;
  try {
    const { size } = statSync(file.path);
    if (size > largest) {
      problems.push({ file: file.name, reason: `not read: ${size} bytes, at most ${largest} are` });
      return undefined;
    }
    bytes = readFileSync(file.path);
  } catch (error) {
    problems.push({ file: file.name, reason: `not read: ${(error as NodeJS.ErrnoException).code ?? 'error'}` });
    return undefined;
  }
  let text = sourceText(bytes);
  if (!text.includes('include')) return { ...file, text, isIndex: false, includes: [] };
  const { rules, includes } = readRuleText(text);
  const targets: string[] = [];
  for (const include of includes) {
    // The line goes in any case: what it named is compiled as a source of its own.
    text = text.slice(0, include.start) + ' '.repeat(include.end - include.start) + text.slice(include.end);
    const target = inside(file.root, resolve(dirname(file.path), include.path));
    if (target !== undefined && statSync(target).isFile()) targets.push(target);
    else
      problems.push({
        file: file.name,
        line: include.line,
        reason: `include ${JSON.stringify(include.path)} not followed: no such file within the folder of the rules`,
      });
  }
  return { ...file, text, isIndex: rules.length === 0 && includes.length > 0, includes: targets };
}

/** For each file, the file that stands for its group: the first of those tied together by includes. */
function groupsOf(nodes: Map<string, Node>): Map<string, string> {
  const head = new Map<string, string>([...nodes.keys()].map((path) => [path, path]));
  const top = (path: string): string => {
    let at = path;
    while (head.get(at) !== at) at = head.get(at)!;
    return at;
  };
  for (const node of nodes.values()) {
    if (node.isIndex) continue;
    for (const path of node.includes) {
      const other = nodes.get(path);
      if (other && !other.isIndex) head.set(top(path), top(node.path));
    }
  }
  return new Map([...nodes.keys()].map((path) => [path, top(path)]));
}

/** Files in their order, except that what a file includes comes before it; a circle of includes is cut. */
function byInclusion(nodes: Map<string, Node>): Node[] {
  const done = new Set<string>();
  const order: Node[] = [];
  for (const start of nodes.values()) {
    const stack = [{ node: start, next: 0 }];
    if (done.has(start.path)) continue;
    done.add(start.path);
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const path = top.node.includes[top.next++];
      if (path === undefined) order.push(stack.pop()!.node);
      else if (nodes.has(path) && !done.has(path)) {
        done.add(path);
        stack.push({ node: nodes.get(path)!, next: 0 });
      }
    }
  }
  return order;
}

/** A rule file as text. Bytes that are not UTF-8 become `\xHH`, which is what they mean in a YARA string. */
export function sourceText(bytes: Buffer): string {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  if (!text.includes('\ufffd')) return text;
  let escaped = '';
  for (const piece of bytes.toString('latin1').split(/([\x80-\xff]+)/)) {
    const raw = Buffer.from(piece, 'latin1');
    const decoded = raw.toString('utf8');
    escaped += Buffer.from(decoded, 'utf8').equals(raw)
      ? decoded
      : piece.replace(/[\x80-\xff]/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`);
  }
  return escaped.replace(/^\ufeff/, '');
}
