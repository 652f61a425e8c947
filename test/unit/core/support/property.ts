import fc from 'fast-check';

/** A property as a mocha test whose title names the seed; `SEED=n` repeats a run. */
export function holds<T>(
  title: string,
  arbitrary: fc.Arbitrary<T>,
  check: (value: T) => void,
  numRuns = 2_000,
): void {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  it(`${title} (seed ${seed})`, () => {
    fc.assert(fc.property(arbitrary, check), { seed, numRuns });
  }).timeout(60_000);
}

/** Text that likes to hold what paths, hosts, headers and escapes are made of. */
export const nastyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from('.@:/\\?#%&+;=[]()\'" \t\n\r\0aZ09-_'),
      '..',
      '%2e',
      '%2F',
      '%00',
      '//',
      '.com',
      'evil',
      '\ud800',
      '１',
      '。',
      '\u00a0',
      'ż',
      '::1',
    ),
    maxLength: 12,
  }),
);
