/** What the tests of lists share. */
import type { Page } from "@playwright/test";
import { signIn, type Role } from "./roles.ts";
import { expect, hydrated, open } from "./test.ts";

interface Search {
  role: Role;
  path: string;
  /** The box to type in. */
  search: string;
  /** In other letters than the list has it. */
  word: string;
  match: RegExp;
}

/** Words narrow a list of more than fifty rows, whatever their case and accents, and the way back shows all. */
export async function narrows(page: Page, { role, path, search, word, match }: Search): Promise<void> {
  const rows = page.locator("tbody tr");
  await signIn(page, role);
  await open(page, path);
  const box = page.locator(search);
  await box.fill(word);
  await box.press("Enter");
  await expect(page).toHaveURL(new RegExp(`q=${word}`));
  await expect(rows.first()).toContainText(match);
  await hydrated(page);
  await box.fill("zzzz introuvable");
  await box.press("Enter");
  await expect(rows).toHaveCount(0);
  await page.locator(".state a").click();
  await expect(rows).toHaveCount(50);
  await expect(box).toHaveValue("");
}
