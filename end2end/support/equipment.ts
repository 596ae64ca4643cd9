/** What the tests of equipment share: rows of the list, fields of the form, an equipment of one's own. */
import type { Locator, Page } from "@playwright/test";
import { BASE_URL } from "./server.ts";
import { expect, hydrated, open, test, type Quiet } from "./test.ts";

export function rows(page: Page): Locator {
  return page.locator("tbody tr");
}

/** The codes on the page, in order. */
export async function codes(page: Page): Promise<string[]> {
  return rows(page).locator(".row-link .code").allInnerTexts();
}

export function field(page: Page, name: string): Locator {
  return page.locator(`main [name="draft[${name}]"]`);
}

/** A code of this test alone: the projects run on one server at the same time. */
export function own(prefix: string): string {
  return `${prefix}-${test.info().project.name.slice(0, 3).toUpperCase()}`;
}

/** The browser itself reports an answer that refuses. */
export function expectRefusals(quiet: Quiet): void {
  quiet.allow(/Failed to load resource: .*(403|404|409|422)/);
}

/** Sends the form of the page. */
export async function save(page: Page): Promise<void> {
  await page.locator(".form-actions .btn-primary").click();
}

/** Waits for the page of the equipment that was saved, and says its path. */
export async function saved(page: Page): Promise<string> {
  await expect(page).toHaveURL(/\/equipments\/\d+\?done=saved$/);
  await hydrated(page);
  return new URL(page.url()).pathname;
}

/** Makes an equipment of the site NORD with the form, and says its path. */
export async function create(page: Page, code: string, name: string, more: Record<string, string> = {}): Promise<string> {
  await open(page, "/equipments/new");
  await field(page, "code").fill(code);
  await field(page, "name").fill(name);
  await field(page, "site_id").selectOption({ label: "NORD Site Nord" });
  for (const [name, value] of Object.entries(more)) {
    await page.locator(`main [name="${name}"]`).fill(value);
  }
  await save(page);
  return await saved(page);
}

/** The path of one equipment of the demonstration. */
export async function find(page: Page, code: string): Promise<string> {
  await open(page, `/equipments?q=${code}`);
  const link = rows(page).locator(".row-link").filter({ has: page.getByText(code, { exact: true }) });
  const href = await link.getAttribute("href");
  return new URL(href ?? "", BASE_URL).pathname;
}
