import { type Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { field, own, save } from "../support/form.ts";
import { fillSignIn, signIn } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

const SECRET = "Huitre-tango-barda-8";

/** The links of the mails that the outbox kept for an address, the latest first. */
async function links(page: Page, address: string, count: number): Promise<string[]> {
  const written = page.locator("tbody tr", { hasText: address }).locator("a.row-link");
  await expect(async () => {
    await open(page, `/admin/outbox?q=${encodeURIComponent(address)}&template=invitation&state=kept`);
    await expect(written).toHaveCount(count, { timeout: 1000 });
  }).toPass();
  const found: string[] = [];
  for (const path of await written.evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""))) {
    await open(page, path);
    const text = await page.locator("pre").innerText();
    found.push(/\/invitation\?token=[\w-]+/.exec(text)?.[0] ?? "");
  }
  return found;
}

test("somebody is invited, twice, and chooses a password @plain @phone", async ({ page, browser, wasm }) => {
  test.setTimeout(120_000);
  await signIn(page, "admin");
  const name = own("invitee");
  const address = `${name}@usine.example`;
  await open(page, "/admin/users/new");
  await field(page, "first_name").fill("Zoé");
  await field(page, "last_name").fill(`Invitée ${name}`);
  await field(page, "email").fill(address);
  await page.getByLabel("NORD Site Nord").check();
  await expect(field(page, "password")).toBeVisible();
  await page.getByLabel("Inviter par e-mail").check();
  await expect(field(page, "password")).toBeHidden();
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, "invite");
  }
  await save(page);
  await expect(page).toHaveURL(/\/admin\/users\/\d+\?done=invited$/);
  await hydrated(page);
  const path = new URL(page.url()).pathname;
  await expect(page.locator("main")).toContainText("Valable jusqu’au");
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, "invited");
  }
  await open(page, path);
  await page.getByRole("button", { name: "Renvoyer l’invitation" }).click();
  await expect(page.getByText("Invitation préparée, mais aucun serveur de messagerie")).toBeVisible();
  await open(page, `/admin/users?q=${name}`);
  await expect(page.locator("tbody tr", { hasText: address })).toContainText("Invité");
  const [second = "", first = ""] = await links(page, address, 2);
  expect(second).not.toBe("");

  const context = await browser.newContext({ locale: "fr-FR", javaScriptEnabled: wasm });
  const door = await context.newPage();
  await open(door, first);
  await expect(door.locator("main")).toContainText("nouvelle invitation");
  if (wasm) await expectAccessible(door);
  await open(door, second);
  await expect(door.locator("h1")).toHaveText("Bienvenue");
  if (wasm) {
    await expectAccessible(door);
    await expectReflow(door);
    await shot(door, "invitation");
  }
  await door.locator('input[name="new_password"]').fill(SECRET);
  await door.locator('input[name="again"]').fill("autre");
  await door.locator('form[action="/session/reset-password"] button[type="submit"]').last().click();
  await hydrated(door);
  await expect(door.locator("#f-again-error")).toBeVisible();
  await expect(door).toHaveURL(/\/invitation\?/);
  await door.locator('input[name="new_password"]').fill(SECRET);
  await door.locator('input[name="again"]').fill(SECRET);
  await door.locator('form[action="/session/reset-password"] button[type="submit"]').last().click();
  await expect(door).toHaveURL(/\/login\?done=joined/);
  await expect(door.getByText("Votre compte est prêt.")).toBeVisible();
  await hydrated(door);
  await fillSignIn(door, address, SECRET);
  await expect(door).toHaveURL(/\/my-work/);
  await context.close();

  await open(page, path);
  await expect(page.locator("main")).toContainText("Acceptée le");
  await expect(page.getByRole("button", { name: "Renvoyer l’invitation" })).toHaveCount(0);
});

test("the pages of an invitation speak English", async ({ page }) => {
  await open(page, "/invitation?token=made-up");
  await page.locator('button[value="en"]').click();
  await hydrated(page);
  await open(page, "/invitation?token=made-up");
  await expect(page.locator("main")).toContainText("Ask your administrator for a new invitation");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "invitation-closed");
});
