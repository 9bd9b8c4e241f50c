import type { Unread } from '../../../../model/index.ts';
import type { Past } from './past.ts';

/** What of the past could not be told, one sentence each. */
export function* unreadOfPast({ fs, history, complete }: Past): Generator<Unread> {
  const { former, damaged } = history.log;
  const say = (reason: string): Unread => ({
    locator: fs.volume.locate(fs.volume.super.s_first_data_block, 0, 0),
    reason: `ext: journal: ${reason}`,
    bytes: 0,
  });
  const blocks = (n: number): string => (n === 1 ? '1 block' : `${n} blocks`);
  if (!complete) yield say('it holds more earlier inodes than are kept; not all were looked at');
  if (former > 0) yield say(`${former} transactions are from a filesystem that was here before; they were not used`);
  if (damaged > 0)
    yield say(
      `${blocks(damaged)} of the log carry a checksum that is not this journal's: left by a filesystem that was here before, or damaged; they were not used`,
    );
  if (history.damaged > 0)
    yield say(`${blocks(history.damaged)} copied earlier with a checksum that does not fit; they were not used`);
  if (history.outside > 0)
    yield say(`${blocks(history.outside)} copied that lie outside the filesystem; they were not used`);
}
