/** Campaigns: one action over a type or a list, looked at before it is done, followed and ended. */
import type { Locator, Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { expectRefusals, field, own } from "../support/form.ts";
import { signIn, type Role } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

async function as(page: Page, role: Role, path: string): Promise<void> {
  await page.goto("about:blank");
  await page.context().clearCookies();
  await signIn(page, role);
  await open(page, path);
}

/** The rows of the machines; the sites have a table of their own. */
function machines(page: Page): Locator {
  return page.getByRole("table", { name: "Équipements" }).locator("tbody tr");
}

test("a campaign is looked at, started over a type, and cancelled with its interventions @plain", async ({ page, quiet }) => {
  test.slow();
  expectRefusals(quiet);
  const title = `${own("CAMP")} soupapes`;
  await as(page, "supervisor", "/campaigns/new");
  await page.getByRole("button", { name: "Voir les équipements concernés" }).click();
  await hydrated(page);
  await expect(field(page, "equipment_type_id")).toHaveAttribute("aria-invalid", "true");
  await field(page, "title").fill(title);
  await field(page, "due_on").fill("2999-06-30");
  await field(page, "equipment_type_id").selectOption({ label: "Pompe" });
  await page.getByRole("button", { name: "Voir les équipements concernés" }).click();
  await hydrated(page);
  await expect(field(page, "title")).toHaveValue(title);
  const start = page.getByRole("button", { name: /^Créer \d+ interventions/ });
  const count = Number(/\d+/.exec((await start.textContent()) ?? "")?.[0]);
  expect(count).toBeGreaterThan(2);
  await expect(page.locator("main")).toContainText("PM-701");
  await start.click();
  await expect(page).toHaveURL(/\/campaigns\/\d+/);
  await hydrated(page);
  await expect(page.locator("main")).toContainText(`0 sur ${count} terminées`);
  await expect(page.locator("main")).toContainText("Rien de nouveau");
  await expect(machines(page)).toHaveCount(count);
  const campaign = new URL(page.url()).pathname;

  await machines(page).first().locator('a[href^="/interventions/"]').click();
  await hydrated(page);
  await expect(page.locator("main h2").first()).toHaveText(title);
  await page.locator(`main a[href="${campaign}"]`).click();
  await hydrated(page);

  await page.getByRole("button", { name: "Annuler la campagne" }).first().click();
  const dialog = page.locator("dialog[open]");
  await dialog.locator('[name="draft[reason]"]').fill("Rappel levé");
  await dialog.getByLabel(/^Annuler aussi/).check();
  await dialog.locator(".dialog-actions .btn-danger").click();
  await expect(page.locator("main header .badge").first()).toHaveText("Annulée");
  await expect(page.locator("main")).toContainText(`${count} exclues`);
  await expect(machines(page).first()).toContainText("Rappel levé");
});

test("a technician reads a campaign and starts none @plain", async ({ page }) => {
  await as(page, "technician", "/campaigns");
  await expect(page.getByRole("link", { name: "Nouvelle campagne" })).toHaveCount(0);
  await page.locator("main tbody .row-link").first().click();
  await hydrated(page);
  await expect(page.locator("main")).toContainText("1 en retard");
  await page.getByRole("link", { name: "1 en retard" }).click();
  await hydrated(page);
  await expect(machines(page)).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Annuler la campagne" })).toHaveCount(0);
});

test("the pages of campaigns are accessible and fit a phone @phone", async ({ page }) => {
  test.slow();
  await as(page, "supervisor", "/campaigns");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "campaigns");
  await page.locator("main tbody .row-link").first().click();
  await hydrated(page);
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "campaign");
  await open(page, "/campaigns/new?equipment=1,2");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "campaign-new");
});
