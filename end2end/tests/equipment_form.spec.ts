import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { create, expectRefusals, field, own, save, saved } from "../support/equipment.ts";
import { signIn } from "../support/roles.ts";
import { BASE_URL } from "../support/server.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

test("an equipment is created with all its fields, and read again @plain @phone", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/equipments/new");
  const code = own("COMPLET");
  const typed: Record<string, string> = {
    code,
    name: "Presse <complète> & neuve",
    manufacturer: "Hydrofort",
    model: "HF-1",
    serial_number: own("SERIE"),
    purchased_on: "2024-01-15",
    installed_on: "2024-02-20",
    in_service_on: "2024-03-01",
    warranty_until: "2026-01-15",
    lifespan_years: "20",
    replacement_value: "125000,50",
    state_reason: "Essais",
    notes: "Première ligne\nseconde ligne",
    "specifications][0][key": "Force",
    "specifications][0][value": "250",
    "specifications][0][unit": "t",
    "specifications][2][key": "Couleur",
    "specifications][2][value": "gris",
  };
  for (const [name, value] of Object.entries(typed)) await field(page, name).fill(value);
  await field(page, "site_id").selectOption({ label: "NORD Site Nord" });
  await field(page, "line_id").selectOption({ label: "EMB Emboutissage" });
  await field(page, "criticality").selectOption("critical");
  await page.locator('[name="draft[parent_code]"]').fill("PH-001");
  await save(page);
  const path = await saved(page);
  const main = page.locator("main");
  for (const text of ["Presse <complète> & neuve", "15 janv. 2024", "125 000,50 €", "Emboutissage", "250 t", "gris"]) {
    await expect(main).toContainText(text);
  }
  await open(page, `${path}/edit`);
  for (const [name, value] of Object.entries(typed)) {
    if (name.startsWith("specifications") || name === "replacement_value") continue;
    await expect(field(page, name)).toHaveValue(value);
  }
  await expect(page.locator('[name="draft[parent_code]"]')).toHaveValue("PH-001");
  await expect(field(page, "criticality")).toHaveValue("critical");
});

test("every wrong field is named at once, and nothing typed is lost @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  await signIn(page, "supervisor");
  await open(page, "/equipments/new");
  await field(page, "name").fill("Sans code");
  await field(page, "purchased_on").fill("2024-05-01");
  await field(page, "installed_on").fill("2024-04-01");
  await field(page, "lifespan_years").fill("dix");
  await field(page, "specifications][0][key").fill("Force");
  await page.locator('[name="draft[parent_code]"]').fill("RIEN-DE-TEL");
  await save(page);
  const summary = page.locator(".error-summary");
  await expect(summary).toBeVisible();
  for (const label of ["Code", "Site", "Date d’installation", "Durée de vie", "Valeur de la caractéristique 1"]) {
    await expect(summary).toContainText(label);
  }
  await expect(field(page, "code")).toHaveAttribute("aria-invalid", "true");
  await expect(field(page, "name")).toHaveValue("Sans code");
  await expect(field(page, "lifespan_years")).toHaveValue("dix");
  await expect(field(page, "specifications][0][key")).toHaveValue("Force");
  await expect(page.locator('[name="draft[parent_code]"]')).toHaveValue("RIEN-DE-TEL");
  await summary.locator("a").first().click();
  await expect(field(page, "code")).toBeFocused();
});

test("a parent that does not exist is refused at its field @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  await signIn(page, "supervisor");
  await open(page, "/equipments/new");
  await field(page, "code").fill(own("ORPHELIN"));
  await field(page, "name").fill("Orphelin");
  await field(page, "site_id").selectOption({ label: "NORD Site Nord" });
  await page.locator('[name="draft[parent_code]"]').fill("RIEN-DE-TEL");
  await save(page);
  await expect(page.locator('[name="draft[parent_code]"]')).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator('[name="draft[parent_code]"]')).toHaveValue("RIEN-DE-TEL");
});

test("a field is checked when it is left", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/equipments/new");
  await field(page, "purchased_on").fill("2024-05-01");
  await field(page, "installed_on").fill("2024-04-01");
  await field(page, "warranty_until").focus();
  await expect(field(page, "installed_on")).toHaveAttribute("aria-invalid", "true");
  await field(page, "installed_on").fill("2024-06-01");
  await field(page, "warranty_until").focus();
  await expect(field(page, "installed_on")).not.toHaveAttribute("aria-invalid", "true");
});

test("the lines offered are those of the site", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/equipments/new");
  await field(page, "site_id").selectOption({ label: "NORD Site Nord" });
  await field(page, "line_id").selectOption({ label: "EMB Emboutissage" });
  await field(page, "site_id").selectOption({ index: 2 });
  await expect(field(page, "line_id")).toHaveValue("");
  await expect(field(page, "line_id").locator("optgroup:not([hidden])")).toHaveCount(1);
});

test("the parent is suggested while one types @phone", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/equipments/new");
  await field(page, "site_id").selectOption({ label: "NORD Site Nord" });
  await page.locator('[name="draft[parent_code]"]').pressSequentially("four", { delay: 30 });
  await expect(page.locator("#parent-choices option").first()).toBeAttached();
});

