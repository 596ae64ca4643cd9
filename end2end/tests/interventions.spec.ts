import type { Locator, Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { narrows } from "../support/list.ts";
import { PASSWORD, signIn } from "../support/roles.ts";
import { BASE_URL } from "../support/server.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

function rows(page: Page): Locator {
  return page.locator("tbody tr");
}

/** The codes on the page, in order. */
async function codes(page: Page): Promise<string[]> {
  return rows(page).locator(".row-link").allInnerTexts();
}

test("the newest come first, fifty to a page, with the way on and back @plain @phone", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/interventions");
  await expect(rows(page)).toHaveCount(50);
  const first = await codes(page);
  const pager = page.locator(".pager");
  await pager.locator('[rel="next"]').click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(rows(page).locator(".row-link").first()).not.toHaveText(first[0] ?? "");
  const second = await codes(page);
  expect(second.filter((code) => first.includes(code))).toEqual([]);
  await pager.locator('[rel="prev"]').click();
  await expect(rows(page).locator(".row-link").first()).toHaveText(first[0] ?? "");
  expect(await codes(page)).toEqual(first);
});

test("the same number at two sites is told apart @plain", async ({ page }) => {
  // Of last year, which the demonstration has whole, whatever the day.
  const number = `OT-${new Date().getFullYear() - 1}-00100`;
  await signIn(page, "admin");
  await open(page, `/interventions?q=${number}`);
  await expect(rows(page)).toHaveCount(2);
  const numbers = await rows(page).locator("td:first-child").allInnerTexts();
  expect(numbers.map((text) => text.replaceAll(/\s+/g, " ").trim()).toSorted()).toEqual([`${number} NORD`, `${number} SUD`]);
  await rows(page).filter({ hasText: "NORD" }).locator(".row-link").click();
  await expect(page.locator("h1")).toHaveText(`${number} · NORD`);
  await open(page, `/search?q=${number}`);
  await expect(page.locator(".palette-note", { hasText: "NORD · " })).toHaveCount(1);
  await expect(page.locator(".palette-note", { hasText: "SUD · " })).toHaveCount(1);
});

test("words narrow the list, whatever their case and accents @plain", async ({ page }) => {
  await narrows(page, { role: "supervisor", path: "/interventions", search: 'input[name="q"]', word: "VERIN", match: /vérin/i });
});

test("a machine's interventions are found by its code or name, and the words come off @plain", async ({ page, wasm }) => {
  await signIn(page, "supervisor");
  await open(page, "/interventions?q=PH-001");
  await expect(page.locator("tbody tr").first()).toBeVisible();
  await expect(page.locator("tbody tr").filter({ hasNotText: "PH-001" })).toHaveCount(0);
  if (wasm) await hydrated(page);
  await page.locator(".toolbar").getByRole("link", { name: "Effacer" }).click();
  await expect(page).toHaveURL(/\/interventions$/);
});

test("filters live in the address and come off one by one @plain @phone", async ({ page, wasm }) => {
  await signIn(page, "supervisor");
  await open(page, "/interventions");
  const kind = page.locator('[popovertarget="filter-kind"]');
  await kind.click();
  await page.locator('#filter-kind input[value="preventive"]').check();
  await page.locator("#filter-kind .filter-foot button").click();
  await expect(page).toHaveURL(/kind=preventive/);
  if (wasm) await expect(page).toHaveURL(`${BASE_URL}/interventions?kind=preventive`);
  await expect(kind).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator("#filter-kind")).toBeHidden();
  await hydrated(page);
  await page.locator('[popovertarget="filter-status"]').click();
  await page.locator('#filter-status input[value="closed"]').check();
  await page.locator("#filter-status .filter-foot button").click();
  await expect(page).toHaveURL(/kind=preventive&.*status=closed/);
  await expect(rows(page).first()).toContainText("Clôturée");
  for (const row of await rows(page).allInnerTexts()) expect(row).toContain("Préventif");
  await hydrated(page);
  await kind.click();
  await page.locator("#filter-kind .filter-foot a").click();
  await expect(page).toHaveURL(`${BASE_URL}/interventions?status=closed`);
  await expect(kind).not.toHaveAttribute("aria-pressed", "true");
});

test("the boxes follow the address, also on the way back", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/interventions");
  const box = page.locator('#filter-priority input[value="urgent"]');
  await page.locator('[popovertarget="filter-priority"]').click();
  await box.check();
  await page.locator("#filter-priority .filter-foot button").click();
  await expect(page).toHaveURL(`${BASE_URL}/interventions?priority=urgent`);
  await page.goBack();
  await expect(page).toHaveURL(`${BASE_URL}/interventions`);
  await expect(box).not.toBeChecked();
  await page.goForward();
  await expect(box).toBeChecked();
});

test("days bound the list on the site's calendar @plain", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/interventions");
  const day = await rows(page).nth(20).locator("time").getAttribute("datetime");
  const date = (day ?? "").slice(0, 10);
  await page.locator('[popovertarget="filter-period"]').click();
  await page.locator('input[name="from"]').fill(date);
  await page.locator('input[name="to"]').fill(date);
  await page.locator("#filter-period button").click();
  await expect(page).toHaveURL(new RegExp(`from=${date}&to=${date}`));
  await expect(page.locator(".chip")).toHaveCount(2);
  const days = new Set(await rows(page).locator("time").allInnerTexts());
  expect(days.size).toBe(1);
  await page.locator(".chip").first().click();
  await expect(page.locator(".chip")).toHaveCount(1);
});

