/**
 * The one visual language: colours by meaning, type and space. Every text reaches 4.5:1 on both grounds of its scheme;
 * a page takes them as custom properties.
 */
export const light = {
  paper: '#fcfbf8',
  tint: '#f3f0e9',
  ink: '#1e1c19',
  soft: '#5d5850',
  line: '#d8d2c6',
  link: '#1f4e79',
  alarm: '#9c1c1c',
  amber: '#80500a',
  calm: '#3d4c63',
};

export const dark: typeof light = {
  paper: '#161513',
  tint: '#211f1c',
  ink: '#ebe7df',
  soft: '#a9a297',
  line: '#3b3731',
  link: '#8fbde8',
  alarm: '#ff9185',
  amber: '#e8b45c',
  calm: '#a9bbd6',
};

/** Fonts of the reader's machine: nothing is fetched. Japanese faces stand behind the Latin ones. */
const type = {
  serif:
    "Charter,'Bitstream Charter','Iowan Old Style',Palatino,Georgia,'Liberation Serif','Hiragino Mincho ProN','Yu Mincho','Noto Serif CJK JP','DejaVu Serif',serif",
  sans: "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue','Liberation Sans',Arial,'Hiragino Sans','Yu Gothic UI','Noto Sans CJK JP','DejaVu Sans',sans-serif",
  mono: "ui-monospace,'SF Mono',Menlo,Consolas,'Liberation Mono','DejaVu Sans Mono','Noto Sans Mono CJK JP',monospace",
};

const variables = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

/** The tokens as style rules, for the screen by the reader's scheme and for paper. */
export const tokens = {
  screen: `:root{color-scheme:light dark;${variables(light)};${variables(type)}}
@media (prefers-color-scheme:dark){:root{${variables(dark)}}}`,
  print: `:root{color-scheme:light;${variables(light)};--paper:#fff;--tint:#f5f3ee}`,
};
