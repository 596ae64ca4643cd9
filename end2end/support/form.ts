/** What the tests of forms share: fields by name, the button that sends, codes of one's own. */
import type { Locator, Page } from "@playwright/test";
import { test, type Quiet } from "./test.ts";

export function field(page: Page, name: string): Locator {
  return page.locator(`main [name="draft[${name}]"]`);
}

/** Sends the form of the page. */
export async function save(page: Page): Promise<void> {
  await page.locator(".form-actions .btn-primary").click();
}

/** A code of this test and try alone: the projects run on one server at the same time. */
export function own(prefix: string): string {
  const { project, retry } = test.info();
  return `${prefix}-${project.name.slice(0, 3).toUpperCase()}${retry || ""}`;
}

/** The browser itself reports an answer that refuses. */
export function expectRefusals(quiet: Quiet): void {
  quiet.allow(/Failed to load resource: .*(403|404|409|422)/);
}
