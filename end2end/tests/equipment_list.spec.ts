import { readFileSync } from "node:fs";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { codes, create, own, rows } from "../support/equipment.ts";
import { narrows } from "../support/list.ts";
import { PASSWORD, signIn } from "../support/roles.ts";
import { BASE_URL } from "../support/server.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";
import { done, undo } from "../support/undo.ts";

test("the list says what stands where, and in which state @plain @phone", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/equipments?q=PH-001");
  const press = rows(page).first();
  await expect(press).toContainText("Presse hydraulique 250 t");
  await expect(press).toContainText("Emboutissage");
  await expect(press.locator(".badge")).toBeVisible();
  await expect(page).toHaveTitle("Équipements · Vigie");
});

test("words narrow the list while one types, and the cursor stays @phone", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/equipments");
  const search = page.locator("#equipment-search");
  await search.pressSequentially("presse ", { delay: 40 });
  await expect(page).toHaveURL(`${BASE_URL}/equipments?q=presse`);
  await search.pressSequentially("hydraulique", { delay: 40 });
  await expect(page).toHaveURL(`${BASE_URL}/equipments?q=presse+hydraulique`);
  await expect(search).toBeFocused();
  await expect(search).toHaveValue("presse hydraulique");
  for (const row of await rows(page).allInnerTexts()) expect(row).toMatch(/presse hydraulique/i);
  // Searching is one place in the history, not one per letter.
  await page.locator(".filter-row a").click();
  await expect(search).toHaveValue("");
});

test("what was typed does not come back after the filters were cleared", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/equipments?q=presse");
  await page.locator("#equipment-search").pressSequentially("x");
  await page.locator(".chip").first().click();
  await expect(page).toHaveURL(`${BASE_URL}/equipments`);
  await page.waitForTimeout(600);
  await expect(page).toHaveURL(`${BASE_URL}/equipments`);
  await expect(page.locator("#equipment-search")).toHaveValue("");
});

test("words narrow the list, whatever their case and accents @plain", async ({ page }) => {
  await narrows(page, { role: "technician", path: "/equipments", search: "#equipment-search", word: "SECHEUR", match: /sécheur/i });
});

test("filters live in the address and come off together @plain @phone", async ({ page, wasm }) => {
  await signIn(page, "technician");
  await open(page, "/equipments");
  const state = page.locator('[popovertarget="filter-state"]');
  await state.click();
  await page.locator('#filter-state input[value="broken"]').check();
  await page.locator('#filter-state input[value="degraded"]').check();
  await page.locator("#filter-state .filter-foot button").click();
  await expect(page).toHaveURL(/state=degraded/);
  if (wasm) await expect(page).toHaveURL(`${BASE_URL}/equipments?state=degraded%2Cbroken`);
  await expect(page.locator("#filter-state")).toBeHidden();
  await expect(state).toHaveAttribute("aria-pressed", "true");
  await expect(rows(page).filter({ hasText: /En panne|Dégradé/ }).first()).toBeVisible();
  await expect(rows(page).filter({ hasText: "En service" })).toHaveCount(0);
  await hydrated(page);
  await page.locator('[popovertarget="filter-criticality"]').click();
  await page.locator('#filter-criticality input[value="critical"]').check();
  await page.locator("#filter-criticality .filter-foot button").click();
  await expect(page).toHaveURL(/state=.*criticality=critical/);
  await hydrated(page);
  await page.locator(".filter-row a").click();
  await expect(page).toHaveURL(`${BASE_URL}/equipments`);
  await expect(page.locator('#filter-state input[value="broken"]')).not.toBeChecked();
});

test("a chip is a filter in one click @plain", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/equipments");
  const chips = page.locator(".chips .chip");
  await expect(chips.first()).toHaveAttribute("aria-current", "true");
  await chips.filter({ hasText: "En panne" }).click();
  await expect(page).toHaveURL(`${BASE_URL}/equipments?state=broken`);
  await expect(chips.filter({ hasText: "En panne" })).toHaveAttribute("aria-current", "true");
  await expect(rows(page).first()).toContainText("En panne");
});

test("headers order the list, again they turn it @plain", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/equipments");
  const header = page.locator("th").filter({ hasText: "Criticité" });
  await header.locator("a").click();
  await expect(page).toHaveURL(`${BASE_URL}/equipments?sort=criticality`);
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  await expect(rows(page).first()).toContainText("A, critique");
  await hydrated(page);
  await header.locator("a").click();
  await expect(page).toHaveURL(`${BASE_URL}/equipments?sort=-criticality`);
  await expect(header).toHaveAttribute("aria-sort", "descending");
});

