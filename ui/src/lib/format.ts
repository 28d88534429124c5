/** Numbers as people read them. Money is BigInt from end to end: a float would show a sum that no ledger has. */

import { locale } from "./messages/locale";

const MICROS = 1_000_000n;
const SECOND = 1000;

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(locale, { notation: "compact", compactDisplay: "long", maximumSignificantDigits: 3 });
const point = new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === "decimal")?.value ?? ".";

/** Credits, split so that a window can set what is below a hundredth smaller. `all` of it is the amount. */
export type Credits = { sign: "" | "−"; whole: string; cents: string; rest: string; all: string };

/** Micro-credits, as a decimal string, in credits: six decimals below one credit, four below a hundred, then two.
 *  Nothing has two, because it has no small change. */
export function credits(micros: string): Credits {
  const value = BigInt(micros);
  const size = value < 0n ? -value : value;
  const decimals = size === 0n ? 2 : size < MICROS ? 6 : size < 100n * MICROS ? 4 : 2;
  const step = 10n ** BigInt(6 - decimals);
  // Half away from zero, like a shop's till.
  const rounded = ((size + step / 2n) / step) * step;
  const fraction = (rounded % MICROS).toString().padStart(6, "0").slice(0, decimals);
  const parts = {
    sign: value < 0n ? ("−" as const) : ("" as const),
    whole: whole.format(rounded / MICROS),
    cents: point + fraction.slice(0, 2),
    rest: fraction.slice(2),
  };
  return { ...parts, all: parts.sign + parts.whole + parts.cents + parts.rest };
}

/** `a - b` of two amounts. */
export const minus = (a: string, b: string): string => (BigInt(a) - BigInt(b)).toString();

export const isZero = (micros: string): boolean => BigInt(micros) === 0n;

export const isNegative = (micros: string): boolean => BigInt(micros) < 0n;

const unit = (value: number, name: string, digits = 0): string =>
  new Intl.NumberFormat(locale, { style: "unit", unit: name, maximumFractionDigits: digits }).format(value);

export const percent = (value: number): string =>
  new Intl.NumberFormat(locale, { style: "percent" }).format(value / 100);

export const celsius = (value: number): string => unit(value, "celsius");

/** Intl has no watts. U+00A0 keeps the number and its unit on one line. */
export const watts = (milliwatts: number): string => `${whole.format(milliwatts / 1000)}\u00a0W`;

/** Energy in watt-hours, above a thousand in kilowatt-hours. */
export function wattHours(millijoules: number): string {
  const wh = millijoules / 3_600_000;
  const [value, name] = wh < 1000 ? [wh, "Wh"] : [wh / 1000, "kWh"];
  return `${new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }).format(value)}\u00a0${name}`;
}

/** Memory in binary gigabytes, under the name that everybody uses for them. */
export const gigabytes = (bytes: number): string => unit(bytes / 2 ** 30, "gigabyte", 1);

export const count = (value: number): string => whole.format(value);

/** `1.24 million` */
export const short = (value: number): string => compact.format(value);

const clock = (options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat(locale, { hourCycle: "h23", ...options });
  return (at: number): string => format.format(at);
};
const hourMinute = clock({ hour: "numeric", minute: "2-digit" });
const weekdayToo = clock({ weekday: "short", hour: "numeric", minute: "2-digit" });
const dayToo = clock({ day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
const second = clock({ hour: "numeric", minute: "2-digit", second: "2-digit" });

const sameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString();

/** A coming or past instant: the hour, with the weekday when it is within a week, else with the date. */
export function instant(at: number, now: number): string {
  if (sameDay(at, now)) return hourMinute(at);
  return Math.abs(at - now) < 6 * 86_400 * SECOND ? weekdayToo(at) : dayToo(at);
}

/** To the second. */
export const precise = (at: number): string => second(at);

/** The first eight digits of an id: enough to tell rows apart. */
export const shortId = (id: string): string => id.slice(0, 8);
