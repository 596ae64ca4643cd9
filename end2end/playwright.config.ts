/**
 * Real Chromium against the debug server on a demonstration plant of its own.
 * A test runs on a desktop and on a phone. With `@plain` in its title it also runs without JavaScript, hence without
 * WASM; with `@plain-only` it runs nowhere else. With `@wide` it is about what a phone does not show.
 */
import { defineConfig } from "@playwright/test";
import { BASE_URL } from "./support/server.ts";

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  globalSetup: "./support/global_setup.ts",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env["CI"]),
  // A loaded machine may miss a deadline; what needed a second try is listed as flaky.
  retries: process.env["CI"] ? 2 : 0,
  // The server under test is a debug build on a machine that may be compiling.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env["CI"] ? [["list"]] : [["list"], ["html", { open: "never" }]],
  use: {
    baseURL: BASE_URL,
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "setup", testMatch: /.*\.setup\.ts/ },
    { name: "desktop", dependencies: ["setup"], grepInvert: /@plain-only/, use: { viewport: desktop } },
    {
      name: "phone",
      dependencies: ["setup"],
      grepInvert: /@plain-only|@wide/,
      use: { viewport: phone, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    },
    { name: "plain", dependencies: ["setup"], grep: /@plain/, use: { viewport: desktop, javaScriptEnabled: false } },
  ],
});