test("rows of specifications are added and taken away", async ({ page }) => {
  await signIn(page, "supervisor");
  const path = await create(page, own("LIGNES"), "Avec caractéristiques", {
    "draft[specifications][0][key]": "Force",
    "draft[specifications][0][value]": "250",
    "draft[specifications][1][key]": "Course",
    "draft[specifications][1][value]": "630",
  });
  await open(page, `${path}/edit`);
  await page.getByRole("button", { name: "Retirer la caractéristique 1" }).click();
  await page.getByRole("button", { name: "Ajouter une caractéristique" }).click();
  const added = field(page, "specifications][5][key");
  await expect(added).toBeFocused();
  await added.fill("Masse");
  await field(page, "specifications][5][value").fill("21");
  await save(page);
  await saved(page);
  await expect(page.locator("main")).toContainText("Course");
  await expect(page.locator("main")).toContainText("Masse");
  await expect(page.locator("main")).not.toContainText("Force");
});

test("a change by somebody else meanwhile is shown, and nothing typed is lost @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  await signIn(page, "supervisor");
  const path = await create(page, own("CONFLIT"), "Avant");
  await open(page, `${path}/edit`);
  await field(page, "name").fill("Mon nom");
  await field(page, "model").fill("MON-MODELE");

  const other = await page.context().newPage();
  await open(other, `${path}/edit`);
  await field(other, "name").fill("Nom d’un autre");
  await field(other, "criticality").selectOption("critical");
  await save(other);
  await saved(other);
  await other.close();

  await save(page);
  await expect(page.locator('main [role="alert"]').first()).toContainText("entre-temps");
  await hydrated(page);
  await expect(field(page, "name")).toHaveValue("Mon nom");
  await expect(field(page, "model")).toHaveValue("MON-MODELE");
  await expect(page.locator("main")).toContainText("Nom d’un autre");
  await expect(page.locator("main")).toContainText("A, critique");
  // Saving as before is refused again: it takes a decision.
  await save(page);
  // The words of before are there until the answer is.
  await expect(page.locator("form[data-sent]")).toHaveCount(0);
  await expect(page.locator('main [role="alert"]').first()).toContainText("entre-temps");
  await hydrated(page);
  await page.getByRole("button", { name: "Enregistrer quand même" }).click();
  await saved(page);
  await expect(page.locator("main h2").first()).toHaveText("Mon nom");
});

test("what was typed survives a reload @phone", async ({ page }) => {
  await signIn(page, "supervisor");
  const path = await create(page, own("RELOAD"), "Avant");
  await open(page, `${path}/edit`);
  await field(page, "name").fill("Pas encore enregistré");
  await field(page, "criticality").selectOption("low");
  await page.getByRole("button", { name: "Ajouter une caractéristique" }).click();
  await field(page, "specifications][3][key").fill("Ajoutée");
  page.once("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await hydrated(page);
  await expect(page.locator("main")).toContainText("Votre saisie non enregistrée a été retrouvée.");
  await expect(field(page, "name")).toHaveValue("Pas encore enregistré");
  await expect(field(page, "criticality")).toHaveValue("low");
  await expect(field(page, "specifications][3][key")).toHaveValue("Ajoutée");
  await field(page, "specifications][3][value").fill("1");
  await save(page);
  await saved(page);
  await open(page, `${path}/edit`);
  await expect(field(page, "name")).toHaveValue("Pas encore enregistré");
  await expect(page.locator("main")).not.toContainText("retrouvée");
});

test("a page with unsaved input is not left by mistake", async ({ page }) => {
  await signIn(page, "supervisor");
  const path = await create(page, own("GARDE"), "Gardée");
  await open(page, `${path}/edit`);
  await field(page, "name").fill("Autre nom");
  const leave = page.locator(".form-actions a");
  page.once("dialog", (dialog) => void dialog.dismiss());
  await leave.click();
  await expect(page).toHaveURL(`${BASE_URL}${path}/edit`);
  await expect(field(page, "name")).toHaveValue("Autre nom");
  page.once("dialog", (dialog) => void dialog.accept());
  await leave.click();
  await expect(page).toHaveURL(`${BASE_URL}${path}`);
  await open(page, `${path}/edit`);
  await expect(field(page, "name")).toHaveValue("Gardée");
});

test("the form is for those who may write @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  await signIn(page, "technician");
  expect((await page.goto("/equipments/new"))?.status()).toBe(403);
  await expect(page.locator("form.stack")).toHaveCount(0);
});

test("the form is accessible in the three themes and at 320 px", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/equipments/new");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "equipment-form");
});

test("a server that does not answer is told in view, and the form is sent again as it is", async ({ page, quiet }) => {
  quiet.allow(/net::ERR_FAILED/);
  await signIn(page, "supervisor");
  await open(page, "/equipments/new");
  const code = own("COUPURE");
  await field(page, "code").fill(code);
  await field(page, "name").fill("Presse");
  await field(page, "site_id").selectOption({ label: "NORD Site Nord" });
  await page.route("**/rpc/equipment/save", (route) => route.abort());
  await save(page);
  const refused = page.locator("main [role=alert]").first();
  await expect(refused).toBeInViewport();
  await expect(page.locator("main [tabindex='-1']:focus")).toHaveCount(1);
  await page.unroute("**/rpc/equipment/save");
  await save(page);
  await saved(page);
  await expect(page.locator("main")).toContainText(code);
});
