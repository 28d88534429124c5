/** What the window says: messages of Project Fluent (ui/locales), in the language that was chosen. */

import { FluentBundle, FluentResource } from "@fluent/bundle";
import files from "virtual:words";
import type { Messages } from "./ids";
import { choose, regional, type Language } from "./languages";

type Said<K extends keyof Messages> = keyof Messages[K] extends never ? [] : [values: Messages[K]];

class Words {
  language = $state.raw<Language>("en");
  /** By which numbers and dates are written. */
  locale = $state.raw("en-GB");
  #bundles = $state.raw<FluentBundle[]>([]);

  /** Asks for the words that are likely to be wanted, before it is known which are. */
  expect(): void {
    void read(choose(navigator.languages)).catch(() => undefined);
  }

  /** Speaks a language from now on: the wanted one, else the system's. */
  async speak(wanted: string | null): Promise<void> {
    const system = navigator.languages;
    const language = choose(wanted === null ? system : [wanted, ...system]);
    const locale = regional(language, system);
    // English stands in for what another language lacks.
    const [said, english] = await Promise.all([read(language), language === "en" ? "" : read("en")]);
    this.take(language, locale, [said], [english]);
    document.documentElement.lang = language;
  }

  /** Speaks with these texts from now on. */
  take(language: Language, locale: string, texts: string[], english: string[]): void {
    this.#bundles = [bundle(language, locale, texts), bundle("en", "en-GB", english)];
    this.language = language;
    this.locale = locale;
  }

  say(id: string, values: Record<string, string | number> | undefined): string {
    for (const bundle of this.#bundles) {
      const pattern = bundle.getMessage(id)?.value;
      if (pattern) return bundle.formatPattern(pattern, values);
    }
    return id;
  }
}

function bundle(language: Language, locale: string, texts: string[]): FluentBundle {
  // Plural rules and numbers follow the first locale that knows them. None of the languages is written from the right.
  const made = new FluentBundle([locale, language], { useIsolating: false });
  for (const text of texts) made.addResource(new FluentResource(text));
  return made;
}

/** What was asked for already. */
const asked: Partial<Record<Language, Promise<string> | undefined>> = {};

function read(language: Language): Promise<string> {
  const text = (asked[language] ??= fetched(language));
  // What did not come may come the next time.
  text.catch(() => (asked[language] = undefined));
  return text;
}

async function fetched(language: Language): Promise<string> {
  const url = files[language] ?? "";
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.statusText}`);
  return answer.text();
}

export const words = new Words();

/** A message by its id, with its values. Numbers among them are written and counted as the language does. */
export function t<K extends keyof Messages>(id: K, ...[values]: Said<K>): string {
  return words.say(id, values as Record<string, string | number> | undefined);
}
