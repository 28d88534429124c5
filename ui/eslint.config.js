import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

export default ts.config(
  { ignores: ["dist", "dist-fake", "node_modules", "src/lib/backend/types.ts"] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked.map((config) => ({ ...config, files: ["src/**/*.ts", "src/**/*.svelte"] })),
  ...svelte.configs.recommended,
  {
    files: ["src/**/*.ts", "src/**/*.svelte"],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: [".svelte"], parser: ts.parser, svelteConfig },
    },
    rules: {
      // Numbers in sentences are what the catalogue is for.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // TypeScript finds names that are not there.
      "no-undef": "off",
    },
  },
  {
    files: ["src/**"],
    ignores: ["src/lib/backend/tauri.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [{ group: ["@tauri-apps/*"], message: "Only backend/tauri.ts speaks to Tauri." }] }] },
  },
  { files: ["tests/**", "*.config.ts"], languageOptions: { parser: ts.parser }, rules: { "no-undef": "off" } },
);
