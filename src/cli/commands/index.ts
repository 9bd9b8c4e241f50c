import type { CliRoute } from '../stricli.ts';
import { baseline } from './baseline.ts';
import { campaign } from './campaign.ts';
import { completion } from './completion.ts';
import { content } from './content.ts';
import { examine } from './examine.ts';
import { files } from './files.ts';
import { findings } from './findings.ts';
import { fleet } from './fleet.ts';
import { formats } from './formats.ts';
import { history } from './history.ts';
import { knowledge } from './knowledge.ts';
import { logs } from './logs.ts';
import { pack } from './pack.ts';
import { recover } from './recover.ts';
import { report } from './report.ts';
import { serve } from './serve.ts';
import { timeline } from './timeline.ts';
import { verify } from './verify.ts';

/** Every command, by name, in the order the help lists them. */
export const routes: Record<string, CliRoute> = {
  examine,
  findings,
  files,
  timeline,
  logs,
  history,
  report,
  pack,
  serve,
  recover,
  campaign,
  verify,
  formats,
  content,
  knowledge,
  baseline,
  fleet,
  completion,
};
