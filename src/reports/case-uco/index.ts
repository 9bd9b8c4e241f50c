import { type FileRow, originsOf } from '../../case/index.ts';
import type { Evidence, Finding } from '../../model/index.ts';
import { examinedOf } from '../input.ts';
import { jsonText } from '../json.ts';
import type { Report } from '../report.ts';
import { fileFacets, recovered } from './facets.ts';
import { Graph, type Node } from './graph.ts';

/**
 * Files that were recovered, and those that findings are about, in CASE and UCO (the 1.x ontologies) as JSON-LD: what
 * each is, which bytes of which evidence it is made of, and that this tool read them there.
 */
export const caseUco: Report = {
  name: 'case-uco',
  description: 'CASE/UCO JSON-LD: recovered files, their bytes in the evidence, how they were obtained',
  extension: 'jsonld',
  files({ findings }) {
    const about = new Set(findings.map(({ subject }) => keyOf(subject)));
    return (row) =>
      (recovered(row) && row.kind === 'file' && row.content !== 'lost' && row.size > 0) || about.has(keyOf(row));
  },
  write(input) {
    const { at, case: name } = examinedOf(input, 'CASE/UCO');
    const graph = new Graph(name);
    const tool = graph.add('uco-tool:Tool', 'tool', {
      'uco-core:name': 'Afterimage',
      'uco-tool:toolType': 'digital forensics',
      'uco-tool:version': input.tool.version,
    });
    const evidence = input.evidence.map((e) => evidenceNode(graph, e));
    const { rows = [], left = 0 } = input.files ?? {};
    const byKey = new Map<string, Finding[]>();
    for (const f of input.findings) byKey.set(keyOf(f.subject), [...(byKey.get(keyOf(f.subject)) ?? []), f]);
    const results = rows.flatMap((row, i) => fileNodes(graph, row, `file ${i}`, evidence, byKey.get(keyOf(row)) ?? []));
    const sources = input.evidence.map((e) => e.name).join(', ') || 'the evidence';
    const record = graph.add('case-investigation:ProvenanceRecord', 'record', {
      'uco-core:description': `What Afterimage read from ${sources}.${left > 0 ? ` ${left} more recovered files are in files.parquet only.` : ''}`,
      ...some('uco-core:object', results),
    });
    const action = graph.add('case-investigation:InvestigativeAction', 'action', {
      'uco-core:name': 'recovered',
      'uco-core:description': 'Read the evidence, never writing to it, and found these files in it.',
      'uco-action:endTime': graph.time(at),
      'uco-action:instrument': tool,
      ...some('uco-action:object', evidence),
      'uco-action:result': [...results, record],
    });
    graph.add('case-investigation:Investigation', 'investigation', {
      'uco-core:name': input.verdict.subject || 'a device',
      'uco-core:description': input.verdict.statement || input.verdict.conclusion,
      'uco-core:object': [action, record],
    });
    return jsonText(graph.document());
  },
};

/** A version of a file as rows and findings both know it. */
const keyOf = (file: Pick<FileRow, 'path' | 'inode' | 'sha256' | 'size'> & { allocation: string }): string =>
  JSON.stringify([file.path, file.allocation, file.inode, file.sha256, file.size]);

/** A list that is not empty: JSON-LD takes an empty one for a statement. */
const some = (name: string, nodes: readonly Node[]): Record<string, readonly Node[]> =>
  nodes.length > 0 ? { [name]: nodes } : {};

function evidenceNode(graph: Graph, { id, name, size, hashes, kind }: Evidence): Node {
  const key = `evidence ${id}`;
  // The identifier of a directory is the hash of a list, not of bytes.
  const known = hashes.computed ?? (kind === 'directory' ? {} : { sha256: id });
  return graph.add('uco-observable:File', key, {
    'uco-core:hasFacet': [
      graph.facet('FileFacet', key, {
        fileName: name,
        isDirectory: kind === 'directory',
        sizeInBytes: graph.whole(size),
      }),
      graph.content(key, size, known),
    ],
  });
}

/** A file, and for each stretch of its bytes where it lies. */
function fileNodes(
  graph: Graph,
  row: FileRow,
  key: string,
  evidence: readonly Node[],
  findings: readonly Finding[],
): Node[] {
  const file = graph.add(
    recovered(row) ? ['uco-observable:RecoveredObject', 'uco-observable:File'] : 'uco-observable:File',
    key,
    {
      ...(findings.length > 0 && { 'uco-core:description': findings.map((f) => `${f.title} (finding ${f.id})`) }),
      'uco-core:hasFacet': fileFacets(graph, row, key),
    },
  );
  const parts = originsOf(row);
  const stored = parts.flatMap(({ evidence: place, ...range }, index) => {
    const target = place === undefined ? undefined : evidence[place];
    return target ? [{ target, index, ...range }] : [];
  });
  const links = stored.map(({ target, index, offset, length, member }) =>
    graph.add('uco-observable:ObservableRelationship', `${key} part ${index}`, {
      'uco-core:source': file,
      'uco-core:target': target,
      'uco-core:kindOfRelationship': 'Contained_Within',
      'uco-core:isDirectional': true,
      'uco-core:hasFacet': [
        graph.facet('DataRangeFacet', `${key} part ${index}`, {
          rangeOffset: graph.whole(offset),
          rangeSize: graph.whole(length),
        }),
        ...(member === undefined ? [] : [graph.facet('PathRelationFacet', `${key} part ${index}`, { path: member })]),
        // Stretches that are not stored (holes of zeros) count too, so that the others can be put in their place.
        ...(parts.length === 1
          ? []
          : [
              graph.facet('FragmentFacet', `${key} part ${index}`, {
                fragmentIndex: graph.whole(index),
                totalFragments: graph.whole(parts.length),
              }),
            ]),
      ],
    }),
  );
  return [file, ...links];
}
