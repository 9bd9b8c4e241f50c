import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const bin = resolve(import.meta.dirname, '..', '..', 'dist', 'cli', 'bin.js');

/** A browser of this machine, when it has one. */
export const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

export interface Serving {
  /** The address that was printed, token and all. */
  url: string;
  origin: string;
  stop(): Promise<void>;
}

/** `afterimage serve` as a stranger would start it. @param folder a case, or a folder of them */
export async function serving(folder: string): Promise<Serving> {
  const server: ChildProcess = spawn(process.execPath, [bin, 'serve', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  let [said, trouble] = ['', ''];
  server.stderr!.on('data', (data) => (trouble += String(data)));
  const url = await new Promise<string>((found, failed) => {
    server.stdout!.on('data', (data) => {
      said += String(data);
      const line = /^http:\S+/m.exec(said);
      if (line) found(line[0]);
    });
    void ended.then(() => failed(new Error(`serve ended: ${trouble}`)));
  });
  return {
    url,
    origin: new URL(url).origin,
    stop: async () => {
      server.kill('SIGINT');
      await ended;
    },
  };
}

/** What a page said and asked that it should not have. */
export interface Watched {
  /** Console messages, failed scripts, dialogs. */
  said: string[];
  /** Requests to anywhere but the server. */
  elsewhere: string[];
}

/** Listens to a page from before its first request. */
export function watch(page: Page, origin: string): Watched {
  const watched: Watched = { said: [], elsewhere: [] };
  page.on('console', (m) => watched.said.push(`${m.type()}: ${m.text()}`));
  page.on('pageerror', (e) => watched.said.push(String(e)));
  page.on('dialog', (d) => {
    watched.said.push(`dialog: ${d.message()}`);
    void d.dismiss();
  });
  page.on('request', (r) => {
    if (!r.url().startsWith(`${origin}/`)) watched.elsewhere.push(r.url());
  });
  return watched;
}

/** Goes to a view and waits until nothing is being read any more. */
export async function show(page: Page, serving: Serving, address: string): Promise<void> {
  await page.goto(`${serving.origin}${address}`, { waitUntil: 'networkidle' });
  await page.locator('.waiting').first().waitFor({ state: 'detached' });
}

/** What axe-core objects to, WCAG A and AA and its own best practices. The checker comes in through the debugger: the page's policy forbids it. */
export async function objections(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return (await page.evaluate(
    'axe.run().then((r) => r.violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => v.id + ": " + n.html.slice(0, 160) + " " + (n.any[0]?.message ?? ""))))',
  )) as string[];
}

/** Where the pictures of a walk go. */
export const picture = (folder: string, name: string): string => join(folder, `${name}.png`);
