import type { Locator, Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { expectRefusals, field, save } from "../support/form.ts";
import { PASSWORD, signIn } from "../support/roles.ts";
import { BASE_URL } from "../support/server.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";
import { done, undo } from "../support/undo.ts";

/** A code of this test alone: the projects run on one server at the same time, which may have run before. */
function own(prefix: string): string {
  return `${prefix}-${test.info().project.name.slice(0, 3)}-${Date.now().toString(36).slice(-5)}`.toUpperCase();
}

async function saved(page: Page, path: string): Promise<void> {
  const joint = path.includes("?") ? "&" : "?";
  await expect(page).toHaveURL(`${BASE_URL}${path}${joint}done=saved`);
  await hydrated(page);
}

async function addSite(page: Page, code: string, name: string): Promise<void> {
  await open(page, "/admin/sites/new");
  await field(page, "code").fill(code);
  await field(page, "name").fill(name);
  await save(page);
  await saved(page, "/admin/sites");
}

function card(page: Page, code: string): Locator {
  return page.locator(`#site-${code}`);
}

async function openSite(page: Page, code: string): Promise<void> {
  await card(page, code).locator('a[href$="/edit"]').click();
  await expect(field(page, "code")).toHaveValue(code);
}

async function remove(page: Page): Promise<void> {
  await page.locator('[aria-haspopup="dialog"]').click();
  await page.locator("dialog .dialog-actions .btn-danger").click();
}

test("a site says where it is, its clock, its currency and what stands in it @plain", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/admin/sites");
  const nord = card(page, "NORD");
  await expect(nord).toContainText("Lille");
  await expect(nord).toContainText("Europe/Paris");
  await expect(nord).toContainText("EUR");
  await nord.locator('a[href^="/admin/lines?site="]').click();
  await expect(page).toHaveURL(/\/admin\/lines\?site=\d+/);
  await expect(page.locator("table")).toHaveCount(1);
  await expect(page.locator("tbody tr").first()).toContainText("EMB");
});

test("a technician reads, a supervisor keeps lines and types, an administrator sites @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  const add = page.locator('main a[href*="/new"]');
  await signIn(page, "technician");
  for (const path of ["/admin/sites", "/admin/lines", "/admin/equipment-types", "/admin/maintenance-types"]) {
    await open(page, path);
    await expect(page.locator("h1")).toBeVisible();
    await expect(add).toHaveCount(0);
  }
  expect((await page.goto("/admin/lines/new"))?.status()).toBe(403);
  await signIn(page, "supervisor");
  await open(page, "/admin/lines");
  await expect(add.first()).toBeVisible();
  await open(page, "/admin/sites");
  await expect(page.locator("h1")).toBeVisible();
  await expect(add).toHaveCount(0);
  expect((await page.goto("/admin/sites/1/edit"))?.status()).toBe(403);
  await signIn(page, "client");
  expect((await page.goto("/admin/sites"))?.status()).toBe(403);
  await expect(page).toHaveTitle("Accès refusé · Vigie");
});

test("a site that is not there is not found", async ({ page, quiet }) => {
  expectRefusals(quiet);
  await signIn(page, "admin");
  for (const id of ["999999", "x"]) {
    expect((await page.goto(`/admin/sites/${id}/edit`))?.status()).toBe(404);
    await expect(page.locator('main [role="alert"]')).toBeVisible();
  }
});

test("a site is added, changed and deleted @plain @phone", async ({ page, wasm, quiet }) => {
  expectRefusals(quiet);
  const code = own("A");
  await signIn(page, "admin");
  await open(page, "/admin/sites/new");
  // Refused: the code is taken and the zone does not exist; what was typed stays.
  await field(page, "code").fill("NORD");
  await field(page, "name").fill(`Atelier <b>${code}</b>`);
  await field(page, "timezone").fill("Europe/Nowhere");
  await save(page);
  await expect(page.locator("#f-draft-timezone-error")).toBeVisible();
  await hydrated(page);
  await expect(field(page, "name")).toHaveValue(`Atelier <b>${code}</b>`);
  await expect(page.locator(".error-summary a")).toHaveAttribute("href", "#f-draft-timezone");
  await field(page, "timezone").fill("Europe/Brussels");
  await save(page);
  await expect(page.locator("#f-draft-code-error")).toBeVisible();
  await hydrated(page);
  await field(page, "code").fill(code);
  await field(page, "currency").selectOption("CHF");
  await save(page);
  await saved(page, "/admin/sites");
  await expect(page.locator("main")).toContainText("Enregistré.");
  await expect(card(page, code)).toContainText(`Atelier <b>${code}</b>`);
  await expect(card(page, code)).toContainText("CHF");

  await openSite(page, code);
  await field(page, "location").fill("Bruges");
  await save(page);
  await saved(page, "/admin/sites");
  await expect(card(page, code)).toContainText("Bruges");

  await openSite(page, code);
  if (wasm) await hydrated(page);
  await remove(page);
  await done(page, "/admin/sites", `Site ${code} supprimé`);
  await expect(card(page, code)).toHaveCount(0);
  await undo(page);
  await expect(card(page, code)).toContainText("Bruges");
  await openSite(page, code);
  if (wasm) await hydrated(page);
  await remove(page);
  await done(page, "/admin/sites", `Site ${code} supprimé`);
  await expect(card(page, code)).toHaveCount(0);
});

