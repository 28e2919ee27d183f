import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "test/bench/**"],
    root: new URL("..", import.meta.url).pathname,
    testTimeout: 20_000,
  },
});
