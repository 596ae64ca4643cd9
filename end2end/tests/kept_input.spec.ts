// Nothing typed is lost, whatever is filled in: accounts, settings, mails, places.
import type { Page } from "@playwright/test";
import { field, own } from "../support/form.ts";
import { signIn } from "../support/roles.ts";
import { BASE_URL } from "../support/server.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

const FOUND = "Votre saisie non enregistrée a été retrouvée.";

test.beforeEach(({ quiet }) => quiet.allow(/Blocked script execution in .* frame is sandboxed/));

/** A link of the navigation, which a phone has in its dock or in its sheet. */
async function leave(page: Page): Promise<void> {
  const links = page.locator('a[href="/equipments"]');
  await links.filter({ visible: true }).first().click();
}

/** What the tab keeps. */
async function kept(page: Page): Promise<string> {
  return page.evaluate(() => JSON.stringify(sessionStorage));
}

for (const [what, path, name] of [
  ["a site", "/admin/sites/new", "name"],
  ["a line", "/admin/lines/new", "name"],
  ["a type", "/admin/equipment-types/new", "name"],
  ["an account", "/admin/users/new", "first_name"],
  ["the settings", "/admin/settings/general", "plant_name"],
  ["a mail", "/admin/settings/templates/mail_trial/en", "subject"],
  ["one's own profile", "/account", "first_name"],
] as const) {
  test(`${what}: a link asks before unsaved input is left`, async ({ page }) => {
    await signIn(page, "admin");
    await open(page, path);
    await field(page, name).fill("Pas encore");
    page.once("dialog", (dialog) => void dialog.dismiss());
    await leave(page);
    await expect(page).toHaveURL(`${BASE_URL}${path}`);
    await expect(field(page, name)).toHaveValue("Pas encore");
    page.once("dialog", (dialog) => void dialog.accept());
    await leave(page);
    await expect(page).toHaveURL(/\/equipments/);
    await open(page, path);
    await expect(field(page, name)).not.toHaveValue("Pas encore");
    expect(await kept(page)).not.toContain("Pas");
  });
}

test("what was typed comes back after Back and Forward, with boxes and choices, and goes when it is saved @phone", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/users");
  await page.locator('a[href="/admin/users/new"]').click();
  await hydrated(page);
  const name = own("retour");
  await field(page, "first_name").fill("Zoé");
  await field(page, "last_name").fill("Le Bihan");
  await field(page, "email").fill(`${name}@usine.example`);
  await field(page, "password").fill("Huitre-tango-barda-8");
  await page.getByRole("button", { name: "Afficher le mot de passe" }).click();
  await field(page, "role").selectOption("supervisor");
  await page.getByLabel("NORD Site Nord").check();
  // Going back leaves the document: the browser asks.
  page.once("dialog", (dialog) => void dialog.accept());
  await page.goBack();
  await expect(page.locator("h1")).toHaveText("Utilisateurs");
  // A password is never kept, not even one that is shown.
  expect(await kept(page)).toContain("Bihan");
  expect(await kept(page)).not.toContain("Huitre");
  await page.goForward();
  await expect(page.locator("main")).toContainText(FOUND);
  await expect(field(page, "last_name")).toHaveValue("Le Bihan");
  await expect(field(page, "role")).toHaveValue("supervisor");
  await expect(page.getByLabel("NORD Site Nord")).toBeChecked();
  await expect(field(page, "password")).toHaveValue("");
  await field(page, "password").fill("Huitre-tango-barda-8");
  await page.locator(".form-actions .btn-primary").click();
  await expect(page).toHaveURL(/\/admin\/users\/\d+\?done=saved$/);
  expect(await kept(page)).not.toContain("Bihan");
});

test("the secret of a mail server is not kept, and what was found can be forgotten", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/settings/mail");
  const before = await field(page, "host").inputValue();
  await field(page, "host").fill("smtp.pas-encore.example");
  await field(page, "smtp_password").fill("tres-secret");
  expect(await kept(page)).not.toContain("tres-secret");
  page.once("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await hydrated(page);
  await expect(page.locator("main")).toContainText(FOUND);
  await expect(field(page, "host")).toHaveValue("smtp.pas-encore.example");
  await expect(field(page, "smtp_password")).toHaveValue("");
  await page.getByRole("button", { name: "L’oublier" }).click();
  await expect(field(page, "host")).toHaveValue(before);
  await hydrated(page);
  await expect(page.locator("main")).not.toContainText("retrouvée");
});
