/** What a command's help says. */
export interface HelpText {
  /** One line, for the list of commands. */
  brief: string;
  /** What it does and what it does not, in lines of at most 80 columns. */
  full: string;
  /** Two or three command lines that do something real, each with what it does. */
  examples: { line: string; does: string }[];
  /** What its exit statuses mean, where that is more than "0 worked, 64 and above did not". */
  exits?: Record<number | string, string>;
}

const indented = (lines: string[]): string => lines.map((line) => `  ${line}`).join('\n');

/** The long description: prose, examples, exit statuses. */
export function describe({ full, examples, exits }: HelpText): string {
  const parts = [full, `EXAMPLES\n${indented(examples.flatMap(({ line, does }) => [line, `  ${does}`]))}`];
  if (exits) parts.push(`EXIT STATUS\n${indented(Object.entries(exits).map(([k, v]) => `${k.padEnd(4)} ${v}`))}`);
  return parts.join('\n\n');
}

/** For every command that can fail. */
export const failureExits = {
  '64+': 'the run failed and says nothing about the evidence (docs/errors.md)',
};
