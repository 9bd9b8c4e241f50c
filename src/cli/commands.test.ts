import { describe, expect, it } from 'vitest';
import { root } from './app.ts';
import { helpOfAll } from './stricli.ts';

const pages = helpOfAll(root);

describe('help', () => {
  it.each(pages)('%s teaches: examples, and lines that fit', (_name, help) => {
    expect(help).toContain('\nEXAMPLES\n');
    const prose = help.slice(0, help.indexOf('\nFLAGS\n'));
    for (const line of prose.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  it('is what docs/commands.md says (npx vitest run -u src/cli writes it)', async () => {
    const sections = pages.map(([name, help]) => `## ${name}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`);
    const page = `# Commands\n\nWhat \`afterimage COMMAND --help\` prints. Exit statuses and errors are in [errors.md](errors.md).\n\n${sections.join('\n')}`;
    await expect(page).toMatchFileSnapshot('../../docs/commands.md');
  });
});
