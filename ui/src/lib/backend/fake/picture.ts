/** A picture as a path tracer would leave it half way: light from above, noise that gets finer, tiles that come one by one. */

import { Chance } from "./chance";

const [WIDTH, HEIGHT] = [480, 270];
/** Tiles across and down. */
const [ACROSS, DOWN] = [8, 5];
/** So many grains lie on a picture of one pass. */
const GRAINS = 26_000;
/** So much of the time the first pass takes, tile by tile. */
const FIRST_PASS = 0.25;
const STEPS = 20;

const drawn = new Map<number, string>();

/** A PNG as base64; `done` is from 0 to 1. */
export function picture(done: number): string {
  const step = Math.round(Math.min(Math.max(done, 0), 1) * STEPS);
  const known = drawn.get(step);
  if (known !== undefined) return known;
  const fresh = draw(step / STEPS);
  drawn.set(step, fresh);
  return fresh;
}

function draw(done: number): string {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const brush = canvas.getContext("2d");
  if (!brush) return "";
  sky(brush);
  for (const [x, radius, colour] of [[150, 62, "#8fb8a8"], [290, 84, "#d7d2c8"], [400, 40, "#b0583f"]] as const) ball(brush, x, radius, colour);
  grain(brush, done);
  missingTiles(brush, done);
  return canvas.toDataURL("image/png").split(",")[1] ?? "";
}

function sky(brush: CanvasRenderingContext2D): void {
  const light = brush.createLinearGradient(0, 0, 0, HEIGHT);
  light.addColorStop(0, "#fbe3b8");
  light.addColorStop(0.55, "#c98d6b");
  light.addColorStop(0.56, "#6d5348");
  light.addColorStop(1, "#3b2f3f");
  brush.fillStyle = light;
  brush.fillRect(0, 0, WIDTH, HEIGHT);
}

function ball(brush: CanvasRenderingContext2D, x: number, radius: number, colour: string): void {
  brush.fillStyle = "#00000040";
  brush.beginPath();
  brush.ellipse(x + radius / 5, 222, radius * 1.1, radius / 5, 0, 0, 2 * Math.PI);
  brush.fill();
  const light = brush.createRadialGradient(x - radius / 3, 220 - radius * 1.4, radius / 8, x, 220 - radius, radius);
  light.addColorStop(0, "#fff8ea");
  light.addColorStop(0.3, colour);
  light.addColorStop(1, "#221c26");
  brush.fillStyle = light;
  brush.beginPath();
  brush.arc(x, 220 - radius, radius, 0, 2 * Math.PI);
  brush.fill();
}

function grain(brush: CanvasRenderingContext2D, done: number): void {
  const chance = new Chance(3);
  // Noise falls with the root of the samples.
  const grains = GRAINS * (1 - Math.sqrt(done));
  for (let i = 0; i < grains; i++) {
    brush.fillStyle = i % 2 ? "#ffffff26" : "#00000033";
    brush.fillRect(chance.between(0, WIDTH - 1), chance.between(0, HEIGHT - 1), 1, 1);
  }
}

function missingTiles(brush: CanvasRenderingContext2D, done: number): void {
  brush.fillStyle = "#17151b";
  for (let tile = Math.floor((done / FIRST_PASS) * ACROSS * DOWN); tile < ACROSS * DOWN; tile++) {
    const [column, row] = [tile % ACROSS, Math.floor(tile / ACROSS)];
    brush.fillRect((column * WIDTH) / ACROSS, (row * HEIGHT) / DOWN, WIDTH / ACROSS, HEIGHT / DOWN);
  }
}
