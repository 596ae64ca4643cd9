/** Failures: the list, the diagnosis, and the catalogue of codes. */
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { expectRefusals, own } from "../support/form.ts";
import { signIn } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

test("open failures are listed, filtered and lead to the next step @plain", async ({ page, wasm }) => {
  await signIn(page, "technician");
  const what = `${own("PANNE")} capteur muet`;
  await open(page, "/repairs/new?equipment=9");
  await page.locator('[name="draft[what]"]').fill(what);
  await page.locator('[name="draft[stopped]"][value="true"]').check();
  await page.locator(".form-actions .btn-primary").click();
  await expect(page).toHaveURL(/\/interventions\/\d+/);
  await page.goto("about:blank");
  await page.context().clearCookies();
  await signIn(page, "supervisor");
  await open(page, "/repairs");
  const row = page.locator("tbody tr", { hasText: what });
  await expect(row).toContainText("À l’arrêt");
  await page.getByRole("link", { name: "Résolues" }).click();
  await expect(page).toHaveURL(/state=restored/);
  await expect(page.locator("tbody tr", { hasText: what })).toHaveCount(0);
  await page.getByRole("link", { name: "En cours" }).click();
  await row.getByRole("link", { name: "Affecter" }).click();
  await expect(page).toHaveURL(/dialog=assign-work/);
  await hydrated(page);
  // The dialog stands open, with or without a script.
  const assign = page.locator("dialog[open]");
  await assign.getByLabel("Karim Benali").first().check();
  await assign.locator(".dialog-actions .btn-primary").click();
  await expect(page.locator("main header .badge").first()).toHaveText("Affectée");
  if (wasm) await expect(page.locator("dialog[open]")).toHaveCount(0);
});

test("a failure is diagnosed, and a time that cannot be is refused at its field @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  await signIn(page, "supervisor");
  await open(page, "/repairs");
  const held = page.locator("tbody tr", { hasText: "En attente" }).last();
  const path = await held.locator('a[href^="/interventions/"]').getAttribute("href");
  await open(page, path ?? "");
  await page.getByRole("button", { name: "Diagnostiquer" }).first().click();
  const dialog = page.locator("dialog[open]");
  await dialog.locator('[name="draft[mode_id]"]').selectOption({ index: 1 });
  await dialog.locator('[name="draft[restored]"]').fill("2020-01-01T08:00");
  await dialog.locator(".dialog-actions .btn-primary").click();
  await expect(dialog.locator('[name="draft[restored]"]')).toHaveAttribute("aria-invalid", "true");
  await hydrated(page);
  await dialog.locator('[name="draft[restored]"]').fill("");
  const mode = await dialog.locator('[name="draft[mode_id]"] option:checked').innerText();
  await dialog.locator(".dialog-actions .btn-primary").click();
  await expect(page.locator("dialog[open]")).toHaveCount(0);
  await expect(page.locator("main")).toContainText(mode.replace(/^\S+\s+/, ""));
});

test("the pages of failures are accessible and fit a phone @phone", async ({ page }) => {
  test.slow();
  await signIn(page, "supervisor");
  await open(page, "/repairs");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "repairs");
  await page.goto("about:blank");
  await page.context().clearCookies();
  await signIn(page, "admin");
  await open(page, "/admin/failure-codes");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "failure-codes");
  await open(page, "/admin/failure-codes/new");
  await expectAccessible(page);
  await expectReflow(page);
});
