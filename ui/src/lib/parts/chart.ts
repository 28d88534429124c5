/** The drawing inside `Chart.svelte`: columns stacked from zero to both sides, and lines over them, by uPlot. */

import type uPlot from "uplot";

/** A column: what stands under it, what it is called, and what is told about it. All have facts of the same names. */
export type Column = { label: string; title: string; facts: { name: string; words: string; colour?: `--${string}` }[] };

/** One value for each column, `null` where there is none yet; lines go across the columns, everything else is stacked in the order given. */
export type Part = { name: string; colour: `--${string}`; values: (number | null)[]; line?: boolean };

/** From where to where each stacked part of a column goes. What is below zero is stacked downwards. */
export function stacked(parts: Part[], index: number): { from: number; to: number; colour: `--${string}` }[] {
  let above = 0;
  let below = 0;
  const pieces = [];
  for (const { values, colour, line } of parts) {
    const value = line ? 0 : (values[index] ?? 0);
    if (value > 0) pieces.push({ from: above, to: (above += value), colour });
    if (value < 0) pieces.push({ from: below, to: (below += value), colour });
  }
  return pieces;
}

/** Lowest and highest point of everything; zero is always among them. */
export function bounds(parts: Part[], columns: number): [number, number] {
  const points = [0];
  for (let i = 0; i < columns; i++) points.push(...stacked(parts, i).map(({ to }) => to));
  for (const { values, line } of parts) if (line) points.push(...values.map((value) => value ?? 0));
  return [Math.min(...points), Math.max(...points)];
}

/** Every how many columns a label fits. */
export function labelEvery(columns: number, label: number, width: number): number {
  const fit = Math.max(Math.ceil((columns * label) / Math.max(width, 1)), 1);
  return [1, 2, 3, 4, 6, 8, 12, 14, 24, 30, 60, 90].find((step) => step >= fit) ?? fit;
}

/** The columns with a label: counted from the anchor, and the first one where there is room before the next. */
export function marked(columns: number, anchor: number, every: number, room: (next: number) => boolean): number[] {
  const counted = Array.from({ length: columns }, (_, i) => i).filter((i) => (i - anchor) % every === 0);
  const [next] = counted;
  return next !== undefined && next > 0 && room(next) ? [0, ...counted] : counted;
}

/** Rounds the corners at the far end alone: the near one stands on zero or on its neighbour. */
function piece(brush: CanvasRenderingContext2D, x: number, width: number, near: number, far: number, radius: number): void {
  const r = Math.min(radius, width / 2, Math.abs(far - near));
  const inward = far < near ? r : -r;
  brush.beginPath();
  brush.moveTo(x, near);
  brush.lineTo(x, far + inward);
  brush.quadraticCurveTo(x, far, x + r, far);
  brush.lineTo(x + width - r, far);
  brush.quadraticCurveTo(x + width, far, x + width, far + inward);
  brush.lineTo(x + width, near);
  brush.closePath();
  brush.fill();
}

type Options = {
  host: HTMLElement;
  labels: string[];
  /** A column whose label is shown in any case: the others are counted from it. */
  anchor: number;
  parts: Part[];
  marks: (values: number[]) => string[];
  /** Where the mouse is; `null`: elsewhere. */
  over: (index: number | null) => void;
  /** The plot has another size or place. */
  moved: () => void;
};

/** Share of its slot that a column takes, and the most pixels. */
const COLUMN_SHARE = 0.72;
const COLUMN_MOST = 44;

