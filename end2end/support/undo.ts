/** The notice of what was just done, and the button that takes it back. */
import type { Page } from "@playwright/test";
import { BASE_URL } from "./server.ts";
import { expect, hydrated } from "./test.ts";

/** Waits until the page `path` says this of what was done. */
export async function done(page: Page, path: string, words: string | RegExp): Promise<void> {
  // Pointed at, it stays, however slow the machine is.
  await page.locator(".toast-undo").hover();
  await expect(page).toHaveURL((url) => url.href.startsWith(`${BASE_URL}${path}`) && /[?&]undo=\d+$/.test(url.search));
  await expect(page.locator(".toast")).toContainText(words);
  await hydrated(page);
}

/** Takes it back with the button, and waits for the answer. */
export async function undo(page: Page, words: string | RegExp = "Modification annulée"): Promise<void> {
  await page.locator(".toast-undo").click();
  await expect(page).toHaveURL(/[?&]undone=\d+$/);
  await expect(page.locator(".toast")).toContainText(words);
  await expect(page.locator(".toast-undo")).toHaveCount(0);
  await hydrated(page);
}
