import type { SnapshotItem } from '../../artifacts/index.ts';
import { isProgram } from '../survey/places.ts';
import type { Place } from './history.ts';

/** A process or a file held open, by what it runs. */
export interface RunningNow {
  kind: 'process' | 'deleted';
  /** The program or script. */
  path: string;
  /** As a sentence. */
  text: string;
  /** Why it is worth a look, and what innocent cause it may have; absent when only its name could be. */
  notable?: string;
}

export interface Running extends RunningNow {
  first: Place;
  last: Place;
}

const TEMPORARY = /^\/(?:tmp|var\/tmp|dev\/shm|run\/shm|data\/var\/tmp|data\/var\/runtime\/tmp|data\/runtime\/m?tmp)\//;
const INTERPRETER = /(?:^|\/)(?:perl|python[\d.]*|sh|bash|dash|ash|php|lua)$/;

const INSTALLER =
  'Innocent causes that remain: an installer or an upgrade that unpacks itself there, or a tool of support.';
const REPLACED = 'Innocent causes that remain: an upgrade or a hotfix that replaced the file without a restart.';

/** What a line of `ps` or `lsof` says is running or held. */
export function* runningOf(item: SnapshotItem): Generator<RunningNow> {
  if (item.kind === 'process') {
    const words = item.process.command.split(/\s+/, 12);
    const script = INTERPRETER.test(words[0]!) ? words.find((w, i) => i > 0 && w.startsWith('/')) : undefined;
    for (const path of [words[0]!, script])
      if (path?.startsWith('/'))
        yield {
          kind: 'process',
          path,
          text: `Process ${item.process.pid} ran ${JSON.stringify(item.process.command.slice(0, 300))}.`,
          ...(TEMPORARY.test(path) && { notable: INSTALLER }),
        };
  } else if (item.kind === 'open-file') {
    const { path, descriptor, deleted, command, pid } = item.open;
    const code = descriptor === 'txt' || descriptor === 'mem' || descriptor === 'DEL' || descriptor === 'ltx';
    if (!code && !deleted) return;
    const notable = deleted
      ? isProgram(path) || (code && TEMPORARY.test(path))
        ? REPLACED
        : undefined
      : TEMPORARY.test(path)
        ? INSTALLER
        : undefined;
    const held = code ? 'has mapped' : 'holds open';
    yield {
      kind: deleted ? 'deleted' : 'process',
      path,
      text: `Process ${pid} (${command}) ${held} ${path}${deleted ? ', which was unlinked' : ''}.`,
      ...(notable && { notable }),
    };
  }
}
