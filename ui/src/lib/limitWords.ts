/** Limits to words: hours of the week, what a set of limits says, and what an estimate rests on. */

import type { Assumption, Limits, SettingChange } from "./backend/types";
import { about, celsius, isNegative, minus, percent, span as duration, watts } from "./format";
import { DAY, dayRuns, minutesOf, spansOf, type Span } from "./hours";
import { asWritten } from "./numbers";
import { t, words } from "./words/words.svelte";

/** 1 January 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** A weekday by its number, Monday being 0. */
export function dayName(day: number, weekday: "short" | "long" = "short"): string {
  return new Intl.DateTimeFormat(words.locale, { weekday, timeZone: "UTC" }).format(MONDAY + day * DAY_MS);
}

/** A minute of the day. Midnight at the end of a day is 24:00, which no clock shows. */
export function timeOfDay(minute: number): string {
  if (minute === DAY) return "24:00";
  return new Intl.DateTimeFormat(words.locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" }).format(MONDAY + minute * 60_000);
}

const inList = (parts: string[]): string => new Intl.ListFormat(words.locale, { type: "unit", style: "short" }).format(parts);

export function daysWords(days: number): string {
  if (days === 0x7f) return t("hours-daily");
  const runs = dayRuns(days).flatMap(([first, last]) => {
    if (last - first < 2) return Array.from({ length: last - first + 1 }, (_, step) => dayName(first + step));
    return [t("hours-days", { first: dayName(first), last: dayName(last) })];
  });
  return inList(runs);
}

export const spanWords = ({ days, from, to }: Span): string =>
  from === 0 && to === DAY
    ? t("hours-whole", { days: daysWords(days) })
    : t("hours-span", { days: daysWords(days), from: timeOfDay(from), to: timeOfDay(to) });

/** Hours of the week as the settings file has them, one sentence each. */
export function hoursWords(texts: readonly string[]): string[] {
  const minutes = minutesOf(texts);
  if (!minutes) return [...texts];
  const spans = spansOf(minutes) ?? [];
  return spans.length === 0 ? [t("hours-always")] : spans.map(spanWords);
}

/** What each setting of a set says, in the order in which people ask; `null`: it bounds nothing worth saying. */
const SAYS: [name: string, say: (value: string, of: (name: string) => string | undefined) => string | null][] = [
  ["limits.hours", (value) => inList(hoursWords(value.split(", ").filter((part) => part !== "")))],
  [
    "limits.when_present",
    (value, of) => {
      if (value === "light") return t("says-present-light", { share: percent(Number(of("limits.light_share_percent") ?? 0)) });
      return value === "full" ? t("says-present-full") : t("says-present-stop");
    },
  ],
  [
    "limits.idle_minutes",
    (value, of) => {
      const present = of("limits.when_present");
      // How long nobody must be there matters only to whoever stops or slows down.
      if (value === "0" || present === "full") return null;
      return present === "light" ? t("says-idle-light", { minutes: Number(value) }) : t("says-idle", { minutes: Number(value) });
    },
  ],
  ["limits.screenless_always", (value, of) => (value === "true" && of("limits.when_present") !== "full" ? t("says-screenless") : null)],
  ["limits.power_watts", (value) => (value === "0" ? null : t("says-most", { most: watts(Number(value) * 1000) }))],
  ["limits.temperature_c", (value) => (value === "0" ? null : t("says-most", { most: celsius(Number(value)) }))],
  ["limits.fan_percent", (value) => (value === "0" ? null : t("says-fan", { most: percent(Number(value)) }))],
  ["limits.share_percent", (value) => (value === "100" ? null : t("says-share", { share: percent(Number(value)) }))],
  ["limits.hours_per_day", (value) => (value === "0" ? null : t("says-hours-per-day", { hours: Number(value) }))],
  ["limits.cost_per_day", (value) => (value === "" ? null : t("says-cost-per-day", { most: asWritten(value) }))],
  ["limits.tariff_most", (value) => (value === "" ? null : t("says-tariff-most", { most: asWritten(value) }))],
  ["limits.on_battery", (value) => (value === "true" ? t("says-battery") : null)],
  ["limits.on_metered", (value) => (value === "true" ? t("says-metered") : null)],
];

/** What a set of limits says, line by line. */
export function setWords(changes: SettingChange[]): string[] {
  const of = (name: string): string | undefined => changes.find((change) => change.name === name)?.value;
  return SAYS.flatMap(([name, say]) => {
    const value = of(name);
    return value === undefined ? [] : (say(value, of) ?? []);
  });
}

/** What an estimate supposes. */
export function assumptionWords(assumption: Assumption): string {
  switch (assumption.code) {
    case "demand": {
      const share = percent(assumption.share_permille / 10);
      return assumption.measured ? t("rests-demand-measured", { share }) : t("rests-demand", { share });
    }
    case "presence": {
      const time = duration(assumption.minutes * 60_000);
      return assumption.measured ? t("rests-presence-measured", { time }) : t("rests-presence", { time });
    }
    case "awake":
      return t("rests-awake", { time: duration(assumption.minutes * 60_000) });
    case "tariff":
      return assumption.mean ? t("rests-tariff-mean", { price: about(assumption.per_kwh) }) : t("rests-tariff", { price: about(assumption.per_kwh) });
    case "power": {
      const power = watts(assumption.above_rest);
      return assumption.measured ? t("rests-power-measured", { power }) : t("rests-power", { power });
    }
    case "own-price":
      return t("rests-own-price");
  }
}

/** An amount of a day that an owner gains or loses by something. */
export function effectWords(effect: string): string {
  return isNegative(effect) ? t("effect-costs", { amount: about(minus("0", effect)) }) : t("effect-saves", { amount: about(effect) });
}

/** What a change in hand would bring, against what stands. */
export function outcomeWords(now: Limits | null, then: Limits | null): string | null {
  if (then?.net_per_day == null) return null;
  const net = about(then.net_per_day);
  if (now?.net_per_day == null) return t("outcome", { net });
  const difference = minus(then.net_per_day, now.net_per_day);
  if (difference === "0") return t("outcome-same", { net });
  return isNegative(difference) ? t("outcome-less", { net, less: about(minus("0", difference)) }) : t("outcome-more", { net, more: about(difference) });
}
