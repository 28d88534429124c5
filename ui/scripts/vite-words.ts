/** `virtual:words`: where the words of each language lie. All of one language are one file: a window would have to ask eleven
 *  times for small ones before it could say anything. They stay data: as code, every language would be paid for. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const NAME = "virtual:words";
const RESOLVED = `\0${NAME}`;
const LOCALES = join(import.meta.dirname, "../locales");

const texts = (files: string[]): string => files.map((file) => readFileSync(file, "utf8")).join("\n");

export function words(): Plugin {
  let building = false;
  return {
    name: "words",
    configResolved: (config) => void (building = config.command === "build"),
    resolveId: (id) => (id === NAME ? RESOLVED : null),
    load(id) {
      if (id !== RESOLVED) return null;
      const rows = readdirSync(LOCALES).flatMap((language) => {
        // The tray's are the program's own.
        const names = readdirSync(join(LOCALES, language)).filter((name) => name.endsWith(".ftl") && name !== "tray.ftl");
        if (!names.includes("common.ftl")) return [];
        const files = names.sort().map((name) => join(LOCALES, language, name));
        files.forEach((file) => this.addWatchFile(file));
        const source = texts(files);
        const address = building
          ? `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: "asset", name: `${language}.ftl`, source })}`
          : JSON.stringify(`data:text/plain;base64,${Buffer.from(source).toString("base64")}`);
        return `${JSON.stringify(language)}: ${address},`;
      });
      return `export default {${rows.join("\n")}};`;
    },
  };
}
