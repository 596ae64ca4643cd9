/** From the label of a machine to a report with a photo; parts and hours of the work. */
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { expectRefusals, own } from "../support/form.ts";
import { signIn } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

/** A picture of one dot. */
const DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("a scanned label reports a breakdown in three taps, with a photo @plain @phone", async ({ page, quiet, wasm }) => {
  expectRefusals(quiet);
  await signIn(page, "technician");
  await open(page, "/q/PH-001");
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, "scan");
  }
  await page.getByRole("link", { name: "Fuite", exact: true }).click();
  await expect(page).toHaveURL(/what=Fuite/);
  await hydrated(page);
  await page.locator('[name="draft[what]"]').fill(own("FUITE"));
  // Whether it stands is never guessed.
  await page.locator(".form-actions .btn-primary").click();
  await expect(page.locator(".error-summary")).toContainText("à l’arrêt");
  await expect(page.locator('[name="draft[what]"]')).toHaveValue(own("FUITE"));
  await hydrated(page);
  await page.locator('[name="draft[stopped]"][value="false"]').check();
  await page.locator('input[type="file"]').setInputFiles({ name: "fuite.png", mimeType: "image/png", buffer: DOT });
  await page.locator(".form-actions .btn-primary").click();
  await expect(page).toHaveURL(/\/interventions\/\d+/);
  await expect(page.locator("main h2").first()).toHaveText(own("FUITE"));
  await expect(page.locator("main")).toContainText("fuite.png");
});

test("a code that no machine has leads to the search @plain-only", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/q/NIX%2F99");
  await expect(page.locator("main")).toContainText("Aucune machine ne porte le code NIX/99");
  await page.getByRole("link", { name: "Chercher la machine" }).click();
  await expect(page).toHaveURL(/equipments\?q=NIX%2F99/);
});

test("parts are noted, corrected and taken back, and the cost follows @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  await signIn(page, "supervisor");
  await open(page, "/interventions?status=in_progress");
  const path = await page.locator('tbody a[href^="/interventions/"]').first().getAttribute("href");
  await open(page, path ?? "");
  const dialog = page.locator("dialog[open]");
  const save = dialog.locator(".dialog-actions .btn-primary");
  const part = own("JOINT");
  await page.getByRole("button", { name: "Ajouter une pièce" }).click();
  await dialog.locator('[name="draft[text]"]').fill(part);
  await dialog.locator('[name="draft[amount]"]').fill("-3");
  await save.click();
  await expect(dialog.locator('[name="draft[amount]"]')).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.locator('[name="draft[text]"]')).toHaveValue(part);
  await hydrated(page);
  await dialog.locator('[name="draft[amount]"]').fill("1 234,50");
  await save.click();
  await expect(dialog).toHaveCount(0);
  const line = page.locator("li", { hasText: part });
  await expect(line).toContainText(/1\s234,50/);
  await hydrated(page);
  await line.getByRole("button").click();
  await dialog.getByRole("button", { name: "Retirer" }).click();
  await expect(line).toHaveCount(0);
});
