import { tlpName } from '../../model/index.ts';
import { code, prose } from '../markdown-text.ts';
import type { Block, Notice } from './notice.ts';

/** A notice as Markdown, its label first and last. */
export function noticeMarkdown({ tlp, title, facts, parts, tool }: Notice): string {
  const lines = [
    `**${tlpName(tlp)}**`,
    '',
    `# ${prose(title)}`,
    '',
    ...facts.map(([name, value]) => `- ${prose(name)}: ${prose(value)}`),
    ...parts.flatMap((part) => ['', `## ${prose(part.title)}`, ...part.blocks.flatMap((b) => ['', ...blockLines(b)])]),
    '',
    prose(tool),
    '',
    `**${tlpName(tlp)}**`,
  ];
  return `${lines.join('\n')}\n`;
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'text':
      return [prose(block.text)];
    case 'list':
      return block.items.map((item) => `- ${prose(item)}`);
    case 'steps':
      return block.steps.map((step, i) => `${i + 1}. **${prose(step.what)}** ${prose(step.how)}`);
    default:
      return [
        row(block.head.map(prose)),
        row(block.head.map(() => '---')),
        ...block.rows.map((cells) =>
          row(
            cells.map((cell, i) =>
              block.code?.includes(i) && cell !== '' ? code(cell).replaceAll('|', '\\|') : prose(cell),
            ),
          ),
        ),
      ];
  }
}

const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
