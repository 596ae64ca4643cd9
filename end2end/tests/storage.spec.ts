import type { Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { signIn } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

const PAGE = "/admin/settings/storage";
const field = (page: Page, name: string) => page.locator(`[name="draft[${name}]"]`);
const save = (page: Page) => page.locator(".form-actions .btn-primary");
const status = (page: Page) => page.locator("#store-check");

test("every file is looked at on demand @plain", async ({ page, wasm }) => {
  await signIn(page, "admin");
  await open(page, PAGE);
  await expect(page.locator("#store")).toContainText("AES-256-GCM");
  await expect(page.locator("#store")).toContainText("Dossier");
  await page.getByRole("button", { name: "Vérifier maintenant" }).click();
  if (wasm) {
    // The answer comes by itself.
    await expect(status(page)).toContainText("Vérifié le", { timeout: 30_000 });
  } else {
    await expect(async () => {
      await page.goto(PAGE);
      await expect(status(page)).toContainText("Vérifié le", { timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
  }
  await expect(status(page)).toContainText(/fichiers? intacts?/);
});

test("a wrong value is told at its field and nothing typed is lost @plain @phone", async ({ page, quiet }) => {
  quiet.allow(/422/);
  await signIn(page, "admin");
  await open(page, PAGE);
  await field(page, "max_mb").fill("501");
  await field(page, "deleted_days").fill("90");
  await save(page).click();
  await expect(page.locator("#f-draft-max_mb-error")).toBeVisible();
  await expect(field(page, "max_mb")).toHaveValue("501");
  await expect(field(page, "deleted_days")).toHaveValue("90");
});

test("what is accepted is what the documents' form says and takes", async ({ page, quiet }) => {
  // The setting is the whole plant's, so once is enough, and what is changed here is what no other test sends.
  quiet.allow(/422/);
  await signIn(page, "admin");
  await open(page, PAGE);
  await field(page, "office").uncheck();
  await field(page, "max_mb").fill("24");
  await save(page).click();
  await expect(page).toHaveURL(/done=saved/);
  await hydrated(page);
  try {
    await open(page, "/equipments");
    await page.locator("tbody a").first().click();
    await expect(page).toHaveURL(/\/equipments\/\d+/);
    await open(page, `${new URL(page.url()).pathname}?tab=documents`);
    const input = page.locator("#document-files");
    await expect(input).toHaveAttribute("accept", /\.pdf/);
    await expect(input).not.toHaveAttribute("accept", /\.docx/);
    await expect(page.locator(".document-upload")).toContainText("24\u00a0Mo au plus");
    await input.setInputFiles([
      { name: "notes.docx", mimeType: "application/octet-stream", buffer: Buffer.from("PK") },
      { name: "grand.pdf", mimeType: "application/pdf", buffer: Buffer.alloc((24 << 20) + 1, " ") },
    ]);
    const said = page.locator("#documents-sending");
    await expect(said).toContainText("ne sont pas acceptés ici");
    await expect(said).toContainText(/Ce fichier dépasse 24.Mo/);
  } finally {
    await open(page, PAGE);
    await page.getByRole("button", { name: "Rétablir les valeurs par défaut" }).click();
    await expect(page.locator("main")).toContainText("tout est par défaut");
  }
});

test("the section is accessible in the three themes and at 320 px", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, PAGE);
  await expect(page.locator("#store .kpis")).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "settings-storage");
});
