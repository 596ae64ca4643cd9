import { createHmac } from "node:crypto";
import { type Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { fillSignIn, signIn } from "../support/roles.ts";
import { BASE_URL } from "../support/server.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

const SECRET = "Huitre-tango-barda-8";
const HEADERS = { origin: BASE_URL, "sec-fetch-site": "same-origin" };
const send = (page: Page, action: string) => page.locator(`form[action="${action}"] button[type="submit"]`).last();

/** What an app that was told this key shows now, or some steps of 30 s from now. */
function code(key: string, steps = 0): string {
  const bits = [...key.replaceAll(" ", "")]
    .map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0"))
    .join("");
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac("sha1", bytes).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** An account of this test and project alone, signed in as its only person, and its page for the administrator. */
async function newcomer(page: Page, name: string, language: "fr" | "en"): Promise<{ email: string; path: string }> {
  const email = `${name}.${test.info().project.name}@usine.example`;
  await signIn(page, "admin");
  await open(page, "/admin/users/new");
  const field = (of: string) => page.locator(`main [name="draft[${of}]"]`);
  await field("first_name").fill("Zoé");
  await field("last_name").fill("Le Bihan");
  await field("email").fill(email);
  await field("password").fill(SECRET);
  await field("role").selectOption("technician");
  await page.getByLabel("NORD Site Nord").check();
  await page.locator(".form-actions .btn-primary").click();
  await expect(page).toHaveURL(/\/admin\/users\/\d+\?done=saved$/);
  const path = new URL(page.url()).pathname;
  // What the page still asks for is asked by the one who opened it.
  await page.goto("about:blank");
  await page.context().clearCookies();
  await page.request.post("/session/sign-in", { form: { login: email, password: SECRET }, headers: HEADERS });
  await page.request.post("/session/preferences", { form: { language }, headers: HEADERS });
  return { email, path };
}

async function setUp(page: Page): Promise<string> {
  await open(page, "/account");
  await page.locator('a[href="/account/second-step"]').click();
  await hydrated(page);
  await send(page, "/session/second-step/begin").click();
  await hydrated(page);
  return page.locator("#second-step-key").innerText();
}

test("the second step is set up, used, and given up @plain @phone", async ({ page, wasm }) => {
  // Six pages, most of them looked at in three themes.
  test.slow();
  const { email } = await newcomer(page, "deux", "fr");
  const key = await setUp(page);
  const picture = page.getByAltText("Code QR à photographier avec l’application d’authentification");
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, "second-step-setup");
    await page.getByRole("button", { name: "Copier la clé" }).click();
    await expect(page.getByText("Clé copiée.")).toBeVisible();
  }
  await page.locator('input[name="code"]').fill("000000");
  await send(page, "/session/second-step/confirm").click();
  await hydrated(page);
  await expect(page.locator("#f-code-error")).toBeVisible();
  await page.locator('input[name="code"]').fill(code(key, -1));
  await send(page, "/session/second-step/confirm").click();
  await hydrated(page);
  const codes = page.locator("#recovery-codes li");
  await expect(codes).toHaveCount(10);
  const recovery = await codes.first().innerText();
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, "second-step-codes");
  }
  const file = await page.request.get("/account/second-step/codes.txt");
  expect(await file.text()).toContain(recovery);
  await send(page, "/session/second-step/kept").click();
  await hydrated(page);
  await open(page, "/account");
  await expect(page.locator("main")).toContainText("10 codes de secours inutilisés");

  await page.goto("about:blank");
  await page.context().clearCookies();
  await open(page, "/login");
  await fillSignIn(page, email, SECRET);
  await expect(page).toHaveURL(/\/second-step/);
  await hydrated(page);
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, "second-step");
  }
  await page.locator('input[name="code"]').fill("000000");
  await send(page, "/session/second-step").click();
  await hydrated(page);
  await expect(page.locator("#f-code-error")).toBeVisible();
  await page.locator('input[name="code"]').fill(recovery.toLowerCase());
  await send(page, "/session/second-step").click();
  await expect(page).toHaveURL(/\/my-work/);
  await open(page, "/account");
  await expect(page.locator("main")).toContainText("9 codes de secours inutilisés");
  await expect(page.locator("main")).toContainText("avec un code de secours");

  await page.locator('a[href="/account/second-step"]').click();
  await hydrated(page);
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
  }
  await page.locator('input[name="password"]').fill("autre chose");
  await page.locator('button[value="off"]').click();
  await hydrated(page);
  await expect(page.locator("#f-password-error")).toBeVisible();
  await page.locator('input[name="password"]').fill(SECRET);
  await page.locator('button[value="off"]').click();
  await expect(page).toHaveURL(/\/account\?done=saved/);
  await expect(page.getByText("Pas activée")).toBeVisible();
});

test("in English, and an administrator takes it away @plain", async ({ page }) => {
  const { email, path } = await newcomer(page, "two", "en");
  const key = await setUp(page);
  await expect(page.locator("main")).toContainText("Two-step sign-in");
  await page.locator('input[name="code"]').fill(code(key));
  await send(page, "/session/second-step/confirm").click();
  await expect(page.locator("main")).toContainText("Your recovery codes");
  await page.goto("about:blank");
  await page.context().clearCookies();
  await signIn(page, "admin");
  await open(page, path);
  await page.getByRole("button", { name: "Retirer la deuxième étape" }).click();
  await expect(page.locator("main")).toContainText("La connexion ne demande que le mot de passe.");
  await page.goto("about:blank");
  await page.context().clearCookies();
  await open(page, "/login");
  await fillSignIn(page, email, SECRET);
  await expect(page).toHaveURL(/\/my-work/);
});

test("who comes to the code without a password is sent back @plain", async ({ page }) => {
  await open(page, "/second-step");
  await page.locator('input[name="code"]').fill("123456");
  await send(page, "/session/second-step").click();
  await expect(page).toHaveURL(/\/login\?late=1/);
  await expect(page.getByText("Trop de temps a passé")).toBeVisible();
});
