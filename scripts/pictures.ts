import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

/*
 * Takes the pictures in docs/ from the case of `npm run demo`: `tsx scripts/pictures.ts`. They show what a reader sees first, and the
 * timeline; each is a part of the real page, at the width of a laptop.
 */
const root = resolve(import.meta.dirname, '..');
const casePath = join(root, '.demo', 'gateway.case');
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
  const page = join(root, '.demo', `report.${language}.html`);
  const args = ['report', casePath, '--format', 'html', '--lang', language];
  const { stdout, status, stderr } = spawnSync(process.execPath, [join(root, 'dist', 'cli', 'bin.js'), ...args], {
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(String(stderr));
  writeFileSync(page, stdout);
  return page;
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const { file, language, scheme, element } of pictures) {
  const tab = await browser.newPage({ viewport: { width: 1180, height: 880 }, colorScheme: scheme });
  await tab.goto(pathToFileURL(told(language)).href);
  const path = join(root, 'docs', file);
  if (element === undefined) await tab.screenshot({ path });
  else await tab.locator(element).screenshot({ path });
  await tab.close();
}
await browser.close();
