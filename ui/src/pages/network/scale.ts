/** Where dots lie on a square whose sides are logarithmic, each from 0 to 1 with a margin. */

const MARGIN = 0.08;

type Dot = { x: number; y: number };

export function place(dots: readonly Dot[]): Dot[] {
  const xs = along(dots.map(({ x }) => x));
  const ys = along(dots.map(({ y }) => y));
  return dots.map((_, i) => ({ x: xs[i] ?? 0.5, y: ys[i] ?? 0.5 }));
}

function along(values: readonly number[]): number[] {
  const logs = values.map((value) => Math.log10(Math.max(value, 1)));
  const [least, most] = [Math.min(...logs), Math.max(...logs)];
  return logs.map((log) => (most === least ? 0.5 : MARGIN + ((log - least) / (most - least)) * (1 - 2 * MARGIN)));
}
