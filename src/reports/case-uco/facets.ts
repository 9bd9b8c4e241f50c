import type { FileRow } from '../../case/index.ts';
import type { Graph } from './graph.ts';

/** Everything but what stands there now. */
export const recovered = ({ allocation }: Pick<FileRow, 'allocation'>): boolean => allocation !== 'allocated';

/** UCO's words for how much of something came back. */
const status = (value: 'recovered' | 'partially recovered' | 'unknown') => ({
  '@type': 'uco-vocabulary:RecoveredObjectStatusVocab',
  '@value': value,
});

const contents: Record<string, Parameters<typeof status>[0]> = {
  intact: 'recovered',
  partial: 'partially recovered',
};

/** What is known of one file: its name and times, its inode, its content, and how much of it came back. */
export function fileFacets(graph: Graph, row: FileRow, key: string): unknown[] {
  const { path } = row;
  return [
    graph.facet('FileFacet', key, {
      fileName: path === undefined ? undefined : path.slice(path.lastIndexOf('/') + 1),
      filePath: path,
      isDirectory: row.kind === 'directory',
      sizeInBytes: graph.whole(row.size),
      observableCreatedTime: graph.time(row.born),
      modifiedTime: graph.time(row.modified),
      accessedTime: graph.time(row.accessed),
      metadataChangeTime: graph.time(row.changed),
      allocationStatus: row.allocation,
    }),
    ...(row.inode === undefined
      ? []
      : [
          graph.facet('ExtInodeFacet', key, {
            extInodeID: graph.whole(row.inode),
            extDeletionTime: graph.time(row.deleted),
            extInodeChangeTime: graph.time(row.changed),
            extHardLinkCount: graph.whole(row.links),
          }),
        ]),
    graph.content(key, row.size, row),
    ...(recovered(row)
      ? [
          graph.facet('RecoveredObjectFacet', key, {
            nameRecoveredStatus: status(path === undefined ? 'unknown' : 'recovered'),
            metadataRecoveredStatus: status(row.inode === undefined ? 'unknown' : 'recovered'),
            contentRecoveredStatus: status(contents[row.content] ?? 'unknown'),
          }),
        ]
      : []),
  ];
}
