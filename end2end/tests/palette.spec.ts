import type { Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { create, own } from "../support/equipment.ts";
import { signIn } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

const dialog = (page: Page) => page.locator("dialog#palette");
const field = (page: Page) => dialog(page).getByRole("combobox");
const options = (page: Page) => dialog(page).getByRole("option");
const active = (page: Page) => dialog(page).locator('[role="option"][aria-selected="true"]');
const link = (page: Page) => page.locator(".topbar a.searchbox");

test("it is there a frame after the click @phone", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/equipments");
  const shown = await link(page).evaluate(async (a: HTMLElement) => {
    a.click();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return document.querySelector("#palette")?.matches(":modal") === true && document.activeElement?.role === "combobox";
  });
  expect(shown).toBe(true);
  await field(page).fill("etuve");
  await expect(active(page)).toContainText("tuve");
});

test("keys choose, Enter opens, Escape gives the focus back", async ({ page, isMobile }) => {
  await signIn(page, "admin");
  const code = own("PAL");
  const path = await create(page, code, "Étuve à palettes");
  await open(page, "/interventions");
  if (isMobile) await link(page).tap();
  else await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);

  await link(page).click();
  await expect(field(page)).toBeFocused();
  await expect(options(page).first()).toBeVisible();
  await expect(dialog(page)).toContainText("Nouvel équipement");
  await expect(dialog(page)).toContainText("Se déconnecter");
  await expectAccessible(page);
  await shot(page, "palette");

  await field(page).fill(`  ${code.toLowerCase()}`);
  await expect(active(page)).toContainText("Étuve à palettes");
  await expect(field(page)).toHaveAttribute("aria-activedescendant", (await active(page).getAttribute("id")) ?? "");
  await expect(dialog(page).locator('[role="group"]').first()).toHaveAttribute("aria-label", "Équipements");
  await page.keyboard.press("End");
  // The last line leads to a list.
  await expect(active(page)).toContainText(`« ${code.toLowerCase()} »`);
  await page.keyboard.press("ArrowDown");
  await expect(active(page)).toContainText(code);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  await expect(active(page)).toContainText(code);
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "palette-found");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(dialog(page)).toHaveCount(0);

  // What was opened is offered first.
  await link(page).click();
  await expect(dialog(page).locator('[role="group"]').first()).toHaveAttribute("aria-label", "Ouverts récemment");
  await expect(active(page)).toContainText(code);
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await expect(link(page)).toBeFocused();
});

test("Ctrl+Enter opens in a new tab", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/equipments");
  await page.keyboard.press("Control+k");
  await field(page).fill("parametres");
  await expect(active(page)).toContainText("Paramètres");
  const [tab] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("Control+Enter")]);
  await expect(tab).toHaveURL(/\/admin\/settings/);
  await expect(page).toHaveURL(/\/equipments$/);
  await hydrated(tab);
});

test("an answer that comes too late is dropped", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/equipments");
  let asked = false;
  let send: () => void = () => undefined;
  const sent = new Promise<void>((resolve) => (send = resolve));
  const presse = (url: URL) => url.pathname === "/rpc/palette/search" && url.searchParams.get("q") === "presse";
  await page.route(presse, async (route) => {
    asked = true;
    await sent;
    await route.continue();
  });
  await link(page).click();
  await field(page).fill("presse");
  await expect.poll(() => asked).toBe(true);
  await field(page).fill("convoyeur");
  const machines = dialog(page).getByRole("group", { name: "Équipements" });
  await expect(machines).toContainText("Convoyeur");
  const answered = page.waitForResponse((response) => presse(new URL(response.url())));
  send();
  await answered;
  await expect(machines).toContainText("Convoyeur");
  await expect(machines).not.toContainText("Presse");
});

test("colours and language are changed from it, in English too", async ({ page }) => {
  await signIn(page, "technician");
  await open(page, "/equipments");
  await link(page).click();
  await field(page).fill("english");
  await expect(active(page)).toContainText("Switch to English");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/equipments/);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await hydrated(page);
  await link(page).click();
  await expect(dialog(page)).toContainText("Sign out");
  // A technician makes no machine and no account.
  await expect(dialog(page)).not.toContainText("New equipment");
  await expect(dialog(page)).not.toContainText("New user");
  await expectAccessible(page);
  await field(page).fill("zzzzqq");
  await expect(dialog(page)).toContainText("No result for “zzzzqq”.");
  await field(page).fill("passer en fr");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
});

test("without scripts the search is a page @plain-only", async ({ page }) => {
  await signIn(page, "admin");
  const code = own("PLA");
  await create(page, code, "Étuve simple");
  await open(page, "/equipments");
  await link(page).click();
  await expect(page).toHaveURL(/\/search$/);
  await page.locator("#search-words").fill(`etuve ${code}`);
  await page.locator("#search-words").press("Enter");
  await expect(page).toHaveURL(/\/search\?q=/);
  await page.getByRole("link", { name: "Étuve simple" }).click();
  await expect(page.locator("main")).toContainText(code);
  await expect(page).toHaveURL(/\/equipments\/\d+$/);
});

test("the page of the search is the same with scripts", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/search?q=presse");
  await expect(page.locator(".palette-page")).toContainText("Presse");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "search");
});
