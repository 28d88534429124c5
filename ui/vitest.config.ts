import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  assetsInclude: ["**/*.ftl"],
  test: { testTimeout: 60_000, setupFiles: ["tests/speak.ts"], include: ["tests/**/*.test.ts"], env: { TZ: "UTC" } },
});
