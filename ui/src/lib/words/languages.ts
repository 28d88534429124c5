import files from "virtual:words";

/** The languages that the window speaks, by their BCP 47 tag, each by its own name. src-tauri/src/words.rs lists the same. */
export const LANGUAGES = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  "pt-BR": "Português (Brasil)",
  pl: "Polski",
  ru: "Русский",
  tr: "Türkçe",
  ja: "日本語",
  ko: "한국어",
  "zh-Hans": "简体中文",
} as const;

export type Language = keyof typeof LANGUAGES;

/** Those of which the words are there; the others are waited for. */
export const SPOKEN = (Object.keys(LANGUAGES) as Language[]).filter((tag) => tag in files);

/** The first of the wanted tags that is spoken here, by its language alone where its region is not; else English. */
export function choose(wanted: readonly string[], among: readonly Language[] = SPOKEN): Language {
  const isLanguage = (tag: string): tag is Language => (among as readonly string[]).includes(tag);
  for (const tag of wanted) {
    const locale = parsed(tag);
    if (!locale) continue;
    if (isLanguage(locale.baseName)) return locale.baseName;
    const { language, script } = locale.maximize();
    // Traditional characters are no worse read as simplified ones than as English.
    const spoken = { pt: "pt-BR", zh: "zh-Hans" }[language] ?? language;
    if (isLanguage(spoken) && (language !== "zh" || script !== undefined)) return spoken;
  }
  return "en";
}

/** The tag by which numbers and dates are written: the system's own region where it speaks the chosen language. */
export function regional(language: Language, wanted: readonly string[]): string {
  const own = wanted.find((tag) => parsed(tag)?.language === parsed(language)?.language);
  return own ?? (language === "en" ? "en-GB" : language);
}

function parsed(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag);
  } catch {
    return null;
  }
}
