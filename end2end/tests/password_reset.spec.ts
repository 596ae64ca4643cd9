import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { email, perProject, signIn, type Role } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";
import type { Page } from "@playwright/test";

const SEND = 'form[action="/session/forgot-password"] button[type="submit"]';

/** A newer link takes the place of an older one: each project asks for somebody else's. */
function somebody(): Role {
  return perProject<Role>("client", "technician", "supervisor");
}

/** An address may ask a few times an hour: it is nobody's of the other tests. */
function known(): string {
  return perProject("julie.moreau@vigie.test", "thomas.leroy@vigie.test", "ines.garcia@vigie.test");
}

async function ask(page: Page, address: string): Promise<string> {
  await open(page, "/login");
  await page.getByRole("link", { name: "Mot de passe oublié" }).click();
  await expect(page).toHaveURL(/\/forgot-password/);
  await hydrated(page);
  await page.locator('input[name="email"]').fill(address);
  await page.locator(SEND).click();
  await expect(page).toHaveURL(/sent=1/);
  await hydrated(page);
  return page.locator("main").innerText();
}

test("whoever asks for a link reads the same @plain", async ({ page }) => {
  const unknown = await ask(page, `nobody-${test.info().project.name}@vigie.test`);
  expect(await ask(page, known())).toBe(unknown);
});

test("the link in the mail leads to a form that knows the rule @plain @phone", async ({ page, wasm, browser }) => {
  await ask(page, email(somebody()));
  const context = await browser.newContext({ locale: "fr-FR", javaScriptEnabled: wasm });
  const desk = await context.newPage();
  await signIn(desk, "admin");
  const written = desk.locator("tbody tr", { hasText: email(somebody()) }).first().locator("a.row-link");
  await expect(async () => {
    await open(desk, `/admin/outbox?q=${encodeURIComponent(email(somebody()))}&template=password_reset&state=kept`);
    await expect(written).toBeVisible({ timeout: 1000 });
  }).toPass();
  await written.click();
  await expect(desk).toHaveURL(/\/admin\/outbox\/\d+/);
  const text = await desk.locator("pre").innerText();
  const link = /\/reset-password\?token=[\w-]+/.exec(text)?.[0] ?? "";
  expect(link).not.toBe("");
  await context.close();

  await open(page, link);
  const fresh = page.locator('input[name="new_password"]');
  await fresh.fill("barque soupir velours");
  await page.locator('input[name="again"]').fill("barque soupir velour");
  await page.locator('form[action="/session/reset-password"] button[type="submit"]').click();
  await expect(page.locator("#f-again-error")).toBeVisible();
  await expect(fresh).toHaveValue("");
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, "reset-password");
  }
});

test("a link that was never given out leads to asking for one @plain", async ({ page }) => {
  await open(page, "/reset-password?token=made-up");
  await page.getByRole("link", { name: "Demander un nouveau lien" }).click();
  await expect(page).toHaveURL(/\/forgot-password/);
});

test("what is no address is refused at its field and stays there @plain", async ({ page }) => {
  await open(page, "/forgot-password");
  await page.locator('input[name="email"]').fill("claire");
  await page.locator(SEND).click();
  await expect(page.locator("#f-email-error")).toBeVisible();
  await expect(page.locator('input[name="email"]')).toHaveValue("claire");
});

test("the pages are accessible in the three themes and at 320 px", async ({ page }) => {
  for (const path of ["/forgot-password", "/forgot-password?sent=1", "/reset-password?token=made-up"]) {
    await open(page, path);
    await expectAccessible(page);
    await expectReflow(page);
  }
  await open(page, "/forgot-password");
  await shot(page, "forgot-password");
});
