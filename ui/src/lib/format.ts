/** Numbers as people read them. Money is BigInt from end to end: a float would show a sum that no ledger has. */

import { t, words } from "./words/words.svelte";

const MICROS = 1_000_000n;
const SECOND = 1000;

/** Made once for each locale: making a formatter costs more than using it a thousand times. */
function per<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const { locale } = words;
    const known = made.get(locale);
    if (known !== undefined) return known;
    const fresh = make(locale);
    made.set(locale, fresh);
    return fresh;
  };
}

const whole = per((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
const compact = per((locale) => new Intl.NumberFormat(locale, { notation: "compact", compactDisplay: "long", maximumSignificantDigits: 3 }));
const three = per((locale) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }));
const point = per((locale) => new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === "decimal")?.value ?? ".");
const share = per((locale) => new Intl.NumberFormat(locale, { style: "percent" }));

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
    whole: whole().format(rounded / MICROS),
    cents: point() + fraction.slice(0, 2),
    rest: fraction.slice(2),
  };
  return { ...parts, all: parts.sign + parts.whole + parts.cents + parts.rest };
}

/** `a - b` of two amounts. */
export const minus = (a: string, b: string): string => (BigInt(a) - BigInt(b)).toString();

export const isNegative = (micros: string): boolean => BigInt(micros) < 0n;

const unit = (name: string, digits = 0) => {
  const format = per((locale) => new Intl.NumberFormat(locale, { style: "unit", unit: name, maximumFractionDigits: digits }));
  return (value: number): string => format().format(value);
};

export const percent = (value: number): string => share().format(value / 100);

/** Intl writes "st. C" in Polish. */
export const celsius = (value: number): string => t("measure-celsius", { value: whole().format(value) });

/** Intl has no watts. The messages keep the number and its unit on one line. */
export const watts = (milliwatts: number): string => t("measure-watts", { value: whole().format(milliwatts / 1000) });

/** Energy in watt-hours, above a thousand in kilowatt-hours. */
export function wattHours(millijoules: number): string {
  const wh = millijoules / 3_600_000;
  return wh < 1000 ? t("measure-watt-hours", { value: three().format(wh) }) : t("measure-kilowatt-hours", { value: three().format(wh / 1000) });
}

/** Memory in binary gigabytes, under the name that everybody uses for them. */
export const gigabytes = (bytes: number): string => inGigabytes(bytes / 2 ** 30);
const inGigabytes = unit("gigabyte", 1);

export const count = (value: number): string => whole().format(value);

/** `1.24 million` */
export const short = (value: number): string => compact().format(value);

const clock = (options: Intl.DateTimeFormatOptions) => {
  const format = per((locale) => new Intl.DateTimeFormat(locale, { hourCycle: "h23", ...options }));
  return (at: number): string => format().format(at);
};
const hourMinute = clock({ hour: "numeric", minute: "2-digit" });
const weekdayToo = clock({ weekday: "short", hour: "numeric", minute: "2-digit" });
const dayToo = clock({ day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
const second = clock({ hour: "numeric", minute: "2-digit", second: "2-digit" });

/** `12 Mar 2026` */
export const date = clock({ day: "numeric", month: "short", year: "numeric" });
/** `Thu` */
export const weekday = clock({ weekday: "short" });
/** `March 2026` */
export const month = clock({ month: "long", year: "numeric" });
/** `Mar` */
export const monthShort = clock({ month: "short" });
/** `2026` */
export const year = clock({ year: "numeric" });
/** `12 Mar` */
export const day = clock({ day: "numeric", month: "short" });
/** `Thursday 12 March` */
export const dayLong = clock({ weekday: "long", day: "numeric", month: "long" });
/** `14:00` */
export const hour = clock({ hour: "2-digit", minute: "2-digit" });
/** `12 Mar 2026, 14:03:05` */
export const dateTime = clock({ day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** Marks of an axis, all with as many decimals as the step between them needs. */
export function marks(values: number[]): string[] {
  const step = Math.abs((values[1] ?? 1) - (values[0] ?? 0)) || 1;
  const whole = (digits: number): boolean => Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) < 1e-6;
  // A step of 2.5 needs a decimal, too: rounded, its marks would stand where they are not.
  const digits = [0, 1, 2, 3, 4, 5].find((digits) => step * 10 ** digits >= 1 - 1e-9 && whole(digits)) ?? 6;
  return values.map((value) => (value < 0 ? "−" : "") + decimals()(Math.abs(value), digits));
}
const decimals = per((locale) => {
  const made = Array.from({ length: 7 }, (_, digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  return (value: number, digits: number): string => made[digits]?.format(value) ?? String(value);
});

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

/** Credits as short as they are still worth reading: three significant digits, for estimates and menus. */
export function about(micros: string): string {
  const value = Number(BigInt(micros)) / 1e6;
  return `${value < 0 ? "−" : ""}${three().format(Math.abs(value))}`;
}

/** What lies between two instants, in the largest unit that says enough: `2 hours`. */
export function span(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return seconds(Math.max(Math.round(ms / 1000), 0));
  return minutes < 90 ? inMinutes(Math.round(minutes)) : minutes < 36 * 60 ? inHours(Math.round(minutes / 6) / 10) : inDays(Math.round(minutes / 1440));
}
const long = (name: string) => {
  const format = per((locale) => new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long", maximumFractionDigits: 1 }));
  return (value: number): string => format().format(value);
};
const [seconds, inMinutes, inHours, inDays] = [long("second"), long("minute"), long("hour"), long("day")] as const;

export const hours = (value: number): string => inHours(value);

/** `23 ms` */
export const milliseconds = (value: number): string => `${(value < 10 ? three() : whole()).format(value)}\u00a0ms`;

/** Micro-credits of credits as they are typed (`0.30`); `null` where they are none. */
export function microCredits(typed: string): string | null {
  const parts = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(typed.trim());
  if (!parts) return null;
  return (BigInt(parts[1] ?? "0") * MICROS + BigInt((parts[2] ?? "").padEnd(6, "0"))).toString();
}

/** The local midnight so many days before an instant's. */
export function midnight(at: number, daysBefore = 0): number {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysBefore).getTime();
}
