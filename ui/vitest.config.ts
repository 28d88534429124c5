import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { words } from "./scripts/vite-words.ts";

export default defineConfig({
  plugins: [svelte(), words()],
  test: { testTimeout: 60_000, setupFiles: ["tests/speak.ts"], include: ["tests/**/*.test.ts"], env: { TZ: "UTC" } },
});
