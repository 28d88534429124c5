/** What the window says: messages of Project Fluent (ui/locales), in the language that was chosen. */

import { FluentBundle, FluentResource } from "@fluent/bundle";
import type { Messages } from "./ids";
import { choose, regional, type Language } from "./languages";

/** English is built in: it stands in for what another language lacks. */
const english = import.meta.glob<string>(["../../../locales/en/*.ftl", "!**/tray.ftl"], { query: "?raw", import: "default", eager: true });
const others = import.meta.glob<string>(["../../../locales/*/*.ftl", "!**/en/*.ftl", "!**/tray.ftl"], { query: "?raw", import: "default" });

type Said<K extends keyof Messages> = keyof Messages[K] extends never ? [] : [values: Messages[K]];

class Words {
  language = $state.raw<Language>("en");
  /** By which numbers and dates are written. */
  locale = $state.raw("en-GB");
  #bundles = $state.raw<FluentBundle[]>([bundle("en", "en-GB", Object.values(english))]);

  /** Speaks a language from now on: the wanted one, else the system's. */
  async speak(wanted: string | null): Promise<void> {
    const system = navigator.languages;
    const language = choose(wanted === null ? system : [wanted, ...system]);
    const locale = regional(language, system);
    const texts = await Promise.all(
      Object.entries(others)
        .filter(([path]) => path.includes(`/locales/${language}/`))
        .map(([, load]) => load()),
    );
    const base = bundle("en", language === "en" ? locale : "en-GB", Object.values(english));
    this.#bundles = language === "en" ? [base] : [bundle(language, locale, texts), base];
    this.language = language;
    this.locale = locale;
    document.documentElement.lang = language;
  }

  say(id: string, values: Record<string, string | number> | undefined): string {
    for (const bundle of this.#bundles) {
      const pattern = bundle.getMessage(id)?.value;
      if (pattern) return bundle.formatPattern(pattern, values);
    }
    return id;
  }
}

function bundle(language: string, locale: string, texts: string[]): FluentBundle {
  // Plural rules and numbers follow the first locale that knows them. None of the languages is written from the right.
  const made = new FluentBundle([locale, language], { useIsolating: false });
  for (const text of texts) made.addResource(new FluentResource(text));
  return made;
}

export const words = new Words();

/** A message by its id, with its values. Numbers among them are written and counted as the language does. */
export function t<K extends keyof Messages>(id: K, ...[values]: Said<K>): string {
  return words.say(id, values as Record<string, string | number> | undefined);
}
