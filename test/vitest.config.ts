import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "test/bench/**"],
    root: new URL("..", import.meta.url).pathname,
    // Only so that what hangs ends: a whole server starts in the hooks, and the machine may have other things to do.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
