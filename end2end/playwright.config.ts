/**
 * Real Chromium against debug servers on demonstration plants of their own, one for each worker.
 * A test runs on a desktop. With `@phone` in its title it also runs on a phone: where a narrow screen or touch changes
 * something, and once for each page. With `@plain` it also runs without JavaScript, hence without WASM; with
 * `@plain-only` it runs nowhere else.
 */
import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import { WORKERS } from "./support/server.ts";

// Chromium without its windows where it is installed.
const installed = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
const CHROMIUM = process.env["CHROMIUM"] ?? installed.find((path) => existsSync(path)) ?? "chromium";

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  globalSetup: "./support/global_setup.ts",
  fullyParallel: true,
  workers: WORKERS,
  forbidOnly: Boolean(process.env["CI"]),
  // Two tests never share a server at the same time. What needed a second try is listed as flaky, and is a fault to mend.
  retries: process.env["CI"] ? 1 : 0,
  // The server under test is a debug build on a machine that may be compiling.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env["CI"] ? [["list"]] : [["list"], ["html", { open: "never" }]],
  use: {
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    screenshot: "only-on-failure",
    trace: "on-first-retry",
    // What a window with somebody before it may: Chromium without windows asks.
    permissions: ["clipboard-write"],
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: CHROMIUM,
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
    { name: "desktop", grepInvert: /@plain-only/, use: { viewport: desktop } },
    { name: "phone", grep: /@phone/, use: { viewport: phone, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } },
    { name: "plain", grep: /@plain/, use: { viewport: desktop, javaScriptEnabled: false } },
  ],
});
