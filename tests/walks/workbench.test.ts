import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { afterimage, findingsOf, unpack, workspace } from '../support/afterimage.ts';
import { executablePath, objections, picture, type Serving, serving, show, watch } from '../support/workbench.ts';

const root = resolve(import.meta.dirname, '..', '..');
const tsx = join(root, 'node_modules', '.bin', 'tsx');

/** A device whose names and log lines are meant for whoever looks at them. */
function hostileDevice(folder: string): void {
  const pages = join(folder, 'home/webserver/htdocs/dana-na/auth');
  const logs = join(folder, 'var/log');
  for (const place of [pages, logs]) mkdirSync(place, { recursive: true });
  const shell = readFileSync(join(root, 'content/samples/cgi-parameter-command/hit-canonical.pl'));
  const script = '<script>alert(1)<\u2215script>';
  const names = [
    `${script}.cgi`,
    '\u202etxt.igc',
    '\x1b[2J\x1b[31mred.cgi',
    '"onmouseover=alert(1) x=".cgi',
    `${'long'.repeat(60)}.cgi`,
  ];
  for (const name of names) writeFileSync(join(pages, name), shell);
  const texts = [
    script,
    '<img src=x onerror=alert(1)>',
    'turned \u202e round',
    'a \x1b[31mred\x1b[0m word',
    'nul \0 within',
    'W'.repeat(1 << 20),
  ];
  const lines = texts.map((text, i) => `Apr 18 02:14:0${i} gw dswsd[214]: ${text}\n`);
  writeFileSync(join(logs, 'messages'), lines.join(''));
}

