import { chromium } from 'playwright-core';

/** Takes the picture of a page that the README shows: `tsx scripts/screenshot.ts page.html picture.png [dark]`. */
const [page, picture, scheme] = process.argv.slice(2);
if (!page || !picture) throw new Error('usage: screenshot.ts PAGE PICTURE [dark]');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const tab = await browser.newPage({
  viewport: { width: 1180, height: 1400 },
  colorScheme: scheme === 'dark' ? 'dark' : 'light',
});
await tab.goto(new URL(page, `file://${process.cwd()}/`).href);
await tab.screenshot({ path: picture });
await browser.close();
