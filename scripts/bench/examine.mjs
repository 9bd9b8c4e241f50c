/** An examination through the library, for what the command line has no flag for: `examine.mjs IMAGE CASE [--without-history] [--without-logs]`. */
import { setV8Flags } from '../../dist/cli/v8-flags.js';
import { examine } from '../../dist/index.js';

// As the command line does.
setV8Flags();

const [image, output, ...flags] = process.argv.slice(2);
const { exitStatus } = await examine({
  evidence: [image],
  output,
  iocs: [],
  sha256: [],
  mode: 'new',
  now: () => new Date(),
  ...(flags.includes('--without-history') && { withoutHistory: true }),
  ...(flags.includes('--without-logs') && { withoutLogs: true }),
  rules: flags.filter((flag) => !flag.startsWith('--')),
});
process.exitCode = exitStatus;
