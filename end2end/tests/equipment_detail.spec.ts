import type { Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { create, expectRefusals, find, own, rows } from "../support/equipment.ts";
import { signIn } from "../support/roles.ts";
import { BASE_URL } from "../support/server.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";
import { done, undo } from "../support/undo.ts";

async function openActions(page: Page): Promise<void> {
  await page.locator('[popovertarget="equipment-actions"]').click();
}

test("everything known of a machine is on its page @plain", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, await find(page, "PH-001"));
  await expect(page).toHaveTitle("PH-001 Presse hydraulique 250 t · Vigie");
  const main = page.locator("main");
  for (const text of ["Site Nord", "250-0417", "Hydrofort", "Force de fermeture", "250 t", "PH-001-GH"]) {
    await expect(main).toContainText(text);
  }
  await expect(page.locator(".timeline li")).toHaveCount(5);
  await expect(page.locator('main a[href$="/edit"]')).toHaveCount(0);
  await expect(page.locator('[popovertarget="equipment-actions"]')).toHaveCount(0);
});

test("markup in a name stays text in the title and on the page", async ({ page }) => {
  await signIn(page, "supervisor");
  const code = own("MK");
  const name = "</title><b id=out>A & B</b>";
  const path = await create(page, code, name);
  const title = `${code} ${name} · Vigie`;
  // As the server writes it, then as the browser sets it.
  const html = await (await page.request.get(path)).text();
  expect(html).toContain(`<title>${code} &lt;/title&gt;&lt;b id=out&gt;A &amp; B&lt;/b&gt; · Vigie</title>`);
  for (const way of [() => page.goto(path), () => page.reload()]) {
    await way();
    await hydrated(page);
    await expect(page).toHaveTitle(title);
    await expect(page.locator("#out")).toHaveCount(0);
  }
  await page.locator(".breadcrumb a").first().click();
  await expect(page).toHaveURL(/\/equipments$/);
  await page.goBack();
  await expect(page).toHaveTitle(title);
});

test("its history and its components are tabs with an address @plain @phone", async ({ page }) => {
  await signIn(page, "technician");
  const path = await find(page, "PH-001");
  await open(page, path);
  await page.locator(".tab").filter({ hasText: "Historique" }).click();
  await expect(page).toHaveURL(`${BASE_URL}${path}?tab=history`);
  await expect(rows(page)).toHaveCount(50);
  await hydrated(page);
  await page.locator(".pager [rel=next]").click();
  await expect(page).toHaveURL(/tab=history&cursor=/);
  await expect(rows(page).first()).toContainText(/OT-\d{4}-\d{5}/);
  await hydrated(page);
  await page.locator(".tab").filter({ hasText: "Composants" }).click();
  await expect(page).toHaveURL(`${BASE_URL}${path}?tab=components`);
  await page.locator(".tree a").filter({ hasText: "PH-001-GH" }).click();
  await expect(page.locator("h1")).toHaveText("PH-001-GH");
  await expect(page.locator(".breadcrumb")).toContainText("PH-001");
});

test("a lazy page opens from a link, by its address, and on the way back @phone", async ({ page }) => {
  await signIn(page, "technician");
  const path = await find(page, "PH-001");
  await page.locator(".row-link").first().click();
  await expect(page.locator("h1")).toHaveText("PH-001");
  await page.reload();
  await hydrated(page);
  await expect(page.locator("h1")).toHaveText("PH-001");
  await page.goBack();
  await expect(rows(page).first()).toBeVisible();
  await page.goForward();
  await expect(page).toHaveURL(`${BASE_URL}${path}`);
  await expect(page.locator("h1")).toHaveText("PH-001");
});

test("the state changes with its reason, and back @plain @phone", async ({ page, wasm }) => {
  await signIn(page, "supervisor");
  const path = await create(page, own("ETAT"), "Pompe d’état");
  await open(page, path);
  await page.locator('[commandfor="equipment-state"]').click();
  const dialog = page.locator("#equipment-state");
  await expect(dialog).toBeVisible();
  await dialog.locator("select").selectOption("broken");
  await dialog.locator("textarea").fill("Roulement <grippé> & bruit");
  await dialog.locator(".btn-primary").click();
  await done(page, path, `${own("ETAT")} est en panne`);
  await expect(dialog).toBeHidden();
  await expect(page.locator(".page-body .banner")).toContainText("En panne depuis le");
  await expect(page.locator(".page-body .banner")).toContainText("Roulement <grippé> & bruit");
  // By the keyboard alone, from wherever it is; without scripts with the button.
  if (wasm) await page.keyboard.press("Control+z");
  else await page.locator(".toast-undo").press("Enter");
  await expect(page.locator(".toast")).toContainText("Modification annulée");
  await expect(page.locator(".page-body .banner")).toHaveCount(0);
});

