import { describe, expect, it } from 'vitest';
import { csvCell, csvRow } from './csv.ts';

describe('CSV', () => {
  it('quotes as RFC 4180 says', () => {
    expect(csvRow(['plain', 'with, comma', 'with "quote"', 'two\nlines', '', undefined, null])).toBe(
      'plain,"with, comma","with ""quote""","two\nlines",,,\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=cmd|"/c calc"!A1'])('disarms %j', (formula) => {
    expect(csvCell(formula).replace(/^"/, '')).toMatch(/^'/);
  });

  it('keeps numbers, also negative ones, and structures as JSON', () => {
    expect(csvRow([-5, 12n, true, [[0, 512]], { a: '=1' }])).toBe('-5,12,true,"[[0,512]]","{""a"":""=1""}"\r\n');
  });
});
