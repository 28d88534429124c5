import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  assetsInclude: ["**/*.ftl"],
  // The port that src-tauri/tauri.conf.json names as `devUrl`.
  server: { port: 1420, strictPort: true, host: "127.0.0.1" },
  // The oldest engine that shows these pages is WebKitGTK 2.40 and WKWebView of macOS 12. The tests' own build lists its
  // files, so that they can be weighed.
  build: {
    target: "safari15.4",
    emptyOutDir: true,
    manifest: mode === "fake",
    // Words stay files of their own: inlined they would be code that every language pays for.
    assetsInlineLimit: (path) => (path.endsWith(".ftl") ? false : undefined),
  },
}));
