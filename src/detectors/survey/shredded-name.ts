import { byText } from '../../model/index.ts';
import type { SurveyDetector } from '../survey.ts';
import { claimOf } from './claim.ts';
import type { SurveyedFile } from './file.ts';
import { fileName, Lists } from './places.ts';

/** Names of zeros in a path or in a sentence that quotes former names. */
const ZEROS = /(?:^|[/"'`\s])(0+)(?=$|["'`\s,;.])/g;

/** `shred -u` renames a file to as many zeros as its name was long, then to ever fewer, before it unlinks it. */
export function shreddedName(contentVersion: string): SurveyDetector {
  const lives = new Lists<SurveyedFile>();
  return {
    name: 'shredded-name',
    contentVersion,
    entry(file) {
      if (file.allocation === 'allocated') return;
      const named =
        /^0+$/.test(fileName(file.path)) || file.notes.some((n) => /\b(re)?named?\b/.test(n) && zeros(n).length > 0);
      if (named) lives.add(`${file.volume} ${file.inode} ${file.born ?? ''}`, file);
    },
    *finish() {
      const found = [...lives.values()].sort((a, b) => byText(a[0]!.path, b[0]!.path) || a[0]!.inode - b[0]!.inode);
      for (const versions of found) {
        const subject = versions.at(-1)!;
        const names = [...new Set(versions.flatMap(({ path, notes }) => [path, ...notes]).flatMap(zeros))].sort(
          (a, b) => b.length - a.length,
        );
        const wiped = versions.some(({ notes }) => notes.some((n) => /^emptied in |with zeros/.test(n)));
        const chain = names.length > 1 || names[0]!.length > 3 || wiped;
        yield claimOf(
          'shredded-name',
          contentVersion,
          subject,
          {
            about: 'removal',
            techniques: ['T1070.004'],
            severity: chain ? 'medium' : 'low',
            confidence: chain ? 'medium' : 'low',
            title: 'Deleted under a name of zeros',
            explanation:
              `The last ${names.length === 1 ? 'name' : 'names'} known of this deleted file: ${names.join(', ')}. shred -u renames a file to zeros, one fewer each time, after it has overwritten the content. ${wiped ? 'The journal also shows that it was emptied, or its blocks hold zeros. ' : ''}` +
              `${found.length === 1 ? 'No other deleted file' : `${found.length - 1} more`} of what was read ${found.length === 2 ? 'has' : 'have'} such a name. ` +
              'Innocent cause: a program that names its temporary files with a counter that begins at 0.',
          },
          versions.slice(0, -1),
        );
      }
    },
  };
}

const zeros = (text: string): string[] => [...text.matchAll(ZEROS)].map((m) => m[1]!);
