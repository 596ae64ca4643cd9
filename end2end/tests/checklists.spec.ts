/** Checklists: a template, an intervention made from it, and its steps answered in the workshop. */
import type { Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { expectRefusals, field, own, save } from "../support/form.ts";
import { signIn, type Role } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

async function as(page: Page, role: Role, path: string): Promise<void> {
  await page.goto("about:blank");
  await page.context().clearCookies();
  await signIn(page, role);
  await open(page, path);
}

test("a template becomes work, and a measure out of tolerance asks for a corrective @plain", async ({ page, quiet }) => {
  test.slow();
  expectRefusals(quiet);
  const title = `${own("RONDE")} hydraulique`;
  await as(page, "supervisor", "/templates/new");
  await field(page, "title").fill(title);
  await field(page, "kind").selectOption("preventive");
  await page.getByLabel("Automates").check();
  await page.locator('[name="draft[steps][0][label]"]').fill("Pression d’huile");
  await page.locator('[name="draft[steps][0][kind]"]').selectOption("number");
  await page.locator('[name="draft[steps][0][unit]"]').fill("bar");
  await page.locator('[name="draft[steps][0][low]"]').fill("4");
  await page.locator('[name="draft[steps][0][high]"]').fill("6");
  await page.getByRole("button", { name: "Ajouter un point" }).click();
  await hydrated(page);
  await expect(page.locator('[name="draft[steps][0][label]"]')).toHaveValue("Pression d’huile");
  await page.locator('[name="draft[steps][1][label]"]').fill("Niveau vu");
  await save(page);
  await expect(page.locator("main tbody, main ul").getByText(title).first()).toBeVisible();

  await open(page, "/interventions/new?equipment=2");
  await page.locator('[name="draft[template_id]"]').selectOption({ label: title });
  await page.getByRole("button", { name: "Remplir d’après le modèle" }).click();
  await hydrated(page);
  await expect(field(page, "title")).toHaveValue(title);
  await expect(page.getByLabel("Automates")).toBeChecked();
  await save(page);
  await expect(page).toHaveURL(/\/interventions\/\d+/);
  const path = new URL(page.url()).pathname;
  await hydrated(page);
  await page.locator("main header").getByRole("button", { name: "Affecter", exact: true }).click();
  const assign = page.locator("dialog[open]");
  await expect(assign.locator("label").first()).toContainText("Julie Moreau");
  await expect(assign).toContainText("N’a pas la compétence Automates");
  await assign.getByLabel("Karim Benali").first().check();
  await assign.locator(".dialog-actions .btn-primary").click();
  await expect(page.locator("main header .badge").first()).toHaveText("Affectée");

  await as(page, "technician", path);
  await page.getByRole("button", { name: "Démarrer" }).click();
  const asked = page.locator("dialog[open] #f-draft-running");
  const begun = page.locator("main header .badge").first().getByText("En cours");
  await expect(asked.or(begun)).toBeVisible();
  if (await asked.isVisible()) await page.locator("dialog[open] .dialog-actions .btn-primary").click();
  await expect(begun).toBeVisible();
  await hydrated(page);
  const step = page.locator("#checklist li").first();
  await step.getByLabel("Mesure").fill("beaucoup");
  await step.getByRole("button", { name: "Enregistrer" }).click();
  await expect(step.getByLabel("Mesure")).toHaveAttribute("aria-invalid", "true");
  await step.getByLabel("Mesure").fill("6,4");
  await step.getByRole("button", { name: "Enregistrer" }).click();
  await expect(step).toContainText("Hors tolérance");
  await expect(page.locator("#checklist")).toContainText("1 sur 2");
  await step.getByRole("button", { name: "Créer un correctif" }).click();
  await hydrated(page);
  await open(page, path);
  await expect(step.locator("a.code")).toBeVisible();
  await page.locator("#checklist li").nth(1).getByRole("button", { name: "Fait" }).click();
  await expect(page.locator("#checklist")).toContainText("2 sur 2");
});

test("the pages of checklists are accessible and fit a phone @phone", async ({ page }) => {
  test.slow();
  await as(page, "supervisor", "/templates");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "templates");
  await page.locator('main a[href$="/edit"]').first().click();
  await hydrated(page);
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "template-edit");
  await open(page, "/interventions?kind=preventive&status=in_progress");
  await page.locator("tbody .row-link").first().click();
  await hydrated(page);
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "checklist");
});
