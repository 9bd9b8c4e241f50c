import { loadContent } from '../src/detectors/content.ts';
import { compileAndKeep, keepNothing } from '../src/detectors/kept-rules.ts';
import { compileRules } from '../src/detectors/yara/rules.ts';
import { AfterimageError } from '../src/model/index.ts';

/** Keeps our rules compiled, beside the program; where the engine does not exist there is nothing to keep. */
keepNothing();
try {
  compileRules(loadContent().rules, compileAndKeep());
} catch (error) {
  if (!(error instanceof AfterimageError && error.code === 'unavailable')) throw error;
  process.stderr.write(`${error.message}: the rules are not kept compiled\n`);
}
