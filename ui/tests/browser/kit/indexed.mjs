// PNG files with a palette: a third of the size, at the cost of shades that nobody sees. pngjs reads them and cannot write them.

import { crc32, deflateSync } from "node:zlib";

/** The commonest colours are kept as they are: backgrounds and letters. The rest of the palette is for what renders have. */
const [EXACT, ALL] = [160, 256];
/** Bits that colours of a render are rounded by. */
const ROUNDED = 5;

/** @param {import("pngjs").PNG} picture */
export function indexed({ data, width, height }) {
  const pixel = (/** @type {number} */ i) => ((data[i * 4] ?? 0) << 16) | ((data[i * 4 + 1] ?? 0) << 8) | (data[i * 4 + 2] ?? 0);
  /** @type {Map<number, number>} */
  const colours = new Map();
  for (let i = 0; i < width * height; i++) colours.set(pixel(i), (colours.get(pixel(i)) ?? 0) + 1);
  const shades = palette(colours);
  const places = new Map([...colours.keys()].map((colour) => [colour, nearest(shades, colour)]));
  // Each line begins with its filter: none.
  const lines = Buffer.alloc((width + 1) * height);
  for (let i = 0; i < width * height; i++) lines[i + Math.floor(i / width) + 1] = places.get(pixel(i)) ?? 0;
  return file(width, height, shades, lines);
}

/** @param {Map<number, number>} counts */
const commonest = (counts) => [...counts].sort(([a, many], [b, more]) => more - many || a - b).map(([colour]) => colour);

/** @param {Map<number, number>} colours */
function palette(colours) {
  const exact = commonest(colours);
  if (exact.length <= ALL) return exact;
  /** @type {Map<number, number>} */
  const cells = new Map();
  for (const colour of exact.slice(EXACT)) {
    const cell = parts(colour).reduce((cell, part) => (cell << 8) | Math.min(((part >> ROUNDED) << ROUNDED) + (1 << (ROUNDED - 1)), 255), 0);
    cells.set(cell, (cells.get(cell) ?? 0) + (colours.get(colour) ?? 0));
  }
  return [...exact.slice(0, EXACT), ...commonest(cells).slice(0, ALL - EXACT)];
}

/** @param {number} colour */
const parts = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];

/** @param {number[]} shades @param {number} colour */
function nearest(shades, colour) {
  let [place, least] = [0, Infinity];
  for (const [i, shade] of shades.entries()) {
    const [red, green, blue] = [(shade >> 16) - (colour >> 16), ((shade >> 8) & 255) - ((colour >> 8) & 255), (shade & 255) - (colour & 255)];
    const far = red * red + green * green + blue * blue;
    if (far < least) [place, least] = [i, far];
    if (far === 0) break;
  }
  return place;
}

/** @param {number} width @param {number} height @param {number[]} shades @param {Buffer} lines */
function file(width, height, shades, lines) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits to a pixel, each a place in the palette.
  head.set([8, 3, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk("IHDR", head), chunk("PLTE", Buffer.from(shades.flatMap(parts))), chunk("IDAT", deflateSync(lines, { level: 9 })), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([signature, ...chunks]);
}

/** @param {string} kind @param {Buffer} data */
function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