export function draw(Plot: typeof uPlot, { host, labels, anchor, parts, marks, over, moved }: Options): uPlot {
  const columns = labels.length;
  // Read at each drawing: the theme may have changed.
  const colour = (token: string): string => getComputedStyle(host).getPropertyValue(token).trim();
  const em = parseFloat(getComputedStyle(host).fontSize);
  const font = `${em}px ${getComputedStyle(host).fontFamily}`;
  /** uPlot asks with nothing before it knows its marks, whatever its types say. */
  const measure = (texts: string[] | null): number => {
    const brush = document.createElement("canvas").getContext("2d");
    if (!brush) return em;
    brush.font = font;
    return Math.max(...(texts ?? []).map((text) => brush.measureText(text).width), 0);
  };
  const widest = measure(labels) + em;
  const [low, high] = bounds(parts, columns);
  const lines = parts.filter(({ line }) => line);

  const drawColumns = (plot: uPlot): void => {
    const { ctx, bbox } = plot;
    const ratio = Plot.pxRatio;
    const slot = bbox.width / columns;
    const width = Math.max(Math.round(Math.min(slot * COLUMN_SHARE, COLUMN_MOST * ratio)), 1);
    ctx.save();
    for (let i = 0; i < columns; i++) {
      const x = Math.round(plot.valToPos(i, "x", true) - width / 2);
      const pieces = stacked(parts, i);
      const [top, bottom] = [pieces.filter(({ to }) => to > 0).at(-1), pieces.filter(({ to }) => to < 0).at(-1)];
      for (const part of pieces) {
        const near = Math.round(plot.valToPos(part.from, "y", true));
        let far = Math.round(plot.valToPos(part.to, "y", true));
        // However little it is, it is there.
        if (far === near) far += part.to > 0 ? -1 : 1;
        ctx.fillStyle = colour(part.colour);
        piece(ctx, x, width, near, far, part === top || part === bottom ? 4 * ratio : 0);
      }
    }
    const zero = Math.round(plot.valToPos(0, "y", true));
    ctx.fillStyle = colour("--edge");
    ctx.fillRect(bbox.left, zero, bbox.width, Math.max(Math.round(ratio), 1));
    ctx.restore();
  };

  return new Plot(
    {
      width: Math.max(host.clientWidth, 1),
      height: Math.max(host.clientHeight, 1),
      // The last label stands in the middle of its column and may be wider than it.
      padding: [em * 0.75, (plot) => Math.max(em * 0.5, (widest - plot.width / columns) / 2), 0, 0],
      legend: { show: false },
      cursor: { x: false, y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: false, range: () => [-0.5, columns - 0.5] },
        y: { range: () => Plot.rangeNum(low, high === low ? low + 1 : high, { min: { pad: low < 0 ? 0.08 : 0, soft: 0, mode: 1 }, max: { pad: 0.08, soft: 0, mode: 1 } }) },
      },
      axes: [
        {
          stroke: () => colour("--quiet"),
          font,
          size: em * 2,
          gap: em * 0.6,
          grid: { show: false },
          ticks: { show: false },
          splits: (plot) => {
            const every = labelEvery(columns, widest, plot.bbox.width / Plot.pxRatio);
            const slot = plot.bbox.width / Plot.pxRatio / columns;
            return marked(columns, anchor, every, (next) => next * slot >= (measure([labels[0] ?? ""]) + measure([labels[next] ?? ""])) / 2 + em / 2);
          },
          values: (_, splits) => splits.map((i) => labels[i] ?? ""),
        },
        {
          stroke: () => colour("--quiet"),
          font,
          gap: em * 0.6,
          size: (_, values) => measure(values) + em,
          space: em * 3,
          grid: { stroke: () => colour("--line"), width: 1 },
          ticks: { show: false },
          values: (_, splits) => marks(splits),
        },
      ],
      series: [
        {},
        ...lines.map((line) => ({
          stroke: () => colour(line.colour),
          width: 1.75,
          points: { show: columns <= 31, size: 6, width: 1.5, stroke: () => colour(line.colour), fill: () => colour("--paper") },
        })),
      ],
      hooks: {
        drawAxes: [drawColumns],
        setCursor: [(plot) => over(plot.cursor.idx ?? null)],
        draw: [moved],
      },
    },
    [labels.map((_, i) => i), ...lines.map(({ values }) => values)],
    host,
  );
}
