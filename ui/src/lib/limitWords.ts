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

const PRESENT = { stop: "says-present-stop", light: "says-present-light", full: "says-present-full" } as const;

/** What a setting says, among others of a set; `null`: it bounds nothing worth saying. */
function changeWords({ name, value }: SettingChange): string | null {
  const number = Number(value);
  switch (name) {
    case "limits.hours":
      return inList(hoursWords(value.split(", ").filter((part) => part !== "")));
    case "limits.when_present":
      return value in PRESENT ? t(PRESENT[value as keyof typeof PRESENT]) : null;
    case "limits.idle_minutes":
      return number === 0 ? null : t("says-idle", { minutes: number });
    case "limits.power_watts":
      return number === 0 ? null : t("says-most", { most: watts(number * 1000) });
    case "limits.temperature_c":
      return number === 0 ? null : t("says-most", { most: celsius(number) });
    case "limits.fan_percent":
      return number === 0 ? null : t("says-fan", { most: percent(number) });
    case "limits.share_percent":
      return number === 100 ? null : t("says-share", { share: percent(number) });
    case "limits.hours_per_day":
      return number === 0 ? null : t("says-hours-per-day", { hours: number });
    case "limits.cost_per_day":
      return value === "" ? null : t("says-cost-per-day", { most: asWritten(value) });
    case "limits.tariff_most":
      return value === "" ? null : t("says-tariff-most", { most: asWritten(value) });
    case "limits.on_battery":
      return value === "true" ? t("says-battery") : null;
    case "limits.on_metered":
      return value === "true" ? t("says-metered") : null;
    default:
      return null;
  }
}

/** What a set of limits says, line by line. How long nobody must be there matters only to whoever stops or slows down. */
export function setWords(changes: SettingChange[]): string[] {
  const value = (name: string): string | undefined => changes.find((change) => change.name === name)?.value;
  const minded = value("limits.when_present") !== "full";
  return changes.filter(({ name }) => minded || name !== "limits.idle_minutes").flatMap((change) => changeWords(change) ?? []);
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
      return t("rests-tariff", { price: about(assumption.per_kwh) });
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
