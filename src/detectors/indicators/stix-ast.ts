/** A STIX pattern as a tree. Source: STIX 2.1 (OASIS Standard), section 9, STIX Patterning. */
export type Observation =
  | { type: 'observation'; test: Comparison }
  | { type: 'and'; of: Observation[] }
  | { type: 'or'; of: Observation[] }
  | { type: 'followed-by'; of: Observation[] }
  | { type: 'qualified'; of: Observation; by: Qualifier };

export type Qualifier =
  /** Seconds. */
  | { type: 'within'; seconds: number }
  | { type: 'repeats'; times: number }
  | { type: 'start-stop'; start: string; stop: string };

/** What must hold of one object. */
export type Comparison =
  | { type: 'and'; of: Comparison[] }
  | { type: 'or'; of: Comparison[] }
  | { type: 'test'; path: ObjectPath; operator: Operator; negated: boolean; value: Literal | Literal[] }
  | { type: 'exists'; path: ObjectPath; negated: boolean };

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'IN' | 'LIKE' | 'MATCHES' | 'ISSUBSET' | 'ISSUPERSET';

export interface ObjectPath {
  /** `file`, `network-traffic`. */
  object: string;
  steps: Step[];
}

export type Step = { key: string } | { index: number | '*' };

export type Literal =
  | { type: 'string' | 'timestamp' | 'hex' | 'binary'; value: string }
  | { type: 'integer' | 'float'; value: number }
  | { type: 'boolean'; value: boolean };

/** The path as it is written in a pattern: `file:hashes.'SHA-256'`. */
export function pathText({ object, steps }: ObjectPath): string {
  const rest = steps.map((step, i) => {
    if ('index' in step) return `[${step.index}]`;
    const key = /^[A-Za-z_]\w*$/.test(step.key) ? step.key : `'${step.key.replace(/['\\]/g, '\\$&')}'`;
    return i === 0 ? key : `.${key}`;
  });
  return `${object}:${rest.join('')}`;
}
