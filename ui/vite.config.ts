import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { words } from "./scripts/vite-words.ts";

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), words()],
  // The port that src-tauri/tauri.conf.json names as `devUrl`.
  server: { port: 1420, strictPort: true, host: "127.0.0.1" },
  // The oldest engine that shows these pages is WebKitGTK 2.40 and WKWebView of macOS 12. The tests' own build lists its
  // files, so that they can be weighed.
  build: {
    target: "safari15.4",
    emptyOutDir: true,
    manifest: mode === "fake",
    // What every window needs at once is one file: each more is a question to the program before anything is seen.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "window", tags: ["$initial"] }] } } },
  },
}));
