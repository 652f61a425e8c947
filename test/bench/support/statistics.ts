export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** By linear interpolation between the nearest two; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? NaN;
  const high = sorted[Math.ceil(at)] ?? NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** The slope of the straight line fitted (least squares) to the points' logarithms. */
export function logLogSlope(points: readonly { x: number; y: number }[]): number {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (pick: (point: { x: number; y: number }) => number): number =>
    logs.reduce((sum, point) => sum + pick(point), 0) / logs.length;
  const centre = { x: mean(({ x }) => x), y: mean(({ y }) => y) };
  const covariance = mean(({ x, y }) => (x - centre.x) * (y - centre.y));
  return covariance / mean(({ x }) => (x - centre.x) ** 2);
}

/** `a / b`, pair by pair. */
export function ratios(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value / (b[index] ?? NaN));
}

/** `a - b`, pair by pair. */
export function differences(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value - (b[index] ?? NaN));
}
