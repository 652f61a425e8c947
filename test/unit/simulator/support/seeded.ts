import { createRandom, type Random } from '../../../../src/simulator/engine/inventedData.js';

/** Random numbers of a seed that a failing test prints; TEST_SEED repeats it. */
export function seeded(): { random: Random; seed: number } {
  const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 32));
  return { random: createRandom(seed), seed };
}
