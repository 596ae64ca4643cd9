/** What people are told: the bell, its page, and pages that follow what happens elsewhere. */
import type { Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { expectRefusals, field, own, save } from "../support/form.ts";
import { signIn, type Role } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

const unread = async (page: Page): Promise<number> => Number(await page.locator("[data-bell]").getAttribute("data-bell"));

/** Reports a breakdown on a machine; returns the address of its intervention. */
async function report(page: Page, what: string, machine = 4): Promise<string> {
  await open(page, `/repairs/new?equipment=${machine}`);
  await page.locator('[name="draft[what]"]').fill(what);
  await page.locator('[name="draft[stopped]"][value="true"]').check();
  await page.locator(".form-actions .btn-primary").click();
  await expect(page).toHaveURL(/\/interventions\/\d+/);
  return new URL(page.url()).pathname;
}

async function as(page: Page, role: Role): Promise<void> {
  await page.goto("about:blank");
  await page.context().clearCookies();
  await signIn(page, role);
}

test("a breakdown rings for the supervisor, and is read once it was opened @plain", async ({ page }) => {
  const what = `${own("SONNE")} bruit de roulement`;
  await as(page, "technician");
  await report(page, what);
  await as(page, "supervisor");
  await open(page, "/notifications");
  const before = await unread(page);
  expect(before).toBeGreaterThan(0);
  const told = page.locator("main li", { hasText: what });
  await expect(told).toContainText("Karim Benali a signalé une panne");
  await expect(told.locator(".badge").first()).toHaveText("Panne");
  await told.getByRole("button", { name: "Marquer comme lue" }).click();
  await expect(page.locator("main li", { hasText: what }).getByRole("button", { name: "Marquer comme lue" })).toHaveCount(0);
  await expect.poll(() => unread(page)).toBe(before - 1);
  await page.getByRole("link", { name: "Non lues", exact: true }).click();
  await expect(page).toHaveURL(/read=false/);
  await expect(page.locator("main li", { hasText: what })).toHaveCount(0);
  await page.getByRole("button", { name: "Tout marquer comme lu" }).click();
  await expect.poll(() => unread(page)).toBe(0);
});

test("two browsers see each other's changes without a reload", async ({ page, browser, baseURL }) => {
  test.slow();
  const what = `${own("DIRECT")} fuite au flexible`;
  await as(page, "supervisor");
  await open(page, "/interventions");
  const before = await unread(page);
  // What is to be assigned or validated, in the navigation.
  const waiting = page.locator('.sidebar [data-waiting="work"]');
  await expect(waiting).toBeVisible();
  const waited = Number(await waiting.innerText());
  const other = await browser.newContext({ baseURL: baseURL ?? "" });
  const technician = await other.newPage();
  await signIn(technician, "technician");
  const path = await report(technician, what, 6);
  await hydrated(technician);
  await expect(page.locator("tbody tr").first()).toContainText(what);
  await expect.poll(() => unread(page)).toBe(before + 1);
  await expect(waiting).toHaveText(String(waited + 1));
  await expect(page.locator('.sidebar a[href="/interventions"]')).toHaveAttribute("aria-description", /à valider/);

  // The page of the intervention marks what was told of it as read, and follows the other's work.
  await open(page, path);
  await page.locator("main header").getByRole("button", { name: "Affecter", exact: true }).click();
  const assign = page.locator("dialog[open]");
  await assign.getByLabel("Karim Benali").first().check();
  await assign.locator(".dialog-actions .btn-primary").click();
  await expect(page.locator("main header .badge").first()).toHaveText("Affectée");
  await expect(technician.locator("main header .badge").first()).toHaveText("Affectée");
  await expect.poll(() => unread(technician)).toBeGreaterThan(0);
  const words = page.locator('textarea[name="draft[text]"]').last();
  await words.fill("Je commence à écrire");
  await technician.getByRole("button", { name: "Démarrer" }).click();
  // Another job of theirs may still be running.
  const asked = technician.locator("dialog[open] #f-draft-running");
  const begun = technician.locator("main header .badge").first().getByText("En cours");
  await expect(asked.or(begun)).toBeVisible();
  if (await asked.isVisible()) await technician.locator("dialog[open] .dialog-actions .btn-primary").click();
  await expect(page.locator("main header .badge").first()).toHaveText("En cours");
  await expect(words).toHaveValue("Je commence à écrire");

  // What is refused stays, with what was typed, while others go on.
  await hydrated(technician);
  await technician.locator("main header").getByRole("button", { name: "Terminer", exact: true }).click();
  const finish = technician.locator("dialog[open]");
  await finish.locator('[name="draft[observations]"]').fill("Flexible à commander");
  await finish.locator(".dialog-actions .btn-primary").click();
  await expect(finish.locator('[name="draft[report]"]')).toHaveAttribute("aria-invalid", "true");
  const rang = await unread(technician);
  await words.locator("xpath=ancestor::form").getByRole("button").last().click();
  await expect.poll(() => unread(technician)).toBe(rang + 1);
  await expect(finish.locator('[name="draft[report]"]')).toHaveAttribute("aria-invalid", "true");
  await expect(finish.locator('[name="draft[observations]"]')).toHaveValue("Flexible à commander");
  await open(page, "/interventions");
  await expect.poll(() => unread(page)).toBe(before);
  await other.close();
});

/** Writes to Karim Benali, the technician. */
async function write(page: Page, title: string, about = ""): Promise<void> {
  await open(page, `/notifications/new?about=${about}`);
  await page.getByLabel("Karim Benali").check();
  await field(page, "title").fill(title);
  await field(page, "message").fill("Videz les accumulateurs.\nMerci.");
  await save(page);
  await expect(page.getByText("Message envoyé.")).toBeVisible();
}

test("a supervisor writes to a technician, who is told who wrote what, and deletes it @plain", async ({ page, quiet }) => {
  expectRefusals(quiet);
  const title = own("Coupure d’air");
  await as(page, "supervisor");
  await open(page, "/notifications");
  await page.getByRole("link", { name: "Envoyer un message" }).click();
  await field(page, "title").fill(title);
  await field(page, "type").selectOption("warning");
  await field(page, "about").fill("XX-999");
  await save(page);
  // Everything wrong at once; what was typed stays.
  await expect(page.locator(".error-summary a")).toHaveCount(2);
  await expect(field(page, "title")).toHaveValue(title);
  await expect(field(page, "type")).toHaveValue("warning");
  await page.getByLabel("Karim Benali").check();
  await field(page, "message").fill("Videz les accumulateurs.\nMerci.");
  await save(page);
  await expect(page.locator(".error-summary a")).toHaveCount(1);
  await expect(page.getByLabel("Karim Benali")).toBeChecked();
  await field(page, "about").fill("");
  await save(page);
  await expect(page.getByText("Message envoyé.")).toBeVisible();

  await as(page, "technician");
  await open(page, "/notifications");
  await expect(page.getByRole("link", { name: "Envoyer un message" })).toHaveCount(0);
  const told = page.locator("main li", { hasText: title });
  await expect(told).toContainText("Claire Dumas vous a écrit");
  await expect(told).toContainText("Videz les accumulateurs.");
  await expect(told.locator(".badge").first()).toHaveText("Message · Avertissement");
  await page.goto("/notifications?type=warning&read=false");
  await expect(page.locator("main li", { hasText: title })).toHaveCount(1);
  await page.goto("/notifications?type=success");
  await expect(page.locator("main li", { hasText: title })).toHaveCount(0);
  await open(page, "/notifications");
  await told.getByRole("button", { name: /^Supprimer/ }).click();
  await expect(page.locator("main li", { hasText: title })).toHaveCount(0);
});

test("the bell follows what others write, from page to page", async ({ page, browser, baseURL }) => {
  await as(page, "technician");
  await open(page, "/equipments");
  const bell = page.locator("[data-bell]");
  await expect(bell).toHaveCount(1);
  const before = await unread(page);
  const other = await browser.newContext({ baseURL: baseURL ?? "" });
  const supervisor = await other.newPage();
  await signIn(supervisor, "supervisor");
  await write(supervisor, own("CLOCHE"));
  await expect.poll(() => unread(page)).toBe(before + 1);
  await page.locator("tbody a").first().click();
  await expect(page).toHaveURL(/\/equipments\/\d+/);
  await write(supervisor, own("CLOCHE 2"));
  await expect.poll(() => unread(page)).toBe(before + 2);
  await other.close();
});

test("the form of a message is accessible and fits a phone @phone", async ({ page }) => {
  await as(page, "supervisor");
  await open(page, "/notifications/new");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "message");
});

test("the notifications are accessible and fit a phone @phone", async ({ page }) => {
  await as(page, "technician");
  await report(page, `${own("AXE")} voyant rouge`);
  await as(page, "supervisor");
  await open(page, "/notifications");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "notifications");
});
