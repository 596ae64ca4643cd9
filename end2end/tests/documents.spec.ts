import { readFileSync, writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { create, expectRefusals, own, rows } from "../support/equipment.ts";
import { signIn } from "../support/roles.ts";
import { BASE_URL } from "../support/server.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

const PDF = Buffer.from(
  "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
);
/** Two pixels by two. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGM44KAARAwQCgAiDgSBEZgp1QAAAABJRU5ErkJggg==",
  "base64",
);

interface Sent {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const manual: Sent = { name: "Manuel d’entretien.pdf", mimeType: "application/pdf", buffer: PDF };
const photo: Sent = { name: "plaque.png", mimeType: "image/png", buffer: PNG };

/** Chooses files; without scripts the form has a button for it. */
async function send(page: Page, wasm: boolean, files: Sent[]): Promise<void> {
  await page.locator("#document-files").setInputFiles(files);
  if (!wasm) await page.locator(".document-upload .btn-primary").click();
}

function row(page: Page, name: string) {
  return rows(page).filter({ hasText: name });
}

/** The documents of a machine of this test alone. */
async function machine(page: Page, prefix: string): Promise<string> {
  await signIn(page, "admin");
  const path = await create(page, own(prefix), "Presse à documents");
  await open(page, `${path}?tab=documents`);
  return path;
}

test("files are sent, listed, opened and downloaded @plain @phone", async ({ page, wasm }) => {
  const path = await machine(page, "DOC");
  await expect(page.locator("main")).toContainText("Aucun document");
  await send(page, wasm, [manual, photo]);
  await expect(rows(page)).toHaveCount(2);
  await expect(row(page, manual.name)).toContainText("PDF");
  await expect(row(page, manual.name)).toContainText("Hélène Fabre");
  await expect(row(page, photo.name)).toContainText("Photo");
  await expect(page.locator(".tab").filter({ hasText: "Documents" })).toContainText("2");
  await expect(page.locator("#documents img")).toHaveCount(1);
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, "documents");
  }
  await row(page, photo.name).locator("a.link").click();
  await expect(page).toHaveURL(new RegExp(`${path}\\?tab=documents&document=\\d+(#document-preview)?$`));
  const picture = page.locator("#documents img[src$='inline=1']");
  await expect(picture).toBeVisible();
  if (wasm) await expect.poll(() => picture.evaluate((i: HTMLImageElement) => i.naturalWidth)).toBe(2);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    row(page, manual.name).locator("a[download].btn").click(),
  ]);
  expect(download.suggestedFilename()).toBe(manual.name);
  expect(readFileSync(await download.path()).equals(PDF)).toBe(true);
});

test("a PDF is shown in the page", async ({ page }) => {
  await machine(page, "PDF");
  await send(page, true, [manual]);
  await row(page, manual.name).locator("a.link").click();
  const frame = page.locator("#documents iframe");
  await expect(frame).toBeVisible();
  const answer = await page.request.get(`${BASE_URL}${await frame.getAttribute("src")}`);
  expect(answer.headers()["content-disposition"]).toContain("inline");
  expect(answer.headers()["content-security-policy"]).toContain("frame-ancestors 'self'");
});

test("a picture becomes the cover of its machine @plain", async ({ page, wasm }) => {
  const path = await machine(page, "COV");
  await send(page, wasm, [photo]);
  await expect(rows(page)).toHaveCount(1);
  await hydrated(page);
  await row(page, photo.name).getByRole("button", { name: "En couverture" }).click();
  await expect(page).toHaveURL(/done=saved/);
  await open(page, path);
  await expect(page.locator("main a[href*='document='] img")).toBeVisible();
  // And stands, small, in the list of machines.
  await open(page, `/equipments?q=${own("COV")}&cols=photo&cols=state`);
  const small = rows(page).first().locator("img");
  await expect(small).toHaveAttribute("alt", `Photo de ${own("COV")}`);
  await expect(small).toHaveAttribute("width", "32");
  if (wasm) {
    await expect.poll(() => small.evaluate((i: HTMLImageElement) => i.naturalWidth)).toBeGreaterThan(0);
    await expectAccessible(page);
    await shot(page, "equipment-photos");
  }
  await open(page, `/equipments?q=${own("COV")}&cols=state`);
  await expect(rows(page).first()).toBeVisible();
  await expect(rows(page).locator("img")).toHaveCount(0);
});

