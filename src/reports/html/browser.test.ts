import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gateway, hostile, hostileTexts } from '../../../tests/support/report-inputs.ts';
import type { ReportInput } from '../input.ts';
import { page } from './page.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

describe.skipIf(!executablePath)('in a real browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(input: ReportInput, width: number, colorScheme: 'light' | 'dark' = 'light') {
    const file = join(folder, 'report.html');
    writeFileSync(file, page(input));
    const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const said: string[] = [];
    const asked: string[] = [];
    tab.on('console', (m) => said.push(m.text()));
    tab.on('dialog', (d) => {
      said.push(`dialog: ${d.message()}`);
      void d.dismiss();
    });
    tab.on('request', (r) => asked.push(r.url()));
    await tab.goto(pathToFileURL(file).href);
    return { tab, said, asked, own: pathToFileURL(file).href };
  }

  it('runs nothing, asks for nothing and keeps its style, whatever evidence is named', async () => {
    for (const text of hostileTexts) {
      const { tab, said, asked, own } = await open(hostile(text), 1200);
      expect(said).toEqual([]);
      expect(asked).toEqual([own]);
      expect(await tab.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(252, 251, 248)');
      expect(await tab.evaluate('document.querySelectorAll("article").length')).toBe(10);
      await tab.close();
    }
  });

  it.each([380, 1280])('never scrolls sideways at a width of %i, with names of any length', async (width) => {
    for (const input of [gateway(), hostile('W'.repeat(3000)), hostile(`/${'a b/'.repeat(500)}`)]) {
      const { tab } = await open(input, width);
      expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await tab.close();
    }
  });

  it('shows verdict, limits and steps on the first screen', async () => {
    const { tab } = await open(gateway(), 1360);
    expect(await tab.evaluate('document.querySelector("header").getBoundingClientRect().bottom')).toBeLessThan(900);
    await tab.close();
  });

  it('is dark where the reader wants it, and prints dark on white with every fold open', async () => {
    const { tab } = await open(gateway(), 1200, 'dark');
    expect(await tab.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(22, 21, 19)');
    await tab.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await tab.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await tab.evaluate('getComputedStyle(document.body).color')).toBe('rgb(30, 28, 25)');
    expect(
      await tab.evaluate(
        '[...document.querySelectorAll("details article")].every((a) => a.getBoundingClientRect().height > 100)',
      ),
    ).toBe(true);
    await tab.close();
  });
});