test("the order can be chosen where there are no headers @plain @phone", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/equipments");
  await page.locator('[popovertarget="equipment-sort"]').click();
  await page.locator("#equipment-sort a").filter({ hasText: "Nom" }).click();
  await expect(page).toHaveURL(`${BASE_URL}/equipments?sort=name`);
  await expect(page.locator("#equipment-sort")).toBeHidden();
});

test("fifty to a page, with the way on and back @plain", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/equipments");
  await expect(rows(page)).toHaveCount(50);
  const pager = page.locator(".pager");
  await expect(pager).toContainText("1 à 50 sur");
  const first = await codes(page);
  await pager.locator('[rel="next"]').click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(rows(page).locator(".code").first()).not.toHaveText(first[0] ?? "");
  await expect(pager).toContainText(/51 à 100 sur \d+/);
  expect((await codes(page)).filter((code) => first.includes(code))).toEqual([]);
  await hydrated(page);
  await pager.locator('[rel="prev"]').click();
  await expect(rows(page).locator(".code").first()).toHaveText(first[0] ?? "");
});

test("Back returns to the row one came from @phone", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/equipments?sort=name");
  await expect(rows(page)).toHaveCount(50);
  const last = rows(page).nth(45);
  await last.scrollIntoViewIfNeeded();
  const name = await last.locator(".code").innerText();
  await last.locator(".row-link").click();
  await expect(page.locator("h1")).toHaveText(name);
  await page.goBack();
  await expect(page).toHaveURL(`${BASE_URL}/equipments?sort=name`);
  await expect(rows(page).nth(45)).toBeInViewport();
});

test("columns are chosen, and remembered @plain", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/equipments");
  const header = page.locator("th").filter({ hasText: "Fabricant" });
  await expect(header).toHaveCount(0);
  await page.locator('[popovertarget="equipment-columns"]').click();
  await page.locator('#equipment-columns input[value="manufacturer"]').check();
  await page.locator('#equipment-columns input[value="type"]').uncheck();
  await page.locator("#equipment-columns .filter-foot button").click();
  await expect(header).toBeVisible();
  await expect(page.locator("th").filter({ hasText: /^Type$/ })).toHaveCount(0);
  await open(page, "/equipments?state=active");
  await expect(header).toBeVisible();
});

test("several equipments change their state in one go @plain @phone", async ({ page, wasm }) => {
  await signIn(page, "supervisor");
  const [one, two] = [own("LOT-1"), own("LOT-2")];
  await create(page, one, "Pompe de lot");
  await create(page, two, "Pompe de lot");
  await open(page, `/equipments?q=LOT-%20${test.info().project.name.slice(0, 3)}`);
  await expect(rows(page)).toHaveCount(2);
  const bar = page.locator(".bulk");
  await expect(bar).toBeHidden();
  for (const code of [one, two]) await page.getByRole("checkbox", { name: `Choisir ${code}` }).check();
  await expect(bar).toBeVisible();
  if (wasm) await expect(bar).toContainText("2 équipements choisis");
  await bar.locator('[popovertarget="bulk-state"]').click();
  await page.locator("#bulk-state button").filter({ hasText: "Dégradé" }).click();
  await done(page, "/equipments", "2 machines sont en mode dégradé");
  await expect(rows(page).filter({ hasText: "Dégradé" })).toHaveCount(2);
  await expect(bar).toBeHidden();
  await undo(page);
  await expect(rows(page).filter({ hasText: "En service" })).toHaveCount(2);
});

test("a box stands for its row alone, whatever the list shows meanwhile", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/equipments?q=PH-0");
  const box = page.getByRole("checkbox", { name: "Choisir PH-002", exact: true });
  const [bar, search] = [page.locator(".bulk"), page.locator("#equipment-search")];
  await box.check();
  await expect(bar).toContainText("1 équipement choisi");
  await search.fill("PH-002");
  await expect(page).toHaveURL(`${BASE_URL}/equipments?q=PH-002`);
  await expect(box).toBeChecked();
  await search.fill("four");
  await expect(page).toHaveURL(`${BASE_URL}/equipments?q=four`);
  await expect(rows(page).locator("input:checked")).toHaveCount(0);
  await expect(bar).toBeHidden();
  await page.getByRole("checkbox", { name: "Tout sélectionner" }).check();
  await expect(bar).toContainText(`${await rows(page).count()} équipements choisis`);
});

