/** The simulator's clock: the machine's, or one instant for as long as it is fixed. */
export interface SimulatorClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** The fixed instant, or undefined while the clock runs. */
  fixed(): number | undefined;
  fix(epochMilliseconds: number | undefined): void;
}

/** Makes a clock that runs. */
export function createClock(): SimulatorClock {
  let instant: number | undefined;
  return {
    now: () => instant ?? Date.now(),
    fixed: () => instant,
    fix(epochMilliseconds) {
      instant = epochMilliseconds;
    },
  };
}

/**
 * An instant as the wall clock of a time zone shows it, in the API's `YYYY-MM-DD hh:mm`.
 * The Swedish locale writes exactly this form.
 */
export function wallClock(epochMilliseconds: number, timeZone: string): string {
  return formatter(timeZone).format(epochMilliseconds);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    formatters.set(timeZone, found);
  }
  return found;
}
