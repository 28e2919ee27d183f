import { defineConfig } from "vite";

// Each program is bundled with shared/ inside; installed packages stay outside and are found at run time.
export default defineConfig({
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist",
    emptyOutDir: true,
    rollupOptions: {
      input: { simulate: "src/simulate.ts", demo: "src/demo.ts" },
      output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
  ssr: { noExternal: [/^@watchroom\//] },
});