test("a field says what is wrong as soon as it is left @phone", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/sites/new");
  await field(page, "code").focus();
  await page.keyboard.press("Tab");
  await expect(page.locator("#f-draft-code-error")).toBeVisible();
  // The next field was not left yet.
  await expect(page.locator("#f-draft-name-error")).toHaveCount(0);
  await field(page, "code").fill("Z");
  await page.keyboard.press("Tab");
  await expect(page.locator("#f-draft-code-error")).toHaveCount(0);
});

test("a site in use is not deleted and says what uses it @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  await signIn(page, "admin");
  await open(page, "/admin/sites");
  await openSite(page, "SUD");
  await hydrated(page);
  await remove(page);
  const dialog = page.locator("dialog");
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText("ASM, CON, EXP");
  await expect(dialog).toContainText("interventions");
  await dialog.locator('a[href^="/equipments?site="]').click();
  await expect(page).toHaveURL(/\/equipments\?site=\d+/);
});

test("what somebody else saved meanwhile is shown, and can be replaced @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  const code = own("M");
  await signIn(page, "admin");
  await addSite(page, code, "Avant");
  await openSite(page, code);
  await hydrated(page);
  const other = await page.context().newPage();
  await open(other, page.url());
  await field(other, "name").fill("Celui de l’autre");
  await save(other);
  await saved(other, "/admin/sites");
  await other.close();

  await field(page, "name").fill("Le mien");
  await field(page, "location").fill("Gand");
  await save(page);
  await expect(page.locator('[role="alert"] .banner')).toBeVisible();
  await hydrated(page);
  await expect(field(page, "name")).toHaveValue("Le mien");
  await expect(field(page, "location")).toHaveValue("Gand");
  await expect(page.locator("form .stack, form.stack")).toContainText("Celui de l’autre");
  const version = field(page, "version");
  await expect(version).toHaveValue("2");
  await save(page);
  await saved(page, "/admin/sites");
  await expect(card(page, code)).toContainText("Le mien");
  await expect(card(page, code)).toContainText("Gand");
  await openSite(page, code);
  await hydrated(page);
  await remove(page);
  await done(page, "/admin/sites", `Site ${code} supprimé`);
});

test("a line is added to its site, changed and deleted @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  const code = own("L");
  await signIn(page, "supervisor");
  await open(page, "/admin/lines");
  await page.locator('main a[href^="/admin/lines/new?site="]').last().click();
  await expect(page).toHaveURL(/\/admin\/lines\/new\?site=\d+/);
  await hydrated(page);
  await expect(field(page, "site_id").locator("option:checked")).toHaveText(/SUD/);
  await field(page, "name").fill("Peinture");
  await save(page);
  await expect(page.locator("#f-draft-code-error")).toBeVisible();
  await hydrated(page);
  await expect(field(page, "name")).toHaveValue("Peinture");
  await field(page, "code").fill(code);
  const site = await field(page, "site_id").inputValue();
  await save(page);
  await saved(page, `/admin/lines?site=${site}`);
  const row = page.locator("tbody tr", { hasText: code });
  await expect(row).toContainText("Peinture");
  await row.locator(".row-link").click();
  await expect(field(page, "code")).toHaveValue(code);
  await hydrated(page);
  await field(page, "name").fill("Peinture et vernis");
  await save(page);
  await saved(page, `/admin/lines?site=${site}`);
  await expect(row).toContainText("Peinture et vernis");
  await row.locator(".row-link").click();
  await expect(field(page, "code")).toHaveValue(code);
  await hydrated(page);
  await remove(page);
  await done(page, "/admin/lines", `Ligne ${code} supprimée`);
  await expect(row).toHaveCount(0);
  await undo(page);
  await expect(row).toContainText("Peinture et vernis");
  await row.locator(".row-link").click();
  await expect(field(page, "code")).toHaveValue(code);
  await hydrated(page);
  await remove(page);
  await done(page, "/admin/lines", `Ligne ${code} supprimée`);
  await expect(row).toHaveCount(0);
});

