import { defineConfig } from "@playwright/test";

const executablePath = process.env["CHROMIUM_PATH"];

// One worker and no retries: each file has a server of its own, and a test that fails sometimes is a fault.
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.test.ts",
  outputDir: "../test-results",
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // Only so that what never comes is told: an alarm takes five seconds of its own to end, and the machine may have other work.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    trace: "retain-on-failure",
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      // Chromium's sandbox does not start for root, which is who runs tests in a container.
      chromiumSandbox: process.getuid?.() !== 0,
      args: [
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
