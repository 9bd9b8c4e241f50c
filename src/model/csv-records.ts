/**
 * Cells of each record of a table (RFC 4180), with the line it begins on.
 * @param start where in the text to begin, and the number of that line
 */
export function* csvRecords(
  text: string,
  delimiter = ',',
  start = 0,
  firstLine = 1,
): Generator<{ cells: string[]; line: number }> {
  let line = firstLine;
  let cells: string[] = [];
  let began = line;
  for (let at = start; at < text.length; ) {
    let cell = '';
    if (text[at] === '"') {
      for (at++; at < text.length; at++) {
        if (text[at] === '"') {
          if (text[at + 1] !== '"') break;
          at++;
        } else if (text[at] === '\n') line++;
        cell += text[at];
      }
      at++;
    }
    let end = at;
    while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end++;
    cells.push((cell + text.slice(at, end)).replace(/\r$/, ''));
    at = end + 1;
    if (text[end] === delimiter && at < text.length) continue;
    if (text[end] === delimiter) cells.push('');
    yield { cells, line: began };
    line++;
    began = line;
    cells = [];
  }
}
