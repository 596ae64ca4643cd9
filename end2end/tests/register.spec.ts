import { type Browser, type Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { own } from "../support/form.ts";
import { fillSignIn, signIn } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

// One setting for the whole plant: who closes the door must be alone.
test.describe.configure({ mode: "serial" });

const SECRET = "Huitre-tango-barda-8";
const send = (page: Page, action: string) => page.locator(`form[action="${action}"] button[type="submit"]`).last();

/** A second browser, with an administrator in it. */
async function desk(browser: Browser, wasm: boolean): Promise<Page> {
  const context = await browser.newContext({ locale: "fr-FR", javaScriptEnabled: wasm });
  const page = await context.newPage();
  await signIn(page, "admin");
  return page;
}

/** Of several projects that allow it at once, one saves: the others look again. */
async function allow(page: Page): Promise<void> {
  await expect(async () => {
    await open(page, "/admin/settings/general");
    const box = page.locator('input[type="checkbox"][name*="registration"]');
    if (await box.isChecked()) return;
    await box.check();
    await page.locator(".form-actions .btn-primary").click();
    await expect(page).toHaveURL(/done=saved/, { timeout: 5000 });
  }).toPass();
}

/** Opens a page before sign-in that leads to a request; another test may have put the settings back meanwhile. */
async function openWhereAllowed(page: Page, office: Page, path: string): Promise<void> {
  await expect(async () => {
    await allow(office);
    await open(page, path);
    const way = page.locator('form[action="/session/register"], a[href="/register"]');
    await expect(way.first()).toBeVisible({ timeout: 2000 });
  }).toPass();
}

async function ask(page: Page, office: Page, address: string, name: string): Promise<void> {
  await openWhereAllowed(page, office, "/register");
  await page.locator('input[name="first_name"]').fill("Zoé");
  await page.locator('input[name="last_name"]').fill(name);
  await page.locator('input[name="email"]').fill(address);
  await page.locator('select[name="role"]').selectOption("technician");
  await page.locator('input[name="password"]').fill(SECRET);
  await page.locator('input[name="again"]').fill(SECRET);
  await send(page, "/session/register").click();
  await expect(page).toHaveURL(/\/login\?done=registered/);
  await hydrated(page);
}

/** The link in the mail that the outbox kept. */
async function link(page: Page, address: string): Promise<string> {
  const written = page.locator("tbody tr", { hasText: address }).first().locator("a.row-link");
  await expect(async () => {
    await open(page, `/admin/outbox?q=${encodeURIComponent(address)}&template=registration_confirm&state=kept`);
    await expect(written).toBeVisible({ timeout: 1000 });
  }).toPass();
  await written.click();
  await expect(page).toHaveURL(/\/admin\/outbox\/\d+/);
  const text = await page.locator("pre").innerText();
  return /\/register\/confirm\?token=[\w-]+/.exec(text)?.[0] ?? "";
}

test("an account is asked for, confirmed, approved, and signs in @plain @phone", async ({ page, browser, wasm }) => {
  test.setTimeout(120_000);
  const office = await desk(browser, wasm);
  const name = own("Arrivee");
  const address = `${name}@usine.example`;
  await openWhereAllowed(page, office, "/login");
  await page.getByRole("link", { name: "Demander un compte" }).click();
  await expect(page).toHaveURL(/\/register$/);
  await hydrated(page);
  await page.locator('input[name="first_name"]').fill("Zoé");
  await page.locator('input[name="email"]').fill("pas une adresse");
  await send(page, "/session/register").click();
  await hydrated(page);
  await expect(page.locator("#f-email-error")).toBeVisible();
  await expect(page.locator('input[name="first_name"]')).toHaveValue("Zoé");
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
  }
  await ask(page, office, address, name);
  await expect(page.getByText("Demande reçue.")).toBeVisible();
  await fillSignIn(page, address, SECRET);
  await hydrated(page);
  await expect(page.locator("#f-password-error")).toBeVisible();

  const way = await link(office, address);
  expect(way).not.toBe("");
  await open(page, way);
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, "register-confirm");
  }
  await page.locator('input[name="password"]').fill("Voleur-de-poules-7");
  await send(page, "/session/confirm-registration").click();
  await hydrated(page);
  await expect(page.locator("#f-password-error")).toContainText("mot de passe de cette demande");
  if (wasm) await expectAccessible(page);
  await page.locator('input[name="password"]').fill(SECRET);
  await send(page, "/session/confirm-registration").click();
  await expect(page).toHaveURL(/\/login\?done=confirmed/);

  await open(office, "/admin/users");
  const request = office.getByRole("link", { name: `Zoé ${name}` });
  await expect(request).toBeVisible();
  await expect(office.locator("main")).toContainText(/demandes? à décider/);
  if (wasm) {
    await expectAccessible(office);
    await expectReflow(office);
    await shot(office, "registrations");
  }
  await request.click();
  await expect(office).toHaveURL(/\/admin\/users\/requests\/\d+/);
  await hydrated(office);
  await expect(office.locator('select[name="draft[role]"]')).toHaveValue("technician");
  if (wasm) {
    await expectAccessible(office);
    await expectReflow(office);
    await shot(office, "registration");
  }
  await office.getByLabel("NORD Site Nord").check();
  await office.getByRole("button", { name: "Accepter" }).click();
  await expect(office).toHaveURL(/\/admin\/users\/\d+\?done=saved/);
  await office.context().close();

  await open(page, "/login");
  await fillSignIn(page, address, SECRET);
  await expect(page).toHaveURL(/\/my-work/);
});

test("a request is refused @plain", async ({ page, browser, wasm }) => {
  test.setTimeout(120_000);
  const office = await desk(browser, wasm);
  const name = own("Refus");
  const address = `${name}@usine.example`;
  await ask(page, office, address, name);
  await open(page, await link(office, address));
  await page.locator('input[name="password"]').fill(SECRET);
  await send(page, "/session/confirm-registration").click();
  await expect(page).toHaveURL(/\/login\?done=confirmed/);
  await open(office, "/admin/users");
  await office.getByRole("link", { name: `Zoé ${name}` }).click();
  await hydrated(office);
  await office.getByRole("button", { name: "Refuser" }).click();
  await expect(office).toHaveURL(/\/admin\/users\?done=saved/);
  await expect(office.getByRole("link", { name: `Zoé ${name}` })).toHaveCount(0);
  await office.context().close();
});

test("the pages are accessible and speak English", async ({ page, browser }) => {
  const office = await desk(browser, true);
  await openWhereAllowed(page, office, "/register");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "register");
  await page.locator('button[value="en"]').click();
  await hydrated(page);
  await openWhereAllowed(page, office, "/register");
  await office.context().close();
  await expect(page.locator("h1")).toHaveText("Ask for an account");
  await expectAccessible(page, ["light"]);
  await open(page, "/register/confirm?token=made-up");
  await expect(page.locator("main")).toContainText("older than 24 hours");
  await expectAccessible(page);
  await expectReflow(page);
});
