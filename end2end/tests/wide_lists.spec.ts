// The lists on the commonest screens: everything can be read, and only the rows scroll.
import type { Page } from "@playwright/test";
import { own } from "../support/form.ts";
import { signIn } from "../support/roles.ts";
import { BASE_URL } from "../support/server.ts";
import { shot } from "../support/shot.ts";
import { expect, open, test } from "../support/test.ts";

const HEADERS = { origin: BASE_URL, "sec-fetch-site": "same-origin" };
const SECRET = "Huitre-tango-barda-8";
const SCREENS = [
  { width: 1280, height: 800 },
  { width: 1366, height: 768 },
  { width: 1440, height: 900 },
];
/** Every list whose rows end with actions that stay in sight. */
const LISTS = ["/equipments", "/admin/lines", "/admin/equipment-types", "/admin/jobs"];

/** Signs in as an administrator who reads English. */
async function signInInEnglish(page: Page): Promise<void> {
  await signIn(page, "admin");
  const login = `${own("english").toLowerCase()}@usine.example`;
  const draft = { first_name: "Ann", last_name: "English", email: login, password: SECRET, role: "admin", language: "en" };
  const form = Object.fromEntries(Object.entries(draft).map(([name, value]) => [`draft[${name}]`, value]));
  expect((await page.request.post("/rpc/user/create", { form, headers: HEADERS })).ok()).toBe(true);
  // A sign-in ends the session that the browser had, which the other tests still use.
  await page.goto("about:blank");
  await page.context().clearCookies();
  await page.request.post("/session/sign-in", { form: { login, password: SECRET }, headers: HEADERS });
}

/** The cells whose content reaches under the actions of their row. */
async function covered(page: Page): Promise<string[]> {
  return page.locator(".table tr").evaluateAll((rows) => {
    const found: string[] = [];
    for (const row of rows) {
      const cells = [...row.children];
      const actions = cells.find((cell) => cell.matches(".cell-actions"));
      if (!actions) continue;
      const edge = actions.getBoundingClientRect().left + 1;
      for (const cell of cells.filter((cell) => cell !== actions)) {
        const end = cell.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(cell).paddingRight);
        if (end > edge) found.push(cell.textContent ?? "");
      }
    }
    return found;
  });
}

test("no cell of a list is covered by the actions of its row, in either language", async ({ page }) => {
  for (const language of ["fr", "en"]) {
    if (language === "fr") await signIn(page, "admin");
    else await signInInEnglish(page);
    for (const list of LISTS) {
      await open(page, list);
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      for (const screen of SCREENS) {
        await page.setViewportSize(screen);
        expect(await covered(page), `${list} in ${language} at ${screen.width} px`).toEqual([]);
      }
    }
    await open(page, "/equipments");
    await page.setViewportSize({ width: 1280, height: 800 });
    await shot(page, `equipment-list-1280-${language}`);
  }
});

test("only the rows of a list scroll: its head and its pages stay in sight", async ({ page }) => {
  await signIn(page, "admin");
  for (const list of ["/equipments", "/interventions"]) {
    await open(page, list);
    for (const screen of SCREENS) {
      await page.setViewportSize(screen);
      const page_scrolls = await page.evaluate(() => {
        const [root, main] = [document.documentElement, document.querySelector(".main")];
        return root.scrollHeight > root.clientHeight || (main?.scrollHeight ?? 0) > (main?.clientHeight ?? 0);
      });
      expect(page_scrolls, `${list} at ${screen.width} px scrolls as a page`).toBe(false);
      await page.locator(".table-scroll").evaluate((table) => table.scrollTo(0, table.scrollHeight));
      await expect(page.locator(".table tbody tr").last()).toBeInViewport({ ratio: 1 });
      await expect(page.locator("h1")).toBeInViewport({ ratio: 1 });
      await expect(page.locator(".pager")).toBeInViewport({ ratio: 1 });
    }
  }
});

test("a column beyond the usual ones is announced by a shadow, and reached by scrolling", async ({ page }) => {
  await signIn(page, "supervisor");
  await page.setViewportSize({ width: 1280, height: 800 });
  // Where nothing lies under it there is none, or one without colour.
  const shadow = () =>
    page.locator("tbody .cell-actions").first().evaluate((cell) => /^(?!none|rgba\(0, 0, 0, 0\))/.test(getComputedStyle(cell).boxShadow));
  await open(page, "/equipments");
  expect(await shadow()).toBe(false);
  await open(page, "/equipments?cols=photo,state,criticality,location,type,model,serial,manufacturer,in_service,interventions,updated");
  expect(await shadow()).toBe(true);
  await page.locator(".table-scroll").evaluate((table) => table.scrollTo(table.scrollWidth, 0));
  await expect.poll(shadow).toBe(false);
  expect(await covered(page)).toEqual([]);
});
