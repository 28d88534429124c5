/** What was found on this PC and what to do about it, and why a setting cannot have a value: values to words. */

import type { Found, SettingFault } from "./backend/types";
import { count } from "./format";
import { asWritten } from "./numbers";
import { t } from "./words/words.svelte";

/** `details`: the small print, a driver's or a system's own words. */
export type FindingWords = { sentence: string; details: string };

/** What was found where something is to be done or known about it; `null`: all is well with it. */
export function findingWords(found: Found): FindingWords | null {
  const plain = (sentence: string, details = ""): FindingWords => ({ sentence, details });
  switch (found.code) {
    case "adapter":
      return found.device.kind === "software" ? plain(t("found-adapter-software", { name: found.device.name })) : null;
    case "adapter-measuring":
    case "meters-unread":
    case "programs-unread":
      return plain(t("found-later"));
    case "adapter-broken":
      return plain(t("found-adapter-broken"), found.what);
    case "adapter-missing":
      return plain(found.wanted === null ? t("found-adapter-missing") : t("found-adapter-wanted", { name: found.wanted }));
    case "adapter-unmeasured":
      return plain(t("found-adapter-unmeasured"));
    case "card":
      if (found.doubts.length > 0) return plain(t("found-card-doubts", { name: found.name }), found.doubts.join("; "));
      return found.simulated ? plain(t("found-card-simulated", { name: found.name })) : null;
    case "meters-failed":
      return plain(t("found-meters-failed"), found.what);
    case "meters-absent":
      return plain(t("found-meters-absent"), found.what);
    case "meters-without-card":
      return plain(t("found-meters-absent"));
    case "programs-unseen":
      return plain(t("found-programs-unseen"), found.what);
    case "source-failed":
      return plain(t("found-source-failed", { name: found.name }), found.what);
    case "settings-unreadable":
      return plain(t("found-settings-unreadable"), found.what);
    case "settings-set-aside":
      return plain(t("found-settings-aside", { path: found.kept_at }), found.faults.map(({ name, fault }) => `${name}: ${faultWords(fault)}`).join(" "));
    case "listening-nowhere":
      return plain(t("found-listening-nowhere"));
    case "index-unset":
      return plain(t("found-index-unset"));
    case "index-silent":
      return plain(t("found-index-silent", { count: found.set }));
    case "books-wrong":
      return plain(t("found-books-wrong"), found.faults.join("; "));
    case "books-unread":
      return plain(t("found-books-unread"), found.what);
    case "daemon-missing":
      return plain(t("lost-not-running"), found.home);
    case "adapter-left-alone":
    case "program-runs":
    case "programs-quiet":
    case "source-read":
    case "source-absent":
    case "settings":
    case "listening":
    case "index-nodes":
    case "books":
      return null;
  }
}

/** Why a setting cannot have a value. */
export function faultWords(fault: SettingFault): string {
  switch (fault.code) {
    case "unknown":
      return t("fault-unknown");
    case "not-switch":
      return t("fault-switch");
    case "not-whole":
      return t("fault-whole");
    case "out-of-range": {
      const range = { least: count(fault.least), most: count(fault.most) };
      return fault.or_zero ? t("fault-range-or-zero", range) : t("fault-range", range);
    }
    case "not-money":
      return t("fault-money", { most: count(fault.most), example: asWritten("0.30") });
    case "not-energy":
      return t("fault-energy", { example: asWritten("1.5") });
    case "not-word":
      return t("fault-word", { words: fault.words.join(", ") });
    case "not-nodes":
      return t("fault-nodes");
    case "too-many":
      return t("fault-many", { most: count(fault.most) });
    case "not-hours":
      return t("fault-hours", { text: fault.text });
    case "not-band":
      return t("fault-band", { text: fault.text });
    case "two-sources":
      return t("fault-sources");
    case "not-address":
      return t("fault-address");
    case "not-spoken":
      return t("fault-spoken");
    case "unfit":
      return t("fault-unfit", { what: fault.what });
    case "unwritten":
      return t("fault-unwritten", { what: fault.what });
  }
}
