/** The few looks we use, as SGR codes that every terminal of the last thirty years knows. */
const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

export type Look = keyof typeof codes;

/** Writes text in a look, or leaves it as it is when colours are off. */
export type Paint = (look: Look | undefined, text: string) => string;

export const painter =
  (on: boolean): Paint =>
  (look, text) =>
    on && look ? `\u001b[${codes[look][0]}m${text}\u001b[${codes[look][1]}m` : text;

/** How a severity looks. */
export const severityLook = (severity: string): Look | undefined =>
  (({ critical: 'red', high: 'red', medium: 'yellow', low: 'cyan', informational: 'dim' }) as Record<string, Look>)[
    severity
  ];
