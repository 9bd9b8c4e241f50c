import { byText } from '../../model/index.ts';
import type { SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import type { SurveyedFile } from './file.ts';
import { Lists } from './places.ts';

/** Share of a volume's deleted files that are zeros from which on the volume discards what it frees. */
const DISCARDED = 0.5;
const FEW = 4;

/** Notes of the reader that speak of overwriting; "shown as zeros" alone means that other files took the blocks. */
const WIPED = /\b(overwritten|discarded|with zeros)\b/i;

/** A file cut to nothing before it was unlinked, as shred and careful hands do. */
const EMPTIED = /^emptied in transaction /;

const isWiped = (file: SurveyedFile): boolean =>
  file.content === 'lost' && file.notes.some((note) => WIPED.test(note) && !/given (out|to)/.test(note));

/** A deleted or replaced file whose blocks still belong to nobody else, and yet hold nothing. */
export function wipedContent(contentVersion: string): SurveyDetector {
  const wiped = new Lists<SurveyedFile>();
  const gone = new Map<string, number>();
  return {
    name: 'wiped-content',
    contentVersion,
    entry(file) {
      const { volume, allocation } = file;
      if (allocation !== 'deleted' && allocation !== 'superseded') return;
      gone.set(volume, (gone.get(volume) ?? 0) + 1);
      if (isWiped(file)) wiped.add(volume, file);
    },
    *finish() {
      for (const [volume, files] of wiped) {
        const all = gone.get(volume)!;
        const discards = files.length >= FEW && files.length >= DISCARDED * all;
        files.sort((a, b) => byText(a.path, b.path) || a.inode - b.inode);
        for (const subject of discards ? files.slice(0, 1) : files)
          yield claimOf('wiped-content', contentVersion, subject, {
            about: 'removal',
            techniques: ['T1070.004'],
            severity: discards ? 'informational' : 'low',
            confidence: 'low',
            title: discards ? 'This volume discards what it frees' : 'Content gone, though nobody else took its blocks',
            explanation:
              `A file of this name and ${subject.size} bytes was there; its reader says: ${subject.notes.filter((n) => WIPED.test(n) || EMPTIED.test(n)).join('; ')}. ` +
              `${files.length} of ${all} deleted or replaced files of this volume are like this. ` +
              (discards
                ? 'So many mean that the volume was mounted with discard or trimmed (fstrim), not that somebody chose files.'
                : 'Deleting alone leaves the content of freed blocks; overwriting before deletion (shred, dd) does not. Innocent causes that remain: fstrim, a temporary file truncated by its program.'),
          });
      }
    },
  };
}
