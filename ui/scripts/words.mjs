// Writes src/lib/words/ids.ts: every English message with the values that it takes, so that a wrong id or a forgotten
// value does not compile. `npm run words`; `check` and `lint` run it first.

import { parse } from "@fluent/syntax";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const folder = join(root, "locales/en");

/** @param {unknown} node @param {Set<string>} found */
function values(node, found) {
  if (Array.isArray(node)) node.forEach((child) => values(child, found));
  else if (node !== null && typeof node === "object") {
    const { type, id, ...rest } = /** @type {Record<string, any>} */ (node);
    if (type === "VariableReference") found.add(id.name);
    values(Object.values(rest), found);
  }
  return found;
}

/** @type {string[]} */
const lines = [];
for (const file of readdirSync(folder).sort()) {
  if (file === "tray.ftl" || !file.endsWith(".ftl")) continue;
  for (const entry of parse(readFileSync(join(folder, file), "utf8"), { withSpans: false }).body) {
    if (entry.type === "Junk") throw new Error(`${file}: ${entry.content}`);
    if (entry.type !== "Message") continue;
    const taken = [...values(entry.value, new Set())].sort().map((name) => `${name}: string | number`);
    lines.push(`  ${JSON.stringify(entry.id.name)}: { ${taken.join("; ")} };`.replace("{  }", "object"));
  }
}
writeFileSync(
  join(root, "src/lib/words/ids.ts"),
  `// Made by scripts/words.mjs from locales/en. Not kept: run \`npm run words\`.\nexport type Messages = {\n${lines.join("\n")}\n};\n`,
);
