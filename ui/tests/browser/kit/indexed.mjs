// PNG files with a palette: a third of the size, at the cost of shades that nobody sees. pngjs reads them and cannot write them.

import { crc32, deflateSync } from "node:zlib";

const COLOURS_MOST = 256;
/** Colours are rounded to so many bits less, as few as it takes. Six leave a page in four shades of each. */
const ROUNDED = [0, 2, 3, 4, 5, 6];

/** @param {import("pngjs").PNG} picture */
export function indexed(picture) {
  for (const bits of ROUNDED) {
    const found = palette(picture, bits);
    if (found) return file(picture, found.colours, found.places);
  }
  throw new Error("a rounded picture has few colours");
}

/** @param {import("pngjs").PNG} picture @param {number} bits */
function palette({ data, width, height }, bits) {
  /** @type {Map<number, number>} */
  const colours = new Map();
  // Each line begins with its filter: none.
  const places = Buffer.alloc((width + 1) * height);
  const round = (/** @type {number} */ value) => Math.min(Math.round(value / 2 ** bits) * 2 ** bits, 255);
  for (let i = 0; i < width * height; i++) {
    const [red, green, blue] = [0, 1, 2].map((part) => round(data[i * 4 + part] ?? 0));
    const colour = ((red ?? 0) << 16) | ((green ?? 0) << 8) | (blue ?? 0);
    let place = colours.get(colour);
    if (place === undefined) {
      if (colours.size === COLOURS_MOST) return null;
      colours.set(colour, (place = colours.size));
    }
    places[i + Math.floor(i / width) + 1] = place;
  }
  return { colours: [...colours.keys()], places };
}

/** @param {import("pngjs").PNG} picture @param {number[]} colours @param {Buffer} places */
function file({ width, height }, colours, places) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits to a pixel, each a place in the palette.
  head.set([8, 3, 0, 0, 0], 8);
  const shades = Buffer.from(colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("PLTE", shades), chunk("IDAT", deflateSync(places, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
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
