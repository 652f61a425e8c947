import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

export type Unit = 'ms' | 's' | 'kB' | 'MB' | 'a second' | '×' | '%';

/** What a median must reach. */
export type Goal = { atMost: number } | { atLeast: number };

/** One line of the table: a value a round. A ratio is taken in each round, between neighbours in time. */
export interface Row {
  name: string;
  unit: Unit;
  values: number[];
  goal?: Goal;
}

/** Cost against size; `slope` of the line fitted to the logarithms: 1 is linear. */
export interface Series {
  name: string;
  /** What grows, e.g. `rows`. */
  x: string;
  unit: Unit;
  points: { x: number; y: number }[];
  slope: number;
}

/** What a section of the bench found; written as JSON for scripts/bench.js. */
export interface SectionResult {
  rows: Row[];
  series?: Series[];
  /** Facts that the table cannot say, a sentence each. */
  notes?: string[];
}

/** How a section is called: `node SECTION.js --out FILE [--rounds N]`. */
export async function section(
  defaultRounds: number,
  measure: (rounds: number) => Promise<SectionResult>,
): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string' }, rounds: { type: 'string' } } });
  const result = await measure(Number(values.rounds ?? defaultRounds));
  const text = JSON.stringify(result, undefined, 2);
  if (values.out === undefined) console.log(text);
  else writeFileSync(values.out, text);
}
