/** Values by name, one a round. */
export class Samples {
  private readonly values = new Map<string, number[]>();

  add(round: Record<string, number>): void {
    for (const [name, value] of Object.entries(round)) this.values.set(name, [...this.of(name), value]);
  }

  of(name: string): number[] {
    return this.values.get(name) ?? [];
  }
}