test("a component is added below its machine @plain", async ({ page }) => {
  await signIn(page, "supervisor");
  const top = own("PERE");
  const path = await create(page, top, "Machine mère");
  await open(page, `${path}?tab=components`);
  await page.locator('.page-body a[href^="/equipments/new"]').click();
  await expect(page.locator('[name="draft[parent_code]"]')).toHaveValue(top);
  await hydrated(page);
  await page.locator('[name="draft[code]"]').fill(own("FILS"));
  await page.locator('[name="draft[name]"]').fill("Moteur");
  await page.locator(".form-actions .btn-primary").click();
  await expect(page.locator("h1")).toHaveText(own("FILS"));
  await expect(page.locator(".breadcrumb")).toContainText(top);
  await open(page, `${path}?tab=components`);
  await expect(page.locator(".tree")).toContainText(own("FILS"));
});

test("what was created by mistake is deleted @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  await signIn(page, "supervisor");
  const path = await create(page, own("ERREUR"), "Créée par erreur");
  await open(page, path);
  await openActions(page);
  await page.locator('[commandfor="equipment-remove"]').click();
  await page.locator("#equipment-remove .btn-danger").click();
  await done(page, "/equipments", `Équipement ${own("ERREUR")} supprimé`);
  // Deleted by mistake: it is there again, under the same address.
  await undo(page);
  await expect(page).toHaveURL(new RegExp(`${path}\\?undone`));
  await expect(page.locator("h1")).toHaveText(own("ERREUR"));
  await openActions(page);
  await page.locator('[commandfor="equipment-remove"]').click();
  await page.locator("#equipment-remove .btn-danger").click();
  await done(page, "/equipments", `Équipement ${own("ERREUR")} supprimé`);
  expect((await page.goto(path))?.status()).toBe(404);
});

test("what has a history is retired instead, and can return @plain", async ({ page }) => {
  await signIn(page, "supervisor");
  const code = test.info().project.name === "plain" ? "CH-241" : "CH-242";
  const path = await find(page, code);
  await open(page, path);
  await openActions(page);
  await page.locator('[commandfor="equipment-remove"]').click();
  const dialog = page.locator("#equipment-remove");
  await expect(dialog.locator(".btn-danger")).toHaveCount(0);
  await dialog.locator("button").filter({ hasText: "Mettre au rebut" }).click();
  await done(page, path, `${code} est au rebut`);
  await expect(page.locator(".page-body .banner").first()).toContainText("Au rebut depuis le");
  await expect(page.locator('[commandfor="equipment-state"]')).toHaveCount(0);
  await open(page, `/equipments?q=${code}`);
  await expect(rows(page)).toHaveCount(0);
  await open(page, path);
  await openActions(page);
  await page.locator("#equipment-actions button").filter({ hasText: "Remettre dans les listes" }).click();
  await done(page, path, `${code} est de retour dans les listes`);
  await expect(page.locator(".page-body .banner").first()).not.toContainText("Au rebut");
  await undo(page);
  await expect(page.locator(".page-body .banner").first()).toContainText("Au rebut depuis le");
  await page.request.post("/rpc/equipment/retire", {
    form: { id: path.split("/").at(-1) ?? "", restore: "true" },
    headers: { origin: BASE_URL, "sec-fetch-site": "same-origin" },
  });
});

test("a machine that is not there is said to be not there @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  await signIn(page, "technician");
  for (const id of ["999999", "zzz"]) {
    expect((await page.goto(`/equipments/${id}`))?.status()).toBe(404);
    await expect(page.locator("main")).toContainText("introuvable");
  }
});

test("the page is accessible in the three themes and at 320 px", async ({ page }) => {
  await signIn(page, "supervisor");
  const path = await find(page, "PH-001");
  await open(page, path);
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "equipment");
});

test("its tabs and its dialog are accessible too", async ({ page }) => {
  await signIn(page, "supervisor");
  const path = await find(page, "PH-001");
  for (const tab of ["history&limit=10", "components"]) {
    await open(page, `${path}?tab=${tab}`);
    await expectAccessible(page, ["light"]);
    await expectReflow(page);
  }
  await page.locator('[commandfor="equipment-state"]').click();
  await expectAccessible(page, ["light", "dark"]);
});
