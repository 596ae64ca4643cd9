/** The `test` of every spec: Playwright's, plus a watch over what a browser console would show. */
import { test as base, expect, type Page } from "@playwright/test";
import { BASE_URL } from "./server.ts";

export { expect };

export interface Quiet {
  /** Says that this test provokes a message, such as the browser's own line about a 422. */
  allow(pattern: RegExp): void;
}

interface Fixtures {
  /** Fails the test on any console error or warning, page error, failed or foreign request. Always on. */
  quiet: Quiet;
  /** Whether scripts run in this project: false in `plain`. */
  wasm: boolean;
}

export const test = base.extend<Fixtures>({
  // Read by the worker itself: each has a server of its own.
  baseURL: async ({}, use) => {
    await use(BASE_URL);
  },
  wasm: async ({ javaScriptEnabled }, use) => {
    await use(javaScriptEnabled !== false);
  },
  quiet: [
    async ({ context, wasm }, use) => {
      const problems: string[] = [];
      const allowed: RegExp[] = [];
      // Where scripts do not run, what the page preloads for them stays unused.
      if (!wasm) allowed.push(/was preloaded using link preload but not used/);
      context.on("page", (page) => watch(page, problems));
      await use({ allow: (pattern) => void allowed.push(pattern) });
      const left = problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)));
      expect(left, "nothing but silence in the console").toEqual([]);
    },
    { auto: true },
  ],
});

function watch(page: Page, problems: string[]): void {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  page.on("pageerror", (error) => problems.push(`page error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (/^(https?|wss?):/.test(url) && new URL(url).host !== new URL(BASE_URL).host) {
      problems.push(`request to another site: ${url}`);
    }
  });
  page.on("requestfailed", (request) => {
    // A navigation cancels what the page before was still loading. Without scripts their preloads are refused as
    // "csp"; where scripts run, a real refusal is an error in the console.
    const reason = request.failure()?.errorText ?? "";
    if (!reason.includes("ERR_ABORTED") && reason !== "csp") problems.push(`request failed: ${request.method()} ${request.url()} ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) problems.push(`response ${response.status()}: ${response.url()}`);
  });
}

/**
 * Opens a page and waits until it can be used: hydrated where scripts run, loaded elsewhere.
 * The application says it is hydrated by `data-hydrated` on `<html>`.
 */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/** Waits until the server's page has become the application; where scripts do not run, until it is loaded. */
export async function hydrated(page: Page): Promise<void> {
  const scripts = base.info().project.use.javaScriptEnabled !== false;
  if (!scripts) return page.waitForLoadState();
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
  // A form that is on its way takes no second press.
  await page.locator("form[data-sent]").first().waitFor({ state: "detached" });
}