test("a deletion is taken back @plain", async ({ page, wasm }) => {
  await machine(page, "DEL");
  await send(page, wasm, [manual]);
  await expect(rows(page)).toHaveCount(1);
  await hydrated(page);
  await row(page, manual.name).getByRole("button", { name: "Supprimer" }).click();
  await expect(page.locator("main")).toContainText("Aucun document");
  await page.getByRole("button", { name: "Annuler la suppression" }).click();
  await expect(row(page, manual.name)).toBeVisible();
});

test("what is open or has the focus never passes to another document", async ({ page }) => {
  await machine(page, "FOC");
  await send(page, true, [manual]);
  await expect(page.locator("#documents-said")).toHaveText(`${manual.name} ajouté.`);
  await send(page, true, [{ ...manual, name: "Second.pdf" }]);
  await expect(rows(page)).toHaveCount(2);
  await hydrated(page);
  await row(page, manual.name).locator("summary").click();
  await row(page, manual.name).locator("input[type=file]").setInputFiles({ ...manual, name: "Manuel 2026.pdf" });
  await expect(row(page, "Manuel 2026.pdf")).toContainText("Version 2");
  await expect(page.locator(".document-replace[open]")).toHaveCount(0);
  await row(page, "Manuel 2026.pdf").getByRole("button", { name: "Supprimer" }).focus();
  await page.keyboard.press("Enter");
  await expect(row(page, "Manuel 2026.pdf")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Annuler la suppression" })).toBeFocused();
  await expect(rows(page)).toHaveCount(1);
});

test("a new version takes the place of the old one @plain", async ({ page, wasm }) => {
  await machine(page, "VER");
  await send(page, wasm, [manual]);
  await expect(rows(page)).toHaveCount(1);
  await hydrated(page);
  await row(page, manual.name).locator("summary").click();
  const input = row(page, manual.name).locator("input[type=file]");
  await input.setInputFiles({ ...manual, name: "Manuel 2026.pdf" });
  if (!wasm) await row(page, manual.name).locator("form:has(input[type=file]) button").click();
  await expect(row(page, "Manuel 2026.pdf")).toContainText("Version 2");
  await expect(rows(page)).toHaveCount(1);
});

test("an earlier version is read and made current again @plain", async ({ page, wasm }) => {
  const path = await machine(page, "VRS");
  await send(page, wasm, [manual]);
  await expect(rows(page)).toHaveCount(1);
  await hydrated(page);
  await row(page, manual.name).locator("summary").click();
  await row(page, manual.name).locator("input[type=file]").setInputFiles({ ...manual, name: "Manuel 2026.pdf" });
  if (!wasm) await row(page, manual.name).locator("form:has(input[type=file]) button").click();
  await expect(row(page, "Manuel 2026.pdf")).toContainText("Version 2");
  await hydrated(page);
  await row(page, "Manuel 2026.pdf").locator("a.badge").click();
  const versions = page.locator("#document-versions");
  await expect(versions.locator("tbody tr")).toHaveCount(2);
  await expect(versions.locator("tbody tr").first()).toContainText("Actuelle");
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, "document-versions");
  }
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    versions.locator("tbody tr").last().locator("a[download].btn").click(),
  ]);
  expect(download.suggestedFilename()).toBe(manual.name);
  await hydrated(page);
  await versions.getByRole("button", { name: "Rendre actuelle" }).click();
  await expect(page).toHaveURL(/done=saved/);
  await expect(versions.locator("tbody tr").last()).toContainText("Actuelle");
  await open(page, `${path}?tab=documents`);
  await expect(row(page, manual.name)).toHaveCount(1);
  await expect(rows(page)).toHaveCount(1);
});

