/** Rule files as YAML. The only file of the detectors that knows the library; every bound on a hostile file is here. */
import { parseAllDocuments } from 'yaml';
import type { NotRun } from './rule.ts';

/** Characters; the longest rules in public sets have some 40,000. */
const longest = 1 << 20;
const mostDocuments = 1000;
/** A rule has no use for aliases but short ones; a bomb of them is refused by the library when it is unfolded. */
const mostAliases = 100;

export interface YamlDocument {
  /** Where it begins, from 1. */
  line: number;
  value: unknown;
}

/** The documents of a file as plain values; one that does not parse becomes a problem and the others stay. */
export function readYaml(file: string, text: string): { documents: YamlDocument[]; problems: NotRun[] } {
  const problems: NotRun[] = [];
  const documents: YamlDocument[] = [];
  if (text.length > longest)
    return { documents, problems: [{ file, reason: `${text.length} characters, at most ${longest} are read` }] };
  if (text.includes('\0')) return { documents, problems: [{ file, reason: 'not text: it holds NUL characters' }] };
  const lineAt = lineCounter(text);
  try {
    const found = parseAllDocuments(text, { logLevel: 'silent', prettyErrors: false });
    if (!Array.isArray(found)) return { documents, problems };
    if (found.length > mostDocuments)
      problems.push({ file, reason: `${found.length} documents, the first ${mostDocuments} are read` });
    for (const document of found.slice(0, mostDocuments)) {
      const line = lineAt(document.contents?.range?.[0] ?? document.range[0]);
      const error = document.errors[0];
      if (error) {
        problems.push({ file, line: lineAt(error.pos[0]), reason: `YAML: ${error.message}` });
        continue;
      }
      try {
        const value: unknown = document.toJS({ maxAliasCount: mostAliases });
        if (value !== null && value !== undefined) documents.push({ line, value });
      } catch (error) {
        problems.push({ file, line, reason: reasonOf(error) });
      }
    }
  } catch (error) {
    problems.push({ file, reason: reasonOf(error) });
  }
  return { documents, problems };
}

function reasonOf(error: unknown): string {
  // Thousands of nested brackets end the stack of the library.
  if (error instanceof RangeError) return 'YAML: nested too deeply';
  return `YAML: ${error instanceof Error ? error.message : String(error)}`;
}

function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let from = 0;
  return (offset) => {
    if (offset < from) [line, from] = [1, 0];
    for (let feed = text.indexOf('\n', from); feed >= 0 && feed < offset; feed = text.indexOf('\n', from)) {
      line++;
      from = feed + 1;
    }
    return line;
  };
}
