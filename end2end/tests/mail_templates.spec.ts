import type { Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { signIn } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

// What the browser says of Playwright's own scripts in a frame that runs none.
test.beforeEach(({ quiet }) => quiet.allow(/Blocked script execution in .* frame is sandboxed/));

const LIST = "/admin/settings/templates";
const field = (page: Page, name: string) => page.locator(`[name="draft[${name}]"]`);
const save = (page: Page) => page.locator(".form-actions .btn-primary");

// Each project edits a template of its own: what one of them saves is the whole plant's.
function own(): string {
  const of = { desktop: "password_changed/fr", phone: "password_changed/en", plain: "password_reset/en" };
  return `${LIST}/${of[test.info().project.name as keyof typeof of]}`;
}

test("a template is edited, seen, restored and taken back @plain", async ({ page, wasm }) => {
  await signIn(page, "admin");
  await open(page, LIST);
  await expect(page.locator("tbody tr").first()).toBeVisible();
  await page.locator(`a[href="${own()}"]`).click();
  if (wasm) await hydrated(page);
  const original = await field(page, "subject").inputValue();
  await field(page, "subject").fill("Essai {{ name }}");
  await field(page, "html").fill('<p style="color: rgb(1, 2, 3)">{{ name }}</p><p>{{ link }}</p>');
  await page.getByRole("button", { name: "Voir l’aperçu" }).click();
  await expect(page.locator("#preview-subject")).toHaveText("Essai Claire");
  await expect(field(page, "subject")).toHaveValue("Essai {{ name }}");
  // The mail's own styles are seen, which the page around it may not have.
  const greeting = page.frameLocator("iframe").locator("p").first();
  await expect(greeting).toHaveText("Claire");
  await expect(greeting).toHaveCSS("color", "rgb(1, 2, 3)");
  if (wasm) await hydrated(page);
  await save(page).click();
  await expect(page.locator("main")).toContainText("Ce modèle a été modifié");
  await page.getByRole("button", { name: "Rétablir l’original" }).click();
  await expect(field(page, "subject")).toHaveValue(original);
  await page.getByRole("button", { name: "Reprendre le texte d’avant" }).click();
  await expect(field(page, "subject")).toHaveValue("Essai {{ name }}");
  await page.getByRole("button", { name: "Rétablir l’original" }).click();
  await expect(field(page, "subject")).toHaveValue(original);
});

test("a mistake is told at its line and is not saved @plain", async ({ page, quiet }) => {
  quiet.allow(/422/);
  await signIn(page, "admin");
  await open(page, `${LIST}/mail_trial/fr`);
  await field(page, "html").fill("<p>\n{{ nmae }}</p>");
  await save(page).click();
  await expect(page.locator("#f-draft-html-error")).toContainText("Ligne 2");
  await expect(page.locator("#f-draft-html-error")).toContainText("nmae");
  await expect(field(page, "html")).toHaveValue("<p>\n{{ nmae }}</p>");
});

test("a one-time link may not be forgotten @plain", async ({ page, quiet }) => {
  quiet.allow(/422/);
  await signIn(page, "admin");
  await open(page, `${LIST}/password_reset/fr`);
  await field(page, "text").fill("Bonjour {{ name }}");
  await save(page).click();
  await expect(page.locator("#f-draft-text-error")).toContainText("Il manque la variable «\u00a0link\u00a0»");
  await expect(field(page, "text")).toHaveValue("Bonjour {{ name }}");
});

test("the preview follows what is typed @phone", async ({ page, quiet }) => {
  quiet.allow(/422/);
  await signIn(page, "admin");
  await open(page, `${LIST}/mail_trial/en`);
  await field(page, "subject").fill("Hello {{ server }}");
  await expect(page.locator("#preview-subject")).toHaveText("Hello mail.usine.example:587");
  await field(page, "html").fill("<p>{{ name }}, {{ server }}</p>");
  const frame = page.frameLocator("iframe").locator("p").first();
  await expect(frame).toHaveText("Claire, mail.usine.example:587");
  await field(page, "subject").fill("Hello {{ server");
  await expect(page.locator("#f-draft-subject-error")).toBeVisible();
});

test("the templates are accessible in the three themes and at 320 px", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, LIST);
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "templates");
  await open(page, `${LIST}/password_reset/fr`);
  await expect(page.getByTitle("L’e-mail tel qu’il est lu")).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "template");
});