test("a document gets another name and kind @plain", async ({ page, quiet, wasm }) => {
  expectRefusals(quiet);
  await machine(page, "NOM");
  await send(page, wasm, [photo]);
  await expect(rows(page)).toHaveCount(1);
  await hydrated(page);
  await row(page, photo.name).getByRole("link", { name: "Modifier" }).click();
  await expect(page).toHaveURL(/\/documents\/\d+\/edit$/);
  await hydrated(page);
  const name = page.getByLabel("Nom");
  const kind = page.getByLabel("Nature");
  await expect(name).toHaveValue(photo.name);
  await kind.selectOption("certificate");
  await name.fill(" ");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator(".error-summary")).toBeVisible();
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await expect(kind).toHaveValue("certificate");
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, "document-edit");
  }
  // Somebody else saves first.
  const other = await page.context().newPage();
  await open(other, new URL(page.url()).pathname);
  await other.getByLabel("Nom").fill("Plaque du haut");
  await other.getByRole("button", { name: "Enregistrer" }).click();
  await expect(other).toHaveURL(/done=saved/);
  await other.close();
  await name.fill("Plaque signalétique");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator("main")).toContainText("Plaque du haut.png");
  await expect(name).toHaveValue("Plaque signalétique");
  await hydrated(page);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page).toHaveURL(/tab=documents&done=saved/);
  await expect(row(page, "Plaque signalétique.png")).toContainText("Certificat");
});

test("a file that is not what it says is refused at its name @plain", async ({ page, quiet, wasm }) => {
  expectRefusals(quiet);
  await machine(page, "BAD");
  const page_as_picture = { name: "piege.jpg", mimeType: "image/jpeg", buffer: Buffer.from("<html></html>") };
  await send(page, wasm, [page_as_picture]);
  await expect(page.locator("main")).toContainText("Le contenu du fichier ne correspond pas à son nom.");
  await expect(page.locator("main")).toContainText("piege.jpg");
  await expect(rows(page)).toHaveCount(0);
  if (wasm) {
    await expectAccessible(page, ["light"]);
    await page.getByRole("button", { name: "Retirer piege.jpg" }).click();
    await expect(page.locator("main")).not.toContainText("piege.jpg");
  } else {
    const target = await page.locator(".error-summary a").getAttribute("href");
    await expect(page.locator(target ?? "")).toHaveAttribute("type", "file");
  }
});

