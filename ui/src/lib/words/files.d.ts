/** Made by scripts/vite-words.ts: the address of each language's words. */
declare module "virtual:words" {
  const files: Partial<Record<string, string>>;
  export default files;
}
