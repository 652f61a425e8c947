interface Waiter {
  isMet: () => boolean;
  describe: () => string;
  resolve: () => void;
  reject: (error: Error) => void;
}

/** Lets tests wait for a state of a server instead of sleeping. */
export class Waiting {
  readonly #waiters = new Set<Waiter>();
  #ended = false;

  /** Resolves once `isMet` holds after a change; rejects when the server closes before. */
  until(isMet: () => boolean, describe: () => string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.add({ isMet, describe, resolve, reject });
      this.changed();
      if (this.#ended) this.end();
    });
  }

  /** Called after every change of what tests wait for. */
  changed(): void {
    for (const waiter of this.#waiters) {
      if (!waiter.isMet()) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  /** Rejects who still waits, and who comes later for something that does not hold. */
  end(): void {
    this.#ended = true;
    for (const waiter of this.#waiters) waiter.reject(new Error(`The server closed: ${waiter.describe()}`));
    this.#waiters.clear();
  }
}
