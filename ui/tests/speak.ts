// Tests speak English, from the files: there is no page to fetch them.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { words } from "../src/lib/words/words.svelte";

const folder = join(import.meta.dirname, "../locales/en");
const texts = readdirSync(folder).filter((name) => name.endsWith(".ftl")).map((name) => readFileSync(join(folder, name), "utf8"));
words.take("en", "en-GB", texts, []);
