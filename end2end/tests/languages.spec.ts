import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/accessible.ts";
import { find } from "../support/equipment.ts";
import { expectRefusals, field, own, save } from "../support/form.ts";
import { signIn } from "../support/roles.ts";
import { BASE_URL, ROOT } from "../support/server.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

test.use({ locale: "en-GB" });

const HEADERS = { origin: BASE_URL, "sec-fetch-site": "same-origin" };
const SECRET = "Huitre-tango-barda-8";

/** Every sentence of a language, without those that a name or a number completes. */
function sentences(language: "en" | "fr"): string[] {
  const folder = join(ROOT, "crates/i18n/locales", language);
  const files = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as object);
  const texts = files.flatMap((file) => Object.values(file).flatMap((text: unknown) => (typeof text === "string" ? [text] : [])));
  return texts.filter((text) => !text.includes("{"));
}

const ENGLISH = new Set(sentences("en"));
const FRENCH = new Set(sentences("fr").filter((text) => !ENGLISH.has(text)));

/** Signs in as an administrator of this test alone, who reads English. */
async function speakEnglish(page: Page, name: string): Promise<void> {
  await signIn(page, "admin");
  const login = `${own(name).toLowerCase()}@usine.example`;
  const data = { email: login, password: SECRET, first_name: "Ada", last_name: "Lane", role: "admin" };
  const made = await page.request.post("/api/v1/users", { data, headers: HEADERS });
  expect(made.status(), await made.text()).toBe(201);
  await page.context().clearCookies();
  await page.request.post("/session/sign-in", { form: { login, password: SECRET }, headers: HEADERS });
  await page.request.post("/session/preferences", { form: { language: "en" }, headers: HEADERS });
}

/** The page at hand says what it is in English, nothing of its own words in French, and is accessible. */
async function expectEnglish(page: Page, title: string): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("h1")).toContainText(title);
  const said = await page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? "");
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) texts.push(element.getAttribute(name) ?? "");
    }
    return texts.map((text) => text.trim()).filter((text) => text !== "");
  });
  expect(said.filter((text) => FRENCH.has(text)), `${new URL(page.url()).pathname} speaks English`).toEqual([]);
  expect(said.filter((text) => ENGLISH.has(text)).length, "its words are known").toBeGreaterThan(10);
  await expectAccessible(page, ["light"]);
}

test("a machine speaks English", async ({ page }) => {
  await speakEnglish(page, "en-machine");
  const path = await find(page, "PH-001");
  await open(page, path);
  await expectEnglish(page, "PH-001");
  await expect(page.locator("main")).toContainText("Latest interventions");
  for (const [tab, words] of [["history", "Reported"], ["components", "Add a component"]] as const) {
    await open(page, `${path}?tab=${tab}`);
    await expectEnglish(page, "PH-001");
    await expect(page.locator("main")).toContainText(words);
  }
});

test("its documents and its label speak English", async ({ page }) => {
  await speakEnglish(page, "en-paper");
  const path = await find(page, "PH-001");
  await open(page, `${path}?tab=documents`);
  await expectEnglish(page, "PH-001");
  await expect(page.locator("main")).toContainText("Choose files or drop them here");
  await open(page, `${path}/label`);
  await expectEnglish(page, "Labels");
});

test("the form of a machine speaks English, refused too", async ({ page, quiet }) => {
  expectRefusals(quiet);
  await speakEnglish(page, "en-form");
  await open(page, "/equipments/new");
  await expectEnglish(page, "New equipment");
  await field(page, "lifespan_years").fill("ten");
  await save(page);
  const summary = page.locator(".error-summary");
  await expect(summary).toContainText("Expected lifespan, in years");
  await expectEnglish(page, "New equipment");
});

test("the import speaks English", async ({ page, quiet }) => {
  expectRefusals(quiet);
  await speakEnglish(page, "en-import");
  await open(page, "/admin/import");
  await expectEnglish(page, "Imports");
  await open(page, "/admin/import/new");
  await expectEnglish(page, "New import");
  await page.locator('select[name="site_id"]').selectOption({ label: "NORD Site Nord" });
  const rows = `Date;Machine;Title;Type\r\n25/01/2024;${own("EN")};Leak;ZZ9\r\n`;
  await page.locator('input[name="file"]').setInputFiles({ name: "history.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
  await save(page);
  await expect(page).toHaveURL(/\/admin\/import\/\d+$/);
  await hydrated(page);
  await expect(page.locator("main")).toContainText("What is each column?");
  await expectEnglish(page, "Import no.");
  await page.locator('[name="draft[create_equipment]"]').check();
  await page.locator('[name="draft[equipment_name]"]').fill("Machine {code}");
  await save(page);
  await expect(page).toHaveURL(/step=values$/);
  await hydrated(page);
  await expect(page.locator("main")).toContainText("What do these values mean?");
  await expectEnglish(page, "Import no.");
});

test("the platform and one's own account speak English", async ({ page }) => {
  await speakEnglish(page, "en-rest");
  for (const [path, title] of [["/admin/jobs", "Jobs"], ["/admin/outbox", "Outbox"], ["/account", "My account"]] as const) {
    await open(page, path);
    await expectEnglish(page, title);
  }
});
