import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { signIn } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

const NEW = 'input[name="draft[new_password]"]';
const AGAIN = 'input[name="draft[again]"]';

test("a weak new password is refused and says why @plain", async ({ page, quiet, wasm }) => {
  quiet.allow(/console error: Failed to load resource: .*422/);
  await signIn(page, "technician");
  await open(page, "/account");
  await page.locator('input[name="draft[current_password]"]').fill("anything");
  await page.locator(NEW).fill("Vigie-2026-vigie!");
  await page.locator(AGAIN).fill("Vigie-2026-vigie!");
  await page.locator(`form:has(${NEW}) button[type="submit"]`).click();
  await expect(page.locator("#f-draft-new_password-error")).toBeVisible();
  for (const secret of await page.locator('input[type="password"]').all()) {
    await expect(secret).not.toHaveAttribute("value", /./);
  }
  if (wasm) {
    // What was typed is still there, and can be looked at.
    await expect(page.locator(".meter-head b")).toHaveText("Insuffisante");
    await page.getByRole("button", { name: "Afficher le mot de passe" }).nth(1).click();
    await expect(page.locator(NEW)).toHaveAttribute("type", "text");
  }
});

test("the strength of a new password shows while it is typed", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/account");
  const strength = page.locator(".meter-head b");
  await expect(strength).toHaveCount(0);
  await page.locator(NEW).fill("Password123!");
  await expect(strength).toHaveText("Insuffisante");
  await page.locator(NEW).fill("barque soupir velours");
  await expect(strength).toHaveText("Très bonne");
});

test("one sees the device that one sits at @plain", async ({ page }) => {
  await signIn(page, "client");
  await open(page, "/account");
  await expect(page.getByText("Cet appareil", { exact: true })).toHaveCount(1);
  await expect(page.getByText("Chrome sur").first()).toBeVisible();
});

test("names are saved and come back @plain @phone", async ({ page }) => {
  await signIn(page, "client");
  await open(page, "/account");
  const name = page.locator('input[name="draft[last_name]"]');
  const before = await name.inputValue();
  await page.locator('form:has(input[name="draft[last_name]"]) button[type="submit"]').click();
  await expect(page).toHaveURL(/done=saved/);
  await hydrated(page);
  await expect(name).toHaveValue(before);
});

test("the account page is accessible in the three themes and at 320 px", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/account");
  await expect(page.getByText("Cet appareil", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "account");
});
