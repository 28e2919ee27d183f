import { defineConfig } from "vite";

// Each program is bundled with shared/ inside; installed packages stay outside and are found at run time.
export default defineConfig({
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist",
    emptyOutDir: true,
    rollupOptions: {
      input: {
        main: "src/main.ts",
        device: "src/device.ts",
        access: "src/access.ts",
        // The writer thread is started as a file beside main.js.
        writer: "src/journal/writer.ts",
        // So is the thread of a what-if.
        replayer: "src/what-if/replayer.ts",
      },
      // Flat, so that `import.meta.url` of any module is this folder.
      output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
  ssr: { noExternal: [/^@watchroom\//] },
});
