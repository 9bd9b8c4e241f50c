import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gateway, hostile, hostileInTurn } from '../../../tests/support/report-inputs.ts';
import type { ReportInput } from '../input.ts';
import { type Language, wordsOf } from '../words/index.ts';
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

  async function open(
    input: ReportInput,
    width: number,
    look: { scheme?: 'light' | 'dark'; language?: Language } = {},
  ) {
    const file = join(folder, 'report.html');
    writeFileSync(file, page(input, wordsOf(look.language)));
    const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: look.scheme ?? 'light' });
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
    for (const language of ['en', 'ja'] as const) {
      const { tab, said, asked, own } = await open(hostileInTurn(), 1200, { language });
      expect(said).toEqual([]);
      expect(asked).toEqual([own]);
      expect(await tab.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(252, 251, 248)');
      expect(await tab.evaluate('document.querySelectorAll("article").length')).toBe(10);
      // Nothing of what evidence is named can be read as a control or as an override of direction.
      expect(
        await tab.evaluate('/[\\u0000-\\u0008\\u000b-\\u001f\\u202a-\\u202e]/.test(document.body.innerText)'),
      ).toBe(false);
      await tab.close();
    }
  });

  it.each([
    ['en', 1440, 'light'],
    ['en', 1280, 'dark'],
    ['ja', 1280, 'light'],
    ['ja', 1440, 'dark'],
  ] as const)('has nothing that axe-core objects to: %s at %i, %s', async (language, width, scheme) => {
    const { tab, said } = await open(gateway(), width, { language, scheme });
    await tab.evaluate('for (const d of document.querySelectorAll("details")) d.open = true');
    // The page's policy forbids scripts, so the checker comes in through the debugger, not as an element.
    await tab.evaluate(axe.source);
    const found = (await tab.evaluate(
      'axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes[0].html))',
    )) as string[];
    expect(found).toEqual([]);
    expect(said).toEqual([]);
    await tab.close();
  });

  it('stays usable with 10,000 findings: it opens within seconds, and folds what is many', async () => {
    const input = gateway();
    input.findings = Array.from({ length: 10_000 }, (_, i) => {
      const finding = input.findings[i % input.findings.length]!;
      return { ...finding, id: i.toString(16).padStart(16, '0'), subject: { ...finding.subject, path: `/f${i}` } };
    });
    const { tab } = await open(input, 1280);
    expect(await tab.evaluate('document.documentElement.scrollHeight')).toBeLessThan(60_000);
    expect(
      await tab.evaluate('performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart'),
    ).toBeLessThan(15_000);
    await tab.close();
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
    const { tab } = await open(gateway(), 1200, { scheme: 'dark' });
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
