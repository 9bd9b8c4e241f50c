import { routes } from './commands/index.ts';
import { commands } from './stricli.ts';

/** The whole command line. */
export const root = commands(
  'Finds backdoors on edge appliances, proves the ones already removed, and says what it could not see',
  routes,
  `Finds backdoors on edge appliances, proves the ones that were already removed, and
says what it could not see.

EXAMPLES
  afterimage examine gateway.img -o case-17
    Examine a disk image; open case-17/report.html when it is done.
  afterimage findings case-17 --severity high
    List what was found.
  afterimage recover case-17 /home/webserver/htdocs/dana-na/meeting/x.cgi -o x.zip
    Get a file back, deleted or not, into an encrypted zip.`,
);
