/** Rows a second over the last half minute, for a run's time left. */
export class Rate {
  private readonly samples: { at: number; count: number }[] = [];
  private count = 0;

  constructor(private readonly now: () => number) {}

  add(): void {
    this.count++;
    const at = this.now();
    const last = this.samples.at(-1);
    if (last && at - last.at < 500) return;
    this.samples.push({ at, count: this.count });
    if (this.samples.length > 60) this.samples.shift();
  }

  /** Undefined until it can be told. */
  perSecond(): number | undefined {
    const first = this.samples[0];
    const seconds = first ? (this.now() - first.at) / 1000 : 0;
    return first && seconds >= 1 ? (this.count - first.count) / seconds : undefined;
  }
}