test("what is late or due soon is one press away, and the count is that of the list @plain", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/interventions");
  const late = page.locator(".filter-row").getByRole("link", { name: /^En retard/ });
  const count = Number((await late.innerText()).replaceAll(/\D/g, ""));
  expect(count).toBeGreaterThan(0);
  await late.click();
  await expect(page).toHaveURL(/late=true/);
  await expect(rows(page)).toHaveCount(count);
  await open(page, "/interventions");
  await page.locator('[popovertarget="filter-due"]').click();
  await page.locator('#filter-due input[value="month"]').check();
  await page.locator("#filter-due .filter-foot button").click();
  await expect(page).toHaveURL(/due=month/);
  await expect(rows(page).first()).toBeVisible();
  await expect(rows(page).filter({ hasText: "Clôturée" })).toHaveCount(0);
});

test("columns sort both ways @plain", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/interventions?status=closed&sort=-cost");
  const header = page.locator("th[aria-sort]");
  await expect(header).toHaveAttribute("aria-sort", "descending");
  const highest = await codes(page);
  if (test.info().project.name === "phone") {
    // Without headers, the order has its menu.
    await page.locator('[popovertarget="intervention-sort"]').click();
    await page.locator("#intervention-sort [aria-current]").click();
  } else {
    await header.locator("a").click();
  }
  await expect(page).toHaveURL(`${BASE_URL}/interventions?status=closed&sort=cost`);
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  await expect(rows(page).locator(".row-link").first()).not.toHaveText(highest[0] ?? "");
});

test("one machine's history is a filter that shows and comes off @plain", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/interventions?equipment=1&kind=corrective");
  const chip = page.locator(".chip");
  await expect(chip).toContainText("Équipement");
  const [code] = (await rows(page).first().locator('a[href^="/equipments/"]').innerText()).split(" ");
  await expect(chip).toContainText(code ?? "?");
  // Searching keeps it.
  await page.locator('input[name="q"]').press("Enter");
  await expect(page).toHaveURL(/equipment=1/);
  await hydrated(page);
  await chip.click();
  await expect(page).toHaveURL(`${BASE_URL}/interventions?kind=corrective`);
  await expect(chip).toHaveCount(0);
});

test("the export takes the filter along @plain", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/interventions?q=ph-001&priority=high&sort=cost");
  const link = page.locator("a[download]");
  await expect(link).toHaveAttribute("href", "/interventions/export.csv?q=ph-001&priority=high&sort=cost");
  const file = await page.request.get((await link.getAttribute("href")) ?? "");
  expect(file.headers()["content-type"]).toContain("text/csv");
  // As many lines as rows, and a header.
  expect((await file.text()).trimEnd().split("\n").length).toBe(1 + (await rows(page).count()));
});

test("one intervention tells its story @plain @phone", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/interventions?status=closed");
  const row = rows(page).first();
  const code = await row.locator(".row-link").innerText();
  await row.locator(".row-link").click();
  await expect(page.locator("h1")).toContainText(code);
  await expect(page.locator("main ol.card li")).toHaveCount(4);
  await expect(page.locator("main")).toContainText("Compte rendu");
  const linked = await page.locator(".page-body").innerText();
  await page.reload();
  await hydrated(page);
  expect(await page.locator(".page-body").innerText()).toBe(linked);
  await page.locator(".breadcrumb a").last().click();
  await expect(rows(page).first()).toBeVisible();
});

test("a client sees only what they requested @plain", async ({ page, quiet }) => {
  quiet.allow(/Failed to load resource: .*404/);
  await signIn(page, "technician");
  await open(page, "/interventions");
  const all = await codes(page);
  const somebodyElses = await rows(page).locator(".row-link").first().getAttribute("href");
  await signIn(page, "client");
  await open(page, "/interventions");
  await expect(rows(page).first()).toBeVisible();
  expect(await codes(page)).not.toEqual(all);
  const own = await rows(page).locator(".row-link").evaluateAll((links) => links.map((a) => a.getAttribute("href")));
  expect((await page.goto(own[0] ?? ""))?.status()).toBe(200);
  if (!own.includes(somebodyElses)) {
    expect((await page.goto(somebodyElses ?? ""))?.status()).toBe(404);
  }
});

test("the first page is the one of the role @plain @phone", async ({ page }) => {
  await signIn(page, "technician");
  await page.goto("/");
  await expect(page).toHaveURL(`${BASE_URL}/my-work`);
  await signIn(page, "admin");
  await page.goto("/");
  await expect(page).toHaveURL(`${BASE_URL}/equipments`);
});

test("the pages speak English too", async ({ page }) => {
  // An account of this project alone: the language is the account's.
  const phone = test.info().project.name === "phone";
  const login = `${phone ? "thomas.leroy" : "ines.garcia"}@vigie.test`;
  const headers = { origin: BASE_URL, "sec-fetch-site": "same-origin" };
  await page.request.post("/session/sign-in", { form: { login, password: PASSWORD }, headers });
  const speak = async (language: string) => page.request.post("/session/preferences", { form: { language }, headers });
  await speak("en");
  await open(page, "/interventions?kind=corrective");
  await expect(rows(page).first()).toContainText("Corrective");
  await rows(page).first().locator(".row-link").click();
  await expect(page.locator("main")).toContainText("Requested by");
  await speak("fr");
  await page.reload();
  await expect(page.locator("main")).toContainText("Demandée par");
});

test("the list is accessible in the three themes and at 320 px", async ({ page }) => {
  await signIn(page, "supervisor");
  // A short page says as much as a long one, and axe looks at every element.
  await open(page, "/interventions?equipment=1&limit=10");
  await expect(rows(page).first()).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "interventions");
  await open(page, "/interventions?q=zzzz");
  await expectAccessible(page, ["light"]);
});

test("one intervention is accessible in the three themes and at 320 px", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/interventions/1");
  await expect(page.locator("main ol.card")).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "intervention");
});
