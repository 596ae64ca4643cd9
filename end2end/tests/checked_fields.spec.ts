import type { Page, Route } from "@playwright/test";
import { field } from "../support/equipment.ts";
import { signIn } from "../support/roles.ts";
import { expect, open, test } from "../support/test.ts";

const CHECK = "**/rpc/check";

/** The names of the fields that the server was asked about. */
async function asked(page: Page): Promise<string[]> {
  const names: string[] = [];
  await page.route(CHECK, async (route) => {
    names.push(new URLSearchParams(route.request().postData() ?? "").get("name") ?? "");
    await route.continue();
  });
  return names;
}

test("one field is asked about once, and only its own error is shown", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/equipments/new");
  const names = await asked(page);
  await field(page, "lifespan_years").fill("dix");
  await field(page, "name").focus();
  await expect(field(page, "lifespan_years")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#f-draft-lifespan_years-error")).toContainText("nombre");
  // The code is missing as well, but nobody has left it.
  await expect(field(page, "code")).not.toHaveAttribute("aria-invalid", "true");
  expect(names).toEqual(["draft[lifespan_years]"]);
});

test("an answer to what was typed before is not shown", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/equipments/new");
  const held: Route[] = [];
  await page.route(CHECK, (route) => void held.push(route));
  const years = field(page, "lifespan_years");
  await years.fill("dix");
  await field(page, "name").focus();
  await expect.poll(() => held.length).toBe(1);
  await years.fill("10");
  await field(page, "name").focus();
  await expect.poll(() => held.length).toBe(2);
  await held[1]?.continue();
  const late = page.waitForResponse((response) => (response.request().postData() ?? "").includes("dix"));
  await held[0]?.continue();
  await (await late).finished();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(years).not.toHaveAttribute("aria-invalid", "true");
});

test("a form without a rule asks nothing, nor does one without network", async ({ page, context }) => {
  await signIn(page, "supervisor");
  await open(page, "/templates/new");
  const names = await asked(page);
  await field(page, "title").focus();
  await field(page, "title").blur();
  await open(page, "/equipments/new");
  await context.setOffline(true);
  await field(page, "lifespan_years").fill("dix");
  await field(page, "name").focus();
  await page.waitForTimeout(300);
  await expect(field(page, "lifespan_years")).not.toHaveAttribute("aria-invalid", "true");
  await context.setOffline(false);
  expect(names).toEqual([]);
});
