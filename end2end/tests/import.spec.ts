import type { Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { signIn } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

/** A machine of this test alone: the projects run on one server at the same time. */
function own(): string {
  return `IMP-${test.info().project.name.slice(0, 3)}-${Date.now().toString(36).slice(-5)}`.toUpperCase();
}

/** Two good rows, one with a text that nobody knows, one with a damaged cost. */
function history(machine: string): string {
  return [
    "Date;Machine;Libellé;Type;Coût",
    `05/01/2024;${machine};Fuite d’huile <b>gras;ZZ9;1 250,50`,
    `16/02/2024;${machine};Graissage;Préventif;0`,
    `17/02/2024;${machine};Bruit;ZZ9;abc`,
    "",
  ].join("\r\n");
}

async function sendFile(page: Page, name: string, content: string): Promise<void> {
  await open(page, "/admin/import/new");
  await page.locator('select[name="site_id"]').selectOption({ label: "NORD Site Nord" });
  await page.locator('input[name="file"]').setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
  await page.locator(".form-actions .btn-primary").click();
}

/** Presses the page's way on. */
async function goOn(page: Page): Promise<void> {
  await page.locator(".form-actions .btn-primary").click();
}

function figures(page: Page): Promise<string[]> {
  // Without scripts the page loads itself anew while the import runs: asked just then, it has nothing to say yet.
  return page.locator(".kpi .kpi-value").allInnerTexts().catch(() => []);
}

/** The choice beside a column or a text of the file. */
function column(page: Page, name: string) {
  return page.locator("tbody tr").filter({ has: page.locator("b", { hasText: new RegExp(`^${name}$`) }) }).locator("select");
}

async function toValues(page: Page, machine: string): Promise<void> {
  await sendFile(page, "historique.csv", history(machine));
  await expect(page).toHaveURL(/\/admin\/import\/\d+$/);
  await hydrated(page);
  await expect(column(page, "Date")).toHaveValue("reported_at");
  await expect(column(page, "Machine")).toHaveValue("equipment");
  await expect(column(page, "Libellé")).toHaveValue("title");
  await expect(column(page, "Type")).toHaveValue("kind");
  await expect(column(page, "Coût")).toHaveValue("cost");
  await page.locator('[name="draft[create_equipment]"]').check();
  await page.locator('[name="draft[equipment_name]"]').fill("Machine {code}");
  await goOn(page);
  await expect(page).toHaveURL(/step=values$/);
  await hydrated(page);
}

test("a history is mapped, checked, imported and taken out again @plain", async ({ page, wasm }) => {
  const machine = own();
  await signIn(page, "admin");
  await toValues(page, machine);
  await expect(column(page, "Préventif")).toHaveValue("preventive");
  await expect(column(page, "ZZ9")).toHaveValue("");
  await column(page, "ZZ9").selectOption("corrective");
  await goOn(page);
  await expect(page).toHaveURL(/step=check$/);
  await hydrated(page);

  await goOn(page);
  await expect.poll(() => figures(page), { timeout: 20_000 }).toEqual(["2", "0", "1", "1"]);
  await hydrated(page);
  const refused = page.locator("tbody tr");
  await expect(refused).toHaveCount(1);
  await expect(refused).toContainText("Coût");
  await expect(refused).toContainText("abc");
  await expect(refused.locator("td").first()).toHaveText("4");
  if (wasm) {
    await expectAccessible(page);
    await shot(page, "import-checked");
  }

  await goOn(page);
  await expect(page.locator(".page-body .banner:visible")).toContainText("2", { timeout: 20_000 });
  await expect(page.locator('a[href*="/interventions?import="]')).toBeVisible({ timeout: 20_000 });
  await hydrated(page);
  const here = page.url();
  const file = await page.request.get(await page.locator('a[href$="refused.csv"]').getAttribute("href").then(String));
  expect(file.headers()["content-type"]).toContain("text/csv");
  expect(await file.text()).toContain(`17/02/2024;${machine};Bruit;ZZ9;abc;4;`);

  await page.locator('a[href*="/interventions?import="]').click();
  await expect(page.locator("tbody tr")).toHaveCount(2);
  await expect(page.locator("tbody")).toContainText("Fuite d’huile <b>gras");

  await open(page, here);
  await page.locator('[aria-haspopup="dialog"]').click();
  await page.locator("dialog .btn-danger").click();
  // Its interventions go first, then the machines that it made.
  await expect(page.getByText("Import annulé")).toBeVisible({ timeout: 20_000 });
  await open(page, `/equipments?q=${machine}`);
  await expect(page.locator("tbody tr")).toHaveCount(0);
});

test("columns that are missing are told, and what was chosen stays @plain @phone", async ({ page }) => {
  await signIn(page, "admin");
  await sendFile(page, "historique.csv", history(own()));
  await expect(page).toHaveURL(/\/admin\/import\/\d+$/);
  await hydrated(page);
  await column(page, "Machine").selectOption("");
  await column(page, "Coût").selectOption("report");
  await page.locator('[name="draft[equipment_type]"]').fill("Presse");
  await goOn(page);
  await expect(page.locator(".error-summary")).toContainText("Code de l’équipement");
  await expect(column(page, "Coût")).toHaveValue("report");
  await expect(page.locator('[name="draft[equipment_type]"]')).toHaveValue("Presse");
});

test("a file that cannot be read says why @plain", async ({ page }) => {
  await signIn(page, "admin");
  await sendFile(page, "historique.csv", 'a;b\n1;2\n3;"ouvert\n');
  await expect(page.locator(".page-body .banner:visible")).toContainText("Ligne 3");
  await open(page, "/admin/import");
  await expect(page.locator("tbody tr").first()).toContainText("Illisible");
});

test("the chosen site says how a file will be read, and a file that was refused stays chosen", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/import/new");
  const read = page.getByText("Les montants sont lus en").filter({ visible: true });
  const name = page.locator(".dropzone-chosen");
  await expect(read).toHaveCount(0);
  await page.locator('select[name="site_id"]').selectOption({ label: "NORD Site Nord" });
  await expect(read).toHaveText(/EUR.*Europe\/Paris/);
  const file = page.locator('input[name="file"]');
  await file.setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: Buffer.from("x") });
  await goOn(page);
  await expect(page.locator(".error-summary")).toBeFocused();
  await expect(read).toHaveCount(1);
  await expect(name).toHaveText("photo.png");
  await file.setInputFiles({ name: "historique.csv", mimeType: "text/csv", buffer: Buffer.from(history(own())) });
  await goOn(page);
  await expect(page).toHaveURL(/\/admin\/import\/\d+$/);
});

test("the pages of imports are accessible and fit a narrow screen", async ({ page }) => {
  // Four pages, two of them long tables of choices, each looked at four times.
  test.slow();
  await signIn(page, "admin");
  await open(page, "/admin/import/new");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "import-new");
  await toValues(page, own());
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "import-values");
  await open(page, page.url().replace("values", "columns"));
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "import-columns");
  await open(page, "/admin/import");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "import-list");
});

test("only who may import sees the pages @plain", async ({ page, quiet }) => {
  quiet.allow(/Failed to load resource: .*403/);
  await signIn(page, "supervisor");
  for (const path of ["/admin/import", "/admin/import/new", "/admin/import/1"]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(403);
  }
});
