import { z } from '../http.ts';

/** A text of bounded length. NUL bytes are no part of any text that is looked for. */
export const text = (most: number) => z.string().min(1).max(most);

/** A moment in UTC. */
export const instant = z
  .string()
  .max(40)
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/, {
    abort: true,
    message: 'expected a UTC time such as 2021-04-17T02:14:07Z',
  })
  .refine((given) => !Number.isNaN(Date.parse(given)), 'there is no such time');

/** A whole number out of the text of a parameter. */
export const whole = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `expected a whole number from ${from} to ${to}`)
    .transform(Number)
    .pipe(z.number().min(from).max(to));

export const flag = z.enum(['true', 'false']).transform((given) => given === 'true');

/** A parameter that may come several times. */
export const several = <S extends z.ZodType>(one: S) =>
  z
    .union([z.array(one).max(20), one])
    .transform((given) => (Array.isArray(given) ? given : [given]) as z.output<S>[])
    .optional();

export const caseParam = z.object({ case: text(255) });
export const rowParam = z.object({ case: text(255), row: whole(0, 1e12) });
export const findingParam = z.object({ case: text(255), id: z.string().regex(/^[\w-]{1,64}$/, 'expected an id') });
