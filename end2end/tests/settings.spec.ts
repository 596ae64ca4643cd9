import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { perProject, signIn } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { Smtp } from "../support/smtp.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

const FORM = 'form:has(input[name="draft[version]"])';
const field = (name: string) => `${FORM} [name="draft[${name}]"]`;

// One plant has one set of settings: the tests that change them go one after the other, in one project.
test.describe.configure({ mode: "serial" });

test("a setting is saved and shown, and its default comes back @plain-only", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/settings/general");
  await page.locator(field("plant_name")).fill("Usine de Brest");
  await page.locator(`${FORM} .btn-primary`).click();
  await expect(page).toHaveURL(/\/admin\/settings\/general\?done=saved$/);
  await expect(page.locator(field("plant_name"))).toHaveValue("Usine de Brest");
  await expect(page.locator(".brand").first()).toContainText("Usine de Brest");
  await page.getByRole("button", { name: "Rétablir les valeurs par défaut" }).click();
  await expect(page.locator(field("plant_name"))).toHaveValue("");
  await expect(page.locator(".brand").first()).toContainText("Vigie");
});

/** The section that a project may change: the other screens would find it changed under their hands. */
const mine = () => perProject("security", "general", "general");

test("a wrong setting is told at its field and nothing typed is lost @plain", async ({ page, quiet }) => {
  quiet.allow(/422/);
  const [name, wrong] = mine() === "security" ? ["session_days", "900"] : ["timezone", "Mars/Base"];
  await signIn(page, "admin");
  await open(page, `/admin/settings/${mine()}`);
  await page.locator(field(name)).fill(wrong);
  await page.locator(`${FORM} .btn-primary`).click();
  await expect(page.locator(`#f-draft-${name}-error`)).toBeVisible();
  await expect(page.locator(field(name))).toHaveValue(wrong);
});

test("what was saved holds on the pages that one goes on to", async ({ page, quiet }) => {
  quiet.allow(/422/);
  await signIn(page, "admin");
  await open(page, "/admin/settings/security");
  await page.locator(field("min_length")).fill("14");
  await page.locator(`${FORM} .btn-primary`).click();
  await expect(page).toHaveURL(/\/admin\/settings\/security\?done=saved$/);
  await hydrated(page);
  await expect(page.getByText("Enregistré.")).toBeVisible();
  await page.locator('nav a[href="/admin/users"]').first().click();
  await page.locator('a[href="/admin/users/new"]').click();
  await expect(page.locator(".field", { has: page.locator('[name="draft[password]"]') }).first()).toContainText("14");
  // A refusal after a success leaves what was chosen meanwhile.
  await open(page, "/admin/settings/security");
  const kinds = page.locator(field("four_kinds"));
  const before = await kinds.isChecked();
  await kinds.setChecked(!before);
  await page.locator(field("session_days")).fill("900");
  await page.locator(`${FORM} .btn-primary`).click();
  await expect(page.locator("#f-draft-session_days-error")).toBeVisible();
  await expect(kinds).toBeChecked({ checked: !before });
  await page.getByRole("button", { name: "Rétablir les valeurs par défaut" }).click();
  await expect(page).toHaveURL(/done=saved$/);
  await hydrated(page);
  await expect(page.locator(field("min_length"))).not.toHaveValue("14");
});

test("a setting is found by its words @plain @phone", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/settings");
  await page.locator('input[name="q"]').fill("fuseau");
  await page.locator('input[name="q"]').press("Enter");
  const found = page.getByRole("link", { name: "Fuseau horaire" });
  await expect(found).toBeVisible();
  await found.click();
  await expect(page).toHaveURL(/general#f-draft-timezone$/);
  await hydrated(page);
  await expect(page.locator(field("timezone"))).toBeInViewport();
  await expect(page.locator(`${field("timezone")}:target`)).toHaveCount(1);
});

// On one screen only: the settings are the whole plant's.
test("the second of two editors sees what the first one stored", async ({ page, quiet, browser }) => {
  quiet.allow(/409/);
  await signIn(page, "admin");
  await open(page, "/admin/settings/security");
  const other = await browser.newPage();
  await signIn(other, "admin");
  await open(other, "/admin/settings/security");
  await other.locator(field("free_tries")).fill("6");
  await other.locator(`${FORM} .btn-primary`).click();
  await expect(other).toHaveURL(/done=saved/);
  await page.locator(field("session_days")).fill("20");
  await page.locator(`${FORM} .btn-primary`).click();
  await expect(page.locator("main")).toContainText("Valeur enregistrée\u00a0: 6");
  await other.close();
  await open(page, "/admin/settings/security");
  await page.getByRole("button", { name: "Rétablir les valeurs par défaut" }).click();
  await expect(page.locator(field("free_tries"))).toHaveValue("5");
});

test("only an administrator sees the settings @plain", async ({ page, quiet }) => {
  quiet.allow(/403/);
  await signIn(page, "supervisor");
  expect((await page.goto("/admin/settings"))?.status()).toBe(403);
});

// Few, because the server lets few trials through.
test("a mail server is tried before it is saved, and nothing typed is lost @plain", async ({ page, wasm }) => {
  const smtp = await Smtp.start();
  await signIn(page, "admin");
  await open(page, "/admin/settings/mail");
  await page.locator(field("host")).fill("127.0.0.1");
  await page.locator(field("port")).fill("1");
  await page.locator(field("security")).selectOption("none");
  await page.locator(field("from")).fill("vigie@usine.example");
  const attempt = page.getByRole("button", { name: "M’envoyer un essai" });
  const answer = page.locator("#mail-trial");
  await attempt.click();
  await expect(answer).toContainText("Rien n’écoute à ce port");
  await expect(page.locator(field("from"))).toHaveValue("vigie@usine.example");
  if (wasm) await hydrated(page);
  await page.locator(field("port")).fill(String(smtp.port));
  await attempt.click();
  await expect(answer).toContainText("250 2.0.0 Queued as 4711");
  await expect(answer).toContainText("admin@vigie.test");
  await expect(page.locator(field("port"))).toHaveValue(String(smtp.port));
  expect(smtp.received).toHaveLength(1);
  expect(smtp.received[0]).toContain("Subject: Vigie");
  if (wasm) {
    await expectAccessible(page);
    await shot(page, "settings-mail");
  }
  await open(page, "/admin/settings/mail");
  if (wasm) {
    // Nothing was saved: what was typed is offered again, until it is thrown away.
    await expect(page.locator(field("host"))).toHaveValue("127.0.0.1");
    await page.getByRole("button", { name: "L’oublier" }).click();
  }
  await expect(page.locator(field("host"))).toHaveValue("");
  smtp.stop();
});

test("a wrong mail server is told at its field when it is tried @plain", async ({ page, quiet }) => {
  quiet.allow(/422/);
  await signIn(page, "admin");
  await open(page, "/admin/settings/mail");
  await page.locator(field("host")).fill("https://mail");
  await page.locator(field("from")).fill("vigie");
  await page.getByRole("button", { name: "M’envoyer un essai" }).click();
  await expect(page.locator("#f-draft-host-error")).toBeVisible();
  await expect(page.locator("#f-draft-from-error")).toBeVisible();
  await expect(page.locator(field("host"))).toHaveValue("https://mail");
});

test("the mail settings are accessible and fit a phone", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/settings/mail");
  await expectAccessible(page);
  await expectReflow(page);
});

test("the settings are accessible in the three themes and at 320 px", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/settings/security");
  await expectAccessible(page);
  await expectReflow(page);
  await open(page, "/admin/settings");
  await expectAccessible(page, ["light"]);
  await shot(page, "settings");
});
