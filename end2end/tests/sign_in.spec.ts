import type { Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { email, fillSignIn, PASSWORD, signIn, signInByForm } from "../support/roles.ts";
import { BASE_URL } from "../support/server.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test, type Quiet } from "../support/test.ts";

const FORM = 'form:has(input[name="password"])';

// Each from a network of its own: the wrong passwords of the others do not make it wait.
test.beforeEach(async ({ context }) => {
  const part = (): number => 1 + Math.floor(Math.random() * 250);
  await context.setExtraHTTPHeaders({ "x-forwarded-for": `10.${part()}.${part()}.${part()}` });
});

/** What the form answers to a wrong pair. */
async function refusal(page: Page, login: string): Promise<string> {
  await open(page, "/login");
  await fillSignIn(page, login, "not-the-password");
  const alert = page.locator(`${FORM} [role="alert"]`).filter({ hasText: /\S/ });
  await expect(alert).toBeVisible();
  return (await alert.innerText()).trim();
}

/** The browser itself reports a refused form in its console. */
function expectRefusals(quiet: Quiet): void {
  quiet.allow(/console error: Failed to load resource: .*40[13]|422/);
}

test("a person signs in and leaves the sign-in page @plain @phone", async ({ page }) => {
  await signInByForm(page, "supervisor");
  await hydrated(page);
  await expect(page.locator(FORM)).toHaveCount(0);
  await expect(page.locator("main")).toBeVisible();
});

test("a wrong password and an unknown account are answered alike @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  const unknown = await refusal(page, `nobody-${test.info().project.name}@vigie.test`);
  const wrong = await refusal(page, email("client"));
  expect(wrong).toBe(unknown);
});

test("what was typed as login is still there after a refusal", async ({ page, quiet }) => {
  expectRefusals(quiet);
  const login = `typed-${test.info().project.name}@vigie.test`;
  await refusal(page, login);
  await expect(page.locator('input[name="login"]')).toHaveValue(login);
});

test("after signing in one is where one was going @plain", async ({ page }) => {
  await page.goto("/equipments?state=down");
  await expect(page).toHaveURL(/\/login\?next=/);
  await hydrated(page);
  await fillSignIn(page, email("technician"), PASSWORD);
  await expect(page).toHaveURL(`${BASE_URL}/equipments?state=down`);
});

test("a way out of the site in next= is not followed @plain", async ({ page }) => {
  await open(page, "/login?next=//example.org/steal");
  await fillSignIn(page, email("technician"), PASSWORD);
  await expect(page.locator(FORM)).toHaveCount(0);
  expect(new URL(page.url()).origin).toBe(BASE_URL);
});

test("somebody signed in has no use for the sign-in page @plain", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/login");
  await expect(page).not.toHaveURL(/\/login/);
});

test("the keyboard is enough", async ({ page }) => {
  await open(page, "/login");
  await page.locator('input[name="login"]').focus();
  await page.keyboard.type(email("technician"));
  await page.keyboard.press("Tab");
  await page.locator('input[name="password"]').focus();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.locator(FORM)).toHaveCount(0);
});

test("the page speaks French and English @plain @phone", async ({ page }) => {
  await open(page, "/login");
  const html = page.locator("html");
  const title = page.locator("h1");
  await expect(html).toHaveAttribute("lang", "fr");
  const french = await title.innerText();
  await page.locator('[lang="en"]').first().click();
  await expect(html).toHaveAttribute("lang", "en");
  await hydrated(page);
  await expect(title).not.toHaveText(french);
});

test("the page is accessible in the three themes and at 320 px", async ({ page }) => {
  await open(page, "/login");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "sign-in");
});
