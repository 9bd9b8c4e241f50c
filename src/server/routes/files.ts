import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileRow } from '../../index.ts';
import type { BytesAnswer, DiffAnswer, VersionsAnswer } from '../../model/index.ts';
import * as answers from '../answers/files.ts';
import { system } from '../answers/words.ts';
import { momentsView, treeView, versionView } from '../file-views.ts';
import { type Bytes, type Route, route, z } from '../http.ts';
import type { ServedCase } from '../served-case.ts';
import type { Shelf } from '../shelf.ts';
import { notFound, Refusal } from '../trouble.ts';
import { caseParam, instant, rowParam, text, whole } from './parameters.ts';

/** Longest stretch of content in one answer, and largest content that is handed out in a zip, bytes. */
const STRETCH = 65_536;
const RECOVERED = 256 << 20;

const path = text(4096).regex(/^\//, 'expected an absolute path on the device');

export const fileRoutes = (shelf: Shelf): Route[] => [
  route({
    method: 'get',
    path: '/api/cases/{case}/moments',
    summary: 'When files changed or went, and how far back the journals tell',
    params: caseParam,
    query: z.strictObject({ system: system.optional() }),
    answer: answers.momentsAnswer,
    handle: async ({ params, query }, signal) => momentsView(await shelf.case(params.case), query.system, signal),
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/tree',
    summary: 'One directory as of any moment',
    params: caseParam,
    query: z.strictObject({ path: path.optional(), system: system.optional(), at: instant.optional() }),
    answer: answers.treeAnswer,
    handle: async ({ params, query }) => treeView(await shelf.case(params.case), query),
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/versions',
    summary: 'Every version of one file, oldest first',
    params: caseParam,
    query: z.strictObject({
      path: path.optional(),
      system: system.optional(),
      inode: whole(0, 1e15).optional(),
      row: whole(0, 1e12).optional(),
    }),
    answer: answers.versionsAnswer,
    handle: async ({ params, query }, signal): Promise<VersionsAnswer> => {
      const served = await shelf.case(params.case);
      const { versions, more } = await (await served.tables()).files.versions(query, signal);
      return { versions: versions.map((version) => versionView(served, version)), more };
    },
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/files/{row}',
    summary: 'One entry by its row in files.parquet',
    params: rowParam,
    answer: answers.fileVersion,
    handle: async ({ params }, signal) => {
      const served = await shelf.case(params.case);
      const found = await (await served.tables()).files.one(params.row, signal);
      if (!found) throw noRow(params.row);
      return versionView(served, found);
    },
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/files/{row}/bytes',
    summary: 'A stretch of its content, out of the evidence',
    params: rowParam,
    query: z.strictObject({ offset: whole(0, 1e15).optional(), length: whole(1, STRETCH).optional() }),
    answer: answers.bytesAnswer,
    handle: async ({ params, query }, signal): Promise<BytesAnswer> => {
      const served = await shelf.case(params.case);
      const row = await readable(served, params.row, signal);
      const { offset = 0, length = STRETCH } = query;
      const { size, bytes, matches } = await served.content.ask({ ask: 'bytes', row, offset, length }, signal);
      const base64 = Buffer.from(bytes).toString('base64');
      return { row: params.row, offset, size, base64, ...(matches !== undefined && { matches }) };
    },
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/files/{row}/diff',
    summary: 'What came and went between an earlier version and this one',
    params: rowParam,
    query: z.strictObject({ from: whole(0, 1e12) }),
    answer: answers.diffAnswer,
    handle: async ({ params, query }, signal): Promise<DiffAnswer> => {
      const served = await shelf.case(params.case);
      const earlier = await readable(served, query.from, signal);
      const later = await readable(served, params.row, signal);
      const told = await served.content.ask({ ask: 'difference', earlier, later }, signal);
      return { from: query.from, to: params.row, ...told };
    },
  }),
  route({
    method: 'get',
    path: '/api/cases/{case}/files/{row}/recovered.zip',
    summary: 'Its content in an AES zip with the password "infected", named by hash',
    params: rowParam,
    answer: 'application/zip',
    handle: async ({ params }, signal): Promise<Bytes> => {
      const served = await shelf.case(params.case);
      const row = await readable(served, params.row, signal);
      if (row.size > RECOVERED)
        throw new Refusal(
          413,
          'too-much',
          `It has ${row.size} bytes; use afterimage recover for more than ${RECOVERED}.`,
        );
      const folder = await mkdtemp(join(tmpdir(), 'afterimage-'));
      try {
        const output = join(folder, 'recovered.zip');
        const { sha256 } = await served.content.ask({ ask: 'recover', row, output }, signal);
        const bytes = await readFile(output);
        return { bytes, headers: { 'content-disposition': `attachment; filename="${sha256}.zip"` } };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  }),
];

const noRow = (row: number): Refusal => notFound(`files.parquet has no row ${row}.`);

/** An entry whose content can be asked for. @throws Refusal 404, 410 */
async function readable(served: ServedCase, number: number, signal: AbortSignal): Promise<FileRow> {
  const row = await (await served.tables()).files.entry(number, signal);
  if (!row) throw noRow(number);
  if (row.extents === undefined)
    throw notFound(`Nothing of the content of row ${number} can be read: it is ${row.content}.`);
  const { available, why } = await served.evidenceAvailable();
  if (!available) throw new Refusal(410, 'evidence-gone', `The content lies in the evidence, and ${why}`);
  return row;
}
