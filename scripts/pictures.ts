import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

/*
 * Takes the pictures in docs/ from the case of `npm run demo`: `tsx scripts/pictures.ts`, or with `report` or `workbench` only those. They
 * show what a reader sees first, at the width of a laptop; the campaign is one that the simulator makes.
 */
const root = resolve(import.meta.dirname, '..');
const demo = join(root, '.demo');
const casePath = join(demo, 'gateway.case');
const bin = join(root, 'dist', 'cli', 'bin.js');
if (!existsSync(casePath)) throw new Error('Run `npm run demo` first.');

interface Picture {
  file: string;
  language: 'en' | 'ja';
  scheme: 'light' | 'dark';
  /** Shown from the top of the page, or this element. */
  element?: string;
}

const pictures: Picture[] = [
  { file: 'report.png', language: 'en', scheme: 'light' },
  { file: 'report-ja.png', language: 'ja', scheme: 'dark' },
  { file: 'report-timeline.png', language: 'en', scheme: 'light', element: '#timeline' },
];

/** The demo case as a page in a language, beside the case. */
function told(language: string): string {
  const page = join(demo, `report.${language}.html`);
  const args = ['report', casePath, '--format', 'html', '--lang', language];
  const { stdout, status, stderr } = spawnSync(process.execPath, [bin, ...args], {
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(String(stderr));
  writeFileSync(page, stdout);
  return page;
}

/** The pages of the report. */
async function ofReport(browser: Browser): Promise<void> {
  for (const { file, language, scheme, element } of pictures) {
    const tab = await browser.newPage({ viewport: { width: 1180, height: 880 }, colorScheme: scheme });
    await tab.goto(pathToFileURL(told(language)).href);
    const path = join(root, 'docs', file);
    if (element === undefined) await tab.screenshot({ path });
    else await tab.locator(element).screenshot({ path });
    await tab.close();
  }
}

/** The views of the workbench, each as the tour comes to it. */
const views: {
  file: string;
  address: string;
  language?: 'ja';
  scheme?: 'dark';
  before?: (tab: Page) => Promise<void>;
}[] = [
  { file: 'tour-verdict.png', address: '/case/gateway.case' },
  { file: 'tour-story.png', address: '/case/gateway.case/story?from=2020-10-20T00:00:00Z&until=2021-04-27T00:00:00Z' },
  {
    file: 'tour-findings.png',
    address: '/case/gateway.case/findings',
    before: async (tab) => {
      await tab.getByRole('listbox').getByRole('option').nth(3).click();
      await tab.locator('.finding-pane').waitFor();
    },
  },
  {
    file: 'tour-files.png',
    address: '/case/gateway.case/files?path=/home/webserver/htdocs/dana-na/auth/login.cgi&of=current',
  },
  {
    file: 'tour-logs.png',
    address: '/case/gateway.case/logs?path=/data/runtime/logs/log.access.vc0&from=2021-01-14T03:00:00Z',
    language: 'ja',
    scheme: 'dark',
  },
  { file: 'tour-coverage.png', address: '/case/gateway.case/coverage' },
  { file: 'tour-campaign.png', address: '/campaign' },
];

/** The reference fleet of the simulator and what a campaign analysis says of it, beside the demo case. */
function campaign(): void {
  const [fleet, out] = [join(demo, 'fleet'), join(demo, 'campaign')];
  if (existsSync(join(out, 'campaign.json'))) return;
  rmSync(fleet, { recursive: true, force: true });
  const tsx = join(root, 'node_modules', '.bin', 'tsx');
  const made = spawnSync(tsx, ['scripts/simulate.ts', 'reference', '-o', fleet], { cwd: root });
  if (made.status !== 0) throw new Error(String(made.stderr));
  const args = ['campaign', join(fleet, 'cases'), '--owners', join(fleet, 'owners.csv'), '-o', out];
  const told = spawnSync(process.execPath, [bin, ...args]);
  if (!existsSync(join(out, 'campaign.json'))) throw new Error(String(told.stderr));
}

async function ofWorkbench(browser: Browser): Promise<void> {
  campaign();
  const server = spawn(process.execPath, [bin, 'serve', demo], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((found) => server.stdout.on('data', (data) => found(String(data).trim())));
  try {
    for (const { file, address, language = 'en', scheme = 'light', before } of views) {
      const context = await browser.newContext({
        viewport: { width: 1240, height: 780 },
        colorScheme: scheme,
        locale: language,
      });
      const tab = await context.newPage();
      await tab.goto(url);
      await tab.goto(`${new URL(url).origin}${address}`, { waitUntil: 'networkidle' });
      await before?.(tab);
      await tab.waitForLoadState('networkidle');
      await tab.screenshot({ path: join(root, 'docs', file) });
      await context.close();
    }
  } finally {
    server.kill('SIGINT');
  }
}

const only = process.argv[2];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  if (only !== 'workbench') await ofReport(browser);
  if (only !== 'report') await ofWorkbench(browser);
} finally {
  await browser.close();
}
