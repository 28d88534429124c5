/** Decimal numbers between the settings file (`0.30`) and a person (`0,30`), digit by digit: no float in between. */

import { words } from "./words/words.svelte";

const point = (): string => new Intl.NumberFormat(words.locale).formatToParts(1.5).find((part) => part.type === "decimal")?.value ?? ".";

/** As people of the chosen language write it. */
export const asWritten = (value: string): string => value.replace(".", point());

/** What a person typed, as the settings file has it. What is no number stays as it is: the daemon says what is wrong. */
export function asTyped(text: string): string {
  const bare = text.trim().replace(/[\s\u00a0\u202f]/g, "");
  return /^-?\d*[.,]?\d*$/.test(bare) ? bare.replace(",", ".").replace(/^(-?)\./, "$10.").replace(/\.$/, "") : text.trim();
}