test("a type is added once only, and a type in use stays @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  const name = own("Évaporateur");
  await signIn(page, "supervisor");
  await open(page, "/admin/equipment-types/new");
  await field(page, "name").fill(name);
  await save(page);
  await saved(page, "/admin/equipment-types");
  const row = page.locator("tbody tr", { hasText: name });
  await expect(row).toHaveCount(1);
  await open(page, "/admin/equipment-types/new");
  await field(page, "name").fill(name.toLowerCase());
  await save(page);
  await expect(page.locator("#f-draft-name-error")).toBeVisible();
  await open(page, "/admin/equipment-types");
  await row.locator(".row-link").click();
  await expect(field(page, "name")).toHaveValue(name);
  await hydrated(page);
  await remove(page);
  await done(page, "/admin/equipment-types", name);

  await page.locator("tbody .row-link").first().click();
  await expect(field(page, "name")).not.toHaveValue("");
  await hydrated(page);
  await remove(page);
  await expect(page.locator('dialog a[href^="/equipments?type="]')).toBeVisible();
});

test("a maintenance type gets its colour, its picture and its rank, and is deleted @plain @phone", async ({ page }) => {
  const name = own("M");
  await signIn(page, "supervisor");
  await open(page, "/admin/maintenance-types");
  await expect(page.locator("tbody tr").first()).toContainText("Préventif");
  await open(page, "/admin/maintenance-types/new");
  await field(page, "name").fill("préventif");
  await field(page, "colour").fill("#b07a00");
  await field(page, "icon").selectOption("scale");
  await save(page);
  await expect(page.locator("#f-draft-name-error")).toBeVisible();
  await hydrated(page);
  await expect(field(page, "colour")).toHaveValue("#b07a00");
  await field(page, "name").fill(name);
  await field(page, "position").fill("900");
  await save(page);
  await saved(page, "/admin/maintenance-types");
  const row = page.locator("tbody tr", { hasText: name });
  await expect(row.locator("rect")).toHaveAttribute("fill", "#b07a00");
  await expect(row).toContainText("900");
  await row.locator(".row-link").click();
  await expect(field(page, "icon")).toHaveValue("scale");
  await hydrated(page);
  await remove(page);
  await done(page, "/admin/maintenance-types", name);
});

test("the keyboard is enough to open, give up and save", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/sites");
  await openSite(page, "NORD");
  const opener = page.locator('[aria-haspopup="dialog"]');
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator("dialog")).toBeHidden();
  await expect(opener).toBeFocused();
  await field(page, "name").focus();
  await page.keyboard.press("Enter");
  await saved(page, "/admin/sites");
});

test("the pages are the same by a link and by a hard refresh", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/interventions");
  for (const path of ["/admin/sites", "/admin/lines", "/admin/equipment-types"]) {
    // On a phone the last ones are in the menu.
    await page.evaluate((href) => document.querySelector<HTMLAnchorElement>(`.sidebar a[href="${href}"]`)?.click(), path);
    await expect(page).toHaveURL(`${BASE_URL}${path}`);
    await expect(page.locator('.page-body a[href^="/equipments?"]').first()).toBeVisible();
    const linked = await page.locator(".page-body").innerText();
    await page.reload();
    await hydrated(page);
    expect(await page.locator(".page-body").innerText()).toBe(linked);
  }
});

test("the pages speak English too", async ({ page }) => {
  // An account of this project alone: the language is the account's.
  const phone = test.info().project.name === "phone";
  const login = `${phone ? "julie.moreau" : "marc.delattre"}@vigie.test`;
  const headers = { origin: BASE_URL, "sec-fetch-site": "same-origin" };
  await page.request.post("/session/sign-in", { form: { login, password: PASSWORD }, headers });
  const speak = async (language: string) => page.request.post("/session/preferences", { form: { language }, headers });
  await speak("en");
  await open(page, "/admin/lines");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("h1")).toHaveText("Production lines");
  await open(page, "/admin/equipment-types");
  await expect(page.locator("h1")).toHaveText("Equipment types");
  await speak("fr");
  await page.reload();
  await expect(page.locator("h1")).toHaveText("Types d’équipement");
});

for (const [name, path] of [
  ["sites", "/admin/sites"],
  ["site-form", "/admin/sites/1/edit"],
  ["lines", "/admin/lines"],
  ["line-form", "/admin/lines/1/edit"],
  ["types", "/admin/equipment-types"],
  ["type-form", "/admin/equipment-types/new"],
  ["maintenance-types", "/admin/maintenance-types"],
  ["maintenance-type-form", "/admin/maintenance-types/new"],
] as const) {
  test(`${path} is accessible in the three themes and at 320 px`, async ({ page }) => {
    await signIn(page, "admin");
    await open(page, path);
    await expect(page.locator(".page-body")).toBeVisible();
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, name);
  });
}
