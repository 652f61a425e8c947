import { randomInt } from 'node:crypto';

/** `npm run test:deep` runs everything in full; otherwise a few seeds stand for all. */
export const deep = process.env.DEEP === '1';

/** Seeds to try, new ones each time; each test's name tells its own, and `SEED=n` tries that one alone. */
export function seeds(inFull: number, inShort: number): number[] {
  if (process.env.SEED !== undefined) return [Number(process.env.SEED)];
  return Array.from({ length: deep ? inFull : inShort }, () => randomInt(2 ** 31));
}
