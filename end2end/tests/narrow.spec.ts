// What a narrow screen could hide stays in reach.
import { field, find } from "../support/equipment.ts";
import { signIn } from "../support/roles.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

test("the actions on several rows stand above the dock @phone", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/equipments");
  await page.locator("tbody .cell-check input").first().check();
  const clear = page.locator('.bulk button[type="reset"]');
  await expect(clear).toBeVisible();
  const [bar, dock] = [await page.locator(".bulk").boundingBox(), await page.locator(".dock").boundingBox()];
  const end = dock ? dock.y : (page.viewportSize()?.height ?? 0);
  expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBeLessThanOrEqual(end);
  await clear.click();
  await expect(page.locator(".bulk")).toBeHidden();
});

test("the tab and the section that are open are in view @phone", async ({ page }) => {
  await signIn(page, "admin");
  const machine = await find(page, "PH-001");
  await open(page, `${machine}?tab=documents`);
  await expect(page.locator(".tab[aria-current]")).toBeInViewport({ ratio: 1 });
  await open(page, "/admin/settings/storage");
  await expect(page.locator(".sections [aria-current]")).toBeInViewport({ ratio: 1 });
});

test("the sections of the settings begin at one line on a tablet", async ({ page }) => {
  await signIn(page, "admin");
  await page.setViewportSize({ width: 768, height: 1024 });
  await open(page, "/admin/settings/general");
  const starts = await page.locator(".sections .nav-link .icon").evaluateAll((all) => all.map((icon) => icon.getBoundingClientRect().x));
  expect(starts.length).toBeGreaterThan(3);
  expect(new Set(starts).size).toBe(1);
});

test("a long name leaves the other columns of the accounts in view", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/users/new");
  await field(page, "first_name").fill("Marie-Charlotte-Alexandrine-Emmanuelle");
  await field(page, "last_name").fill("de la Tour-d'Auvergne-Lauraguais-Beaumont");
  await field(page, "email").fill("marie-charlotte-alexandrine-emmanuelle.de-la-tour@une-usine-au-nom-bien-long.example");
  await field(page, "password").fill("Huitre-tango-barda-8");
  await field(page, "role").selectOption("technician");
  await page.getByLabel("NORD Site Nord").check();
  await page.locator(".form-actions .btn-primary").click();
  await expect(page).toHaveURL(/\/admin\/users\/\d+\?done=saved$/);
  await hydrated(page);
  await open(page, "/admin/users?q=marie-charlotte");
  await expect(page.locator("tbody td").last()).toBeInViewport({ ratio: 1 });
});
