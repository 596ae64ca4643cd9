import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { create, own, rows } from "../support/equipment.ts";
import { BASE_URL } from "../support/server.ts";
import { signIn } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

test("a change is in the trail with what it changed @plain", async ({ page }) => {
  await signIn(page, "admin");
  const code = own("AUD");
  const path = await create(page, code, "Presse à auditer");
  await open(page, "/admin/audit?entity=equipment");
  const line = rows(page).filter({ has: page.getByRole("link", { name: code, exact: true }) });
  await expect(line).toHaveCount(1);
  await expect(line).toContainText("Création");
  await line.locator("summary").click();
  await expect(line.locator("dl")).toContainText("Presse à auditer");
  await expect(line.locator("dl")).toContainText("NORD Site Nord");
  await expect(line.getByRole("link", { name: code, exact: true })).toHaveAttribute("href", path);
});

test("the trail is filtered and its address keeps the filter @plain @phone", async ({ page, wasm }) => {
  await signIn(page, "admin");
  await open(page, "/admin/audit");
  await page.locator('input[name="actor"]').fill("demo");
  await page.locator('input[name="actor"]').press("Enter");
  await expect(page).toHaveURL(/actor=demo/);
  if (wasm) await hydrated(page);
  await expect(rows(page).first()).toContainText("demo");
  await expect(rows(page).filter({ hasNotText: "demo" })).toHaveCount(0);
  await page.getByRole("link", { name: /Retirer le filtre/ }).click();
  await expect(page).not.toHaveURL(/actor=/);
  await open(page, "/admin/audit?actor=zzzz");
  await expect(page.locator("main")).toContainText("Aucune entrée ne correspond");
});

test("a person is found by a part of the name @plain", async ({ page, wasm }) => {
  await signIn(page, "admin");
  await open(page, "/admin/audit");
  await expect(page.locator("#audit-people option").first()).toBeAttached();
  const name = (await page.locator("#audit-people option").first().getAttribute("value")) ?? "";
  expect(name).toContain(" ");
  await page.locator('input[name="actor"]').fill(name.slice(0, -1));
  await page.locator('input[name="actor"]').press("Enter");
  await expect(page).toHaveURL(/actor=/);
  if (wasm) await hydrated(page);
  await expect(page.locator('input[name="actor"]')).toHaveValue(name.slice(0, -1));
});

test("people and parts of the program are named, not numbered @plain", async ({ page, quiet, request }) => {
  quiet.allow(/Failed to load resource: .*401/);
  const form = { login: "personne@nulle-part.example", password: "Huitre-tango-barda-8" };
  const headers = { origin: BASE_URL, "sec-fetch-site": "same-origin", "x-forwarded-for": "203.0.113.77" };
  await request.post(`${BASE_URL}/session/sign-in`, { form, headers, maxRedirects: 0 });
  await signIn(page, "admin");
  await open(page, "/admin/audit?action=sign_in_failed");
  const unknown = rows(page).filter({ hasText: "inconnu" }).first();
  await expect(unknown).toContainText("Page de connexion");
  await expect(unknown.locator('a[href="/admin/users/0"]')).toHaveCount(0);
  await open(page, "/admin/audit?action=signed_in");
  await expect(rows(page).first()).toBeVisible();
  await expect(rows(page).filter({ hasText: /Utilisateur \d/ })).toHaveCount(0);
});

test("the file holds what the list shows", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/audit?actor=demo");
  const href = await page.locator("a[download]").getAttribute("href");
  expect(href).toBe("/admin/audit/export.csv?actor=demo");
  const file = await page.request.get(BASE_URL + href);
  expect(file.headers()["content-type"]).toContain("text/csv");
  expect(await file.text()).toContain(";demo;");
});

test("only an administrator reads the trail @plain", async ({ page, quiet }) => {
  quiet.allow(/403/);
  await signIn(page, "supervisor");
  expect((await page.goto("/admin/audit"))?.status()).toBe(403);
  await expect(page.locator('nav a[href="/admin/audit"]')).toHaveCount(0);
});

test("the trail is accessible in the three themes and at 320 px", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/audit?limit=10");
  await rows(page).locator("summary").first().click();
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "audit");
});
