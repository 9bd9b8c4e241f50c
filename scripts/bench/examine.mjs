/** An examination through the library, for what the command line has no flag for: `examine.mjs IMAGE CASE [--without-history]`. */
import { examine } from '../../dist/index.js';

const [image, output, flag] = process.argv.slice(2);
const { exitStatus } = await examine({
  evidence: [image],
  output,
  rules: [],
  iocs: [],
  sha256: [],
  mode: 'new',
  now: () => new Date(),
  ...(flag === '--without-history' && { withoutHistory: true }),
});
process.exitCode = exitStatus;
