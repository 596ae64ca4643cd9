/** What the tests of equipment share: rows of the list, an equipment of one's own. */
import type { Locator, Page } from "@playwright/test";
import { field, save } from "./form.ts";
import { BASE_URL } from "./server.ts";
import { expect, hydrated, open } from "./test.ts";

export { expectRefusals, field, own, save } from "./form.ts";

export function rows(page: Page): Locator {
  return page.locator("tbody tr");
}

/** The codes on the page, in order. */
export async function codes(page: Page): Promise<string[]> {
  return rows(page).locator(".row-link .code").allInnerTexts();
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