test("a line of another site is refused in one sentence, and nothing changes @plain", async ({ page, quiet }) => {
  quiet.allow(/Failed to load resource: .*422/);
  await signIn(page, "supervisor");
  const code = own("LIGNE");
  await create(page, code, "Pompe de ligne");
  await open(page, `/equipments?q=${code}`);
  await page.getByRole("checkbox", { name: `Choisir ${code}` }).check();
  await page.locator('[popovertarget="bulk-line"]').click();
  await page.locator("#bulk-line button").filter({ hasText: "Expédition" }).click();
  await expect(page.locator('main [role="alert"]').filter({ hasText: "autre site" }).first()).toBeVisible();
});

test("a filter is kept under a name, and forgotten @plain @phone", async ({ page }) => {
  await signIn(page, "supervisor");
  const name = own("Fours");
  await open(page, "/equipments?q=four");
  await page.locator('[popovertarget="keep-filter"]').click();
  await page.locator('#keep-filter [name="draft[name]"]').fill(name);
  await page.locator("#keep-filter button").click();
  const chip = page.locator(".chip").filter({ hasText: name });
  await expect(chip).toHaveAttribute("aria-current", "true");
  await expect(chip.locator(".chip-count")).toHaveText(/^\d+$/);
  await hydrated(page);
  await page.locator(".chips form button").click();
  await expect(chip).toHaveCount(0);
});

test("the list as it is filtered is saved as a file @plain", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/equipments?q=hydraulique");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Exporter en CSV" }).click();
  const file = readFileSync(await (await download).path(), "utf8");
  expect(file).toContain("PH-001");
  expect(file).not.toContain("CP-010");
});

test("a page that the network keeps away comes by itself when it is back", async ({ page, context, quiet }) => {
  quiet.allow(/ERR_INTERNET_DISCONNECTED/);
  await signIn(page, "technician");
  await open(page, "/equipments");
  await expect(rows(page)).toHaveCount(50);
  await context.setOffline(true);
  await expect(page.locator(".banner")).toContainText("Vous êtes hors connexion.");
  await expect(page.locator(".banner-form")).toBeHidden();
  await page.locator('.chips a[href*="state=broken"]').click();
  await expect(page.locator(".banner")).toBeInViewport();
  await expect(rows(page)).toHaveCount(50);
  await context.setOffline(false);
  await expect(rows(page).first()).toContainText("En panne");
  await expect(page).toHaveURL(`${BASE_URL}/equipments?state=broken`);
});

test("who may not write is offered nothing to write @plain", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/equipments?q=PH-001");
  await expect(rows(page).first()).toBeVisible();
  await expect(page.locator('a[href="/equipments/new"]')).toHaveCount(0);
  await expect(page.locator('main a[href$="/edit"]')).toHaveCount(0);
  await expect(page.locator(".cell-check")).toHaveCount(0);
});

test("a client sees the equipment of their own requests alone @plain", async ({ page }) => {
  await signIn(page, "client");
  await open(page, "/equipments");
  await expect(rows(page).first()).toBeVisible();
  expect(await rows(page).count()).toBeLessThan(50);
  await expect(page.locator(".cell-check")).toHaveCount(0);
});

test("the keyboard goes from the search to a row", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/equipments?q=PH-001");
  await expect(rows(page).first()).toBeVisible();
  await rows(page).first().locator(".row-link").focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toHaveText("PH-001");
});

test("the list speaks English too", async ({ page }) => {
  // An account of this project alone: the language is the account's.
  const phone = test.info().project.name === "phone";
  const login = `${phone ? "sofia.marques" : "paul.nguyen"}@vigie.test`;
  const headers = { origin: BASE_URL, "sec-fetch-site": "same-origin" };
  await page.request.post("/session/sign-in", { form: { login, password: PASSWORD }, headers });
  await page.request.post("/session/preferences", { form: { language: "en" }, headers });
  await open(page, "/equipments");
  await expect(page).toHaveTitle("Equipment · Vigie");
  await expect(rows(page).first()).toBeVisible();
  await expect(page.locator(".chip").first()).toContainText("All");
  await rows(page).first().locator(".row-link").click();
  await expect(page.locator(".tab").first()).toHaveText("Overview");
  await page.request.post("/session/preferences", { form: { language: "fr" }, headers });
  await page.reload();
  await expect(page.locator(".tab").first()).toHaveText("Vue d’ensemble");
});

test("the list is accessible in the three themes and at 320 px", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/equipments?limit=10");
  await expect(rows(page)).toHaveCount(10);
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "equipment-list");
  await page.getByRole("checkbox", { name: "Choisir AS-220", exact: true }).check();
  await expect(page.locator(".bulk")).toBeVisible();
  await expectAccessible(page, ["light"]);
  await open(page, "/equipments?q=zzzz");
  await expectAccessible(page, ["light"]);
});