describe.skipIf(!executablePath)('the workbench in a real browser', { timeout: 240_000 }, () => {
  const folder = workspace();
  const pictures = mkdtempSync(join(tmpdir(), 'workbench-pictures-'));
  const cases = join(folder, 'cases');
  const image = join(cases, 'gateway.img');
  let server: Serving;
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    mkdirSync(cases);
    unpack('gateway/gateway.img.gz', cases);
    afterimage(['examine', image, '-o', join(cases, 'gateway.case'), '--exit-zero']);
    hostileDevice(join(folder, 'hostile'));
    afterimage(['examine', join(folder, 'hostile'), '-o', join(cases, 'hostile.case'), '--exit-zero']);
    // One that cannot be read.
    mkdirSync(join(cases, 'damaged.case'));
    writeFileSync(join(cases, 'damaged.case', 'case.json'), '{"half": ');
    spawnSync(tsx, ['scripts/simulate.ts', 'reference', '-o', join(folder, 'fleet'), '--gateways', '24'], {
      cwd: root,
    });
    afterimage([
      'campaign',
      join(folder, 'fleet', 'cases'),
      '--owners',
      join(folder, 'fleet', 'owners.csv'),
      '-o',
      join(cases, 'campaign'),
    ]);
    server = await serving(cases);
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** A window that came by the printed address, so that it has the cookie. */
  async function enter(look: { language?: string; scheme?: 'light' | 'dark'; width?: number } = {}): Promise<Page> {
    const { language = 'en', scheme = 'light', width = 1280 } = look;
    const context = await browser.newContext({
      viewport: { width, height: 860 },
      colorScheme: scheme,
      locale: language,
    });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(server.url, { waitUntil: 'networkidle' });
    return page;
  }
  const leave = (page: Page): Promise<void> => page.context().close();
  const options = (page: Page) => page.getByRole('listbox').getByRole('option');

  const views = {
    cases: '/',
    verdict: '/case/gateway.case',
    story: '/case/gateway.case/story',
    findings: '/case/gateway.case/findings',
    files: '/case/gateway.case/files?path=/home/webserver/htdocs/dana-na/auth/login.cgi',
    logs: '/case/gateway.case/logs?gone=1',
    coverage: '/case/gateway.case/coverage',
    campaign: '/campaign',
    nowhere: '/case/gateway.case/nowhere',
    'no-case': '/case/other.case',
  };

  it.each([
    ['en', 'light', 1440],
    ['ja', 'dark', 1280],
  ] as const)(
    'shows every view in %s, %s, at %i: no word in the console, no request elsewhere, nothing that axe-core objects to',
    async (language, scheme, width) => {
      const page = await enter({ language, scheme, width });
      const watched = watch(page, server.origin);
      const found: Record<string, string[]> = {};
      for (const [name, address] of Object.entries(views)) {
        await show(page, server, address);
        if (name === 'findings' || name === 'logs') {
          await options(page).first().click();
          await page.waitForLoadState('networkidle');
        }
        if (name === 'logs') expect(await page.locator('.record.cut del').count()).toBeGreaterThan(0);
        await page.screenshot({ path: picture(pictures, `${name}-${language}-${scheme}`) });
        expect(await page.evaluate('document.documentElement.lang')).toBe(language);
        const against = await objections(page);
        if (against.length > 0) found[name] = against;
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
      expect(found).toEqual({});
      // The browser itself notes that an address was answered with 404; that was asked for.
      expect(watched.said.filter((s) => !s.includes('404'))).toEqual([]);
      expect(watched.elsewhere).toEqual([]);
      await leave(page);
    },
  );

  it('can be used without a mouse, from the skip link to a judgement that is in the ledger', async () => {
    const page = await enter();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    // Past search, conclusion and order to the first case.
    for (let i = 0; i < 12 && !(await page.evaluate('document.activeElement.closest(".case-line") !== null')); i++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/case/*');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');

    await show(page, server, '/case/gateway.case/findings');
    await page.getByRole('listbox').focus();
    // The strongest is chosen already; the next one is a key away.
    await page.waitForURL('**at=0**');
    await page.keyboard.press('ArrowDown');
    await page.waitForURL('**at=1**');
    await page.getByRole('button', { name: 'Dismiss …' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('A reason is needed');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('Ours: a test of the <b>red</b> team.');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Examiner');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.judge .notes').count()).toBe(1);
    const ledger = readFileSync(join(cases, 'gateway.case', 'ledger.jsonl'), 'utf8');
    expect(ledger).toContain('Ours: a test of the <b>red</b> team.');
    expect(afterimage(['verify', join(cases, 'gateway.case')]).status).toBe(0);
    // It is still said when the page is read anew, and only as text.
    await page.reload({ waitUntil: 'networkidle' });
    expect(await page.locator('.judge').textContent()).toContain('Ours: a test of the <b>red</b> team.');
    await leave(page);
  });

  it('moves and zooms through time by the keys, and the address says what is shown', async () => {
    const page = await enter();
    await show(page, server, '/case/gateway.case/story');
    const status = (): Promise<string | null> => page.getByRole('status').last().textContent();
    const before = await status();
    await page.getByRole('application').focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('+');
    await page.keyboard.press('ArrowRight');
    await expect.poll(status).not.toBe(before);
    // The address follows a view that rests.
    await expect.poll(() => page.url()).toContain('from=');
    await page.waitForTimeout(600);
    const shown = page.url();
    const said = await page.getByRole('application').getAttribute('aria-label');
    // Somebody else opens the same address and sees the same.
    const other = await enter();
    await show(other, server, shown.slice(server.origin.length));
    expect(await other.getByRole('application').getAttribute('aria-label')).toBe(said);
    await page.keyboard.press('End');
    await expect.poll(() => page.getByRole('application').getAttribute('aria-label')).not.toBe(said);
    await leave(page);
    await leave(other);
  });

  it('leads by a link to a finding, to a version of a file and to a moment, and no link holds the token', async () => {
    const page = await enter();
    expect(page.url()).not.toContain('token');
    const finding = findingsOf(join(cases, 'gateway.case')).find((f) => f.state === 'reverted')!;
    await show(page, server, `/case/gateway.case/findings?f=${finding.id}`);
    expect(await page.locator('.finding-pane h2').textContent()).toBe(finding.title);
    await page.getByRole('link', { name: 'Versions of this file' }).click();
    await page.locator('.versions [aria-pressed=true]').waitFor();
    expect(await page.locator('.file-pane h2').textContent()).toBe(finding.subject.path);
    expect(await page.locator('.file-pane').textContent()).toContain(finding.subject.sha256);
    // The bytes themselves, cut out of the evidence.
    await page.locator('.content pre').waitFor();
    expect(await page.locator('.content pre').textContent()).toContain('Inert specimen');
    // Each key leads to another moment.
    await page.getByRole('slider').focus();
    const moments = new Set<string>();
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('ArrowLeft');
      moments.add(page.url());
    }
    expect(moments.size).toBe(4);
    // A file that is gone now was there before the clean-up.
    const removed =
      '/case/gateway.case/files?path=/home/webserver/htdocs/dana-na/meeting/meeting_testjs.cgi&of=current';
    const line = page.locator('.tree-line', { hasText: 'meeting_testjs.cgi' });
    await show(page, server, removed);
    expect(await line.locator('del').textContent()).toBe('meeting_testjs.cgi');
    await show(page, server, `${removed}&at=2021-03-01T00:00:00Z`);
    expect(await line.locator('del').count()).toBe(0);
    const links = (await page.evaluate('[...document.links].map((a) => a.href)')) as string[];
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => /[?&]token=/.test(link))).toEqual([]);
    await leave(page);
  });

  it('shows what evidence names as text, whatever it is, in every view', async () => {
    const page = await enter({ width: 1280 });
    const watched = watch(page, server.origin);
    const deepest = '/home/webserver/htdocs/dana-na/auth/x';
    for (const address of [
      '/',
      '/case/hostile.case',
      '/case/hostile.case/story',
      '/case/hostile.case/findings',
      `/case/hostile.case/files?path=${deepest}`,
      '/case/hostile.case/logs',
      '/case/hostile.case/coverage',
    ]) {
      await show(page, server, address);
      const rows = page.locator('[role=option], [role=treeitem]');
      for (let i = 0; i < Math.min(12, await rows.count()); i++) {
        await rows.nth(i).click();
        await page.waitForLoadState('networkidle');
        // Neither in the text nor in a tip is anything that reads as a control or an override of direction.
        const said = String(
          await page.evaluate(
            'document.body.innerText + [...document.querySelectorAll("[title]")].map((e) => e.title).join("")',
          ),
        );
        expect(said).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
        expect(said.length).toBeLessThan(200_000);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1280);
      await page.screenshot({ path: picture(pictures, `hostile${address.replaceAll('/', '-').slice(0, 40)}`) });
    }
    expect(await page.evaluate('document.querySelectorAll("script:not([src]), img").length')).toBe(0);
    expect(watched).toEqual({ said: [], elsewhere: [] });
    await leave(page);
  });

  it('says what is the matter: a case that is damaged, evidence that is gone, no access, no server', async () => {
    const page = await enter();
    expect(await page.locator('.case-line', { hasText: 'damaged' }).count()).toBe(1);

    renameSync(image, `${image}.away`);
    await show(page, server, '/case/gateway.case/files?path=/home/webserver/htdocs/dana-na/auth/login.cgi');
    await expect.poll(() => page.locator('.file-pane').textContent()).toContain('The evidence is not where it was');
    renameSync(`${image}.away`, image);

    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(`${server.origin}/case/gateway.case`, { waitUntil: 'networkidle' });
    expect(await stranger.getByRole('alert').textContent()).toContain('Open the address that');
    await leave(stranger);

    await server.stop();
    await page.getByRole('link', { name: 'Coverage' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('The server no longer answers');
    server = await serving(cases);
    await leave(page);
  });
});