test("a picture chosen before the page is alive is sent by its button @phone", async ({ page }) => {
  const path = await machine(page, "TOT");
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${path}?tab=documents`, { waitUntil: "commit" });
  await page.locator("#document-camera").setInputFiles([photo]);
  release();
  await hydrated(page);
  await page.locator(".document-upload .btn-primary").click();
  await expect(row(page, photo.name)).toBeVisible();
});

test("the kind that was chosen holds for the files that follow", async ({ page }) => {
  await machine(page, "NAT");
  const kind = page.locator("#document-kind");
  await kind.selectOption("certificate");
  await send(page, true, [manual]);
  await expect(row(page, manual.name)).toContainText("Certificat");
  await expect(kind).toHaveValue("certificate");
  await send(page, true, [{ ...manual, name: "Second.pdf" }]);
  await expect(row(page, "Second.pdf")).toContainText("Certificat");
});

test("a file on its way can be given up", async ({ page }) => {
  await machine(page, "CAN");
  await page.route("**/api/v1/uploads", () => undefined);
  await send(page, true, [manual]);
  const cancel = page.getByRole("button", { name: `Retirer ${manual.name}` });
  await expect(page.locator("progress")).toBeVisible();
  await cancel.click();
  await expect(page.locator("progress")).toHaveCount(0);
  await expect(rows(page)).toHaveCount(0);
});

/** A text of so many bytes, in a file: chosen again, it is the same one. */
function large(bytes: number): string {
  const path = test.info().outputPath("releves.csv");
  writeFileSync(path, "heure;valeur\n".repeat(Math.ceil(bytes / 13)).slice(0, bytes));
  return path;
}

/** Where the parts begin that the page sends from now on. */
function partsOf(page: Page): string[] {
  const offsets: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "PATCH") offsets.push(request.headers()["upload-offset"] ?? "");
  });
  return offsets;
}

const PART = 2 * 1024 * 1024;
const uploads = /\/api\/v1\/uploads\/\d+$/;

test("a broken connection costs one part, and several files go at once", async ({ page, quiet }) => {
  quiet.allow(/request failed: PATCH|Failed to load resource: net::ERR_CONNECTION_RESET/);
  await machine(page, "CUT");
  const offsets = partsOf(page);
  let cut = false;
  await page.route(uploads, async (route) => {
    const second = route.request().headers()["upload-offset"] === String(PART);
    if (!second || cut) return route.continue();
    cut = true;
    await route.abort("connectionreset");
  });
  await page.locator("#document-files").setInputFiles(large(2 * PART + 1000));
  await expect(page.locator("main")).toContainText("nouvel essai");
  await page.locator("#document-files").setInputFiles([manual, photo]);
  await expect(rows(page)).toHaveCount(3, { timeout: 40_000 });
  expect(offsets.filter((offset) => offset === String(PART))).toHaveLength(2);
  expect(offsets.filter((offset) => offset === String(2 * PART))).toHaveLength(1);
});

test("a file chosen again after a reload goes on where it stopped", async ({ page, quiet }) => {
  quiet.allow(/request failed: PATCH/);
  const path = await machine(page, "REP");
  const file = large(PART + 1000);
  const held = page.waitForRequest((r) => r.method() === "PATCH" && r.headers()["upload-offset"] === String(PART));
  await page.route(uploads, (route) => {
    if (route.request().headers()["upload-offset"] !== String(PART)) return route.continue();
    // Never answered.
    return undefined;
  });
  await page.locator("#document-files").setInputFiles(file);
  await held;
  await open(page, `${path}?tab=documents`);
  await page.unroute(uploads);
  await expect(rows(page)).toHaveCount(0);
  const offsets = partsOf(page);
  await page.locator("#document-files").setInputFiles(file);
  await expect(row(page, "releves.csv")).toBeVisible({ timeout: 40_000 });
  expect(offsets).toEqual([String(PART)]);
});

test("offline a file waits, and goes on by itself @phone", async ({ page }) => {
  const path = await machine(page, "OFF");
  await open(page, `${path}?tab=documents`);
  await page.context().setOffline(true);
  await page.locator("#document-files").setInputFiles([manual]);
  await expect(page.locator("#documents-sending")).toContainText(/hors ligne|offline/);
  await expectAccessible(page);
  await page.context().setOffline(false);
  await expect(row(page, manual.name)).toBeVisible();
});

test("an intervention has documents too, and a reader sends none @plain", async ({ page, wasm }) => {
  await signIn(page, "technician");
  await open(page, "/interventions");
  const href = await rows(page).first().locator(".row-link").getAttribute("href");
  await open(page, href ?? "");
  const report = { name: `${own("rapport").toLowerCase()}.pdf`, mimeType: "application/pdf", buffer: PDF };
  await send(page, wasm, [report]);
  await expect(row(page, report.name).first()).toBeVisible();
  await signIn(page, "client");
  await open(page, "/interventions");
  const theirs = await rows(page).first().locator(".row-link").getAttribute("href");
  await open(page, theirs ?? "");
  await expect(page.locator("#documents")).toBeAttached();
  await expect(page.locator(".document-upload")).toHaveCount(0);
});
