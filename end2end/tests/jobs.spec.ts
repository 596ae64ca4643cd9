import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { perProject, signIn } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

test("an administrator sees what was done @plain", async ({ page }) => {
  await signIn(page, "admin");
  await expect(async () => {
    await open(page, "/admin/jobs?kind=clean_up");
    await expect(page.locator("tbody tr").first()).toContainText("Terminée", { timeout: 1000 });
  }).toPass();
  await expect(page.locator("tbody tr").first()).toContainText("Nettoyage");
  await expect(page.locator("h1")).toHaveText("Tâches");
});

test("filters are in the address, and nothing found has a way back @plain", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/jobs?state=failed&kind=clean_up");
  await expect(page.getByText("Aucune tâche ne correspond")).toBeVisible();
  await page.getByRole("link", { name: "Effacer les filtres" }).click();
  await expect(page).toHaveURL(/\/admin\/jobs$/);
  await open(page, "/admin/outbox?q=nobody-has-this-name");
  await expect(page.getByText("Aucun message ne correspond")).toBeVisible();
});

test("a filter is chosen in its menu @phone", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/jobs");
  await page.getByRole("button", { name: "État" }).click();
  await page.getByRole("checkbox", { name: "Abandonnée" }).check();
  await page.locator("#filter-state").getByRole("button", { name: "Appliquer" }).click();
  await expect(page).toHaveURL(/state=failed/);
});

test("others are told that it is not for them @plain", async ({ page, quiet }) => {
  quiet.allow(/Failed to load resource: .*403/);
  await signIn(page, "supervisor");
  for (const path of ["/admin/jobs", "/admin/outbox", "/admin/outbox/1"]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(403);
  }
});

test("a mail that does not exist is told so @plain", async ({ page, quiet }) => {
  quiet.allow(/Failed to load resource: .*404/);
  await signIn(page, "admin");
  expect((await page.goto("/admin/outbox/999999"))?.status()).toBe(404);
});

test("a mail that was kept can be sent again, and its page is accessible @plain", async ({ page, wasm }) => {
  // An address may ask a few times an hour: it is nobody's of the other tests.
  const to = perProject("paul.nguyen@vigie.test", "sofia.marques@vigie.test", "marc.delattre@vigie.test");
  await open(page, "/forgot-password");
  await page.locator('input[name="email"]').fill(to);
  await page.locator('form[action="/session/forgot-password"] button[type="submit"]').click();
  await expect(page).toHaveURL(/sent=1/);
  await signIn(page, "admin");
  const mail = page.locator("tbody tr a.row-link").first();
  await expect(async () => {
    await open(page, `/admin/outbox?state=kept&q=${encodeURIComponent(to)}`);
    await expect(mail).toBeVisible({ timeout: 1000 });
  }).toPass();
  await mail.click();
  await expect(page).toHaveURL(/\/admin\/outbox\/\d+/);
  await hydrated(page);
  await expect(page.locator("pre")).toContainText("/reset-password?token=");
  await page.getByRole("button", { name: "Envoyer maintenant" }).click();
  await expect(page).toHaveURL(/done=retried/);
  await expect(page.getByText("Relancé.")).toBeVisible();
  if (!wasm) return;
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "mail");
});

test("jobs and outbox are accessible in the three themes and at 320 px", async ({ page }) => {
  await signIn(page, "admin");
  for (const [path, name] of [["/admin/jobs", "jobs"], ["/admin/outbox", "outbox"]] as const) {
    await open(page, path);
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, name);
  }
});
