/** From a reported breakdown to a validated intervention. */
import type { Locator, Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { own } from "../support/form.ts";
import { signIn, type Role } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

const status = (page: Page): Locator => page.locator("main header .badge").first();
const dialog = (page: Page): Locator => page.locator("dialog[open]");

/** The page as another person: the session that was there stays what it is. */
async function as(page: Page, role: Role, path: string): Promise<void> {
  await page.goto("about:blank");
  await page.context().clearCookies();
  await signIn(page, role);
  await open(page, path);
}

/** Presses a button of the intervention that opens a dialog, where the browser does that alone. */
async function openDialog(page: Page, name: string): Promise<Locator> {
  await page.locator("main header").getByRole("button", { name, exact: true }).click();
  await expect(dialog(page)).toBeVisible();
  return dialog(page);
}

/** Reports a breakdown on the first machine that the words find; returns the address of its intervention. */
async function report(page: Page, what: string): Promise<string> {
  await open(page, "/repairs/new");
  await page.locator("main li a").first().click();
  await expect(page).toHaveURL(/equipment=\d+/);
  await hydrated(page);
  await page.locator('[name="draft[what]"]').fill(what);
  await page.locator('[name="draft[stopped]"][value="true"]').check();
  await page.locator('[name="draft[urgency]"][value="urgent"]').check();
  await page.locator(".form-actions .btn-primary").click();
  await expect(page).toHaveURL(/\/interventions\/\d+/);
  await hydrated(page);
  return new URL(page.url()).pathname;
}

test("a breakdown goes from its report to its validation @plain", async ({ page }) => {
  test.slow();
  const what = `${own("FUITE")} au vérin`;
  await as(page, "client", "/repairs/new");
  const path = await report(page, what);
  await expect(page.locator("main h2").first()).toHaveText(what);
  await expect(status(page)).toHaveText("Ouverte");
  // Whoever reports follows it, and directs nothing.
  await expect(page.locator("main header .btn-primary")).toHaveCount(0);

  await as(page, "supervisor", path);
  const assign = await openDialog(page, "Affecter");
  await assign.getByLabel("Karim Benali").first().check();
  await assign.locator(".dialog-actions .btn-primary").click();
  await expect(status(page)).toHaveText("Affectée");
  await hydrated(page);

  await as(page, "technician", path);
  await page.getByRole("button", { name: "Démarrer" }).click();
  // Another job of theirs may still be running.
  await page.waitForLoadState();
  const asked = page.locator("dialog[open] #f-draft-running");
  await expect(asked.or(status(page).getByText("En cours"))).toBeVisible();
  if (await asked.isVisible()) await page.locator("dialog[open] .dialog-actions .btn-primary").click();
  await expect(status(page)).toHaveText("En cours");
  // The landing page leads back to it in one tap.
  await open(page, "/my-work");
  const running = page.locator("main li", { hasText: what });
  await expect(running).toContainText("En cours depuis");
  await running.getByRole("link", { name: "Continuer" }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await hydrated(page);
  await hydrated(page);
  const empty = await openDialog(page, "Terminer");
  await empty.locator(".dialog-actions .btn-primary").click();
  // Nothing was written: the dialog stays, with the error at its field.
  await expect(dialog(page).locator(".error-summary")).toBeVisible();
  await hydrated(page);
  await dialog(page).locator('[name="draft[report]"]').fill("Flexible remplacé");
  await dialog(page).locator(".dialog-actions .btn-primary").click();
  await expect(status(page)).toHaveText("À valider");

  await as(page, "supervisor", path);
  const back = await openDialog(page, "Renvoyer");
  await back.locator('[name="draft[kind]"][value="paperwork"]').check();
  await back.locator('[name="draft[reason]"]').fill("Il manque la référence du flexible");
  await back.locator(".dialog-actions .btn-primary").click();
  await expect(status(page)).toHaveText("En cours");

  await as(page, "technician", path);
  await expect(page.locator(".timeline")).toContainText("Il manque la référence du flexible");
  const again = await openDialog(page, "Terminer");
  await again.locator('[name="draft[report]"]').fill("Flexible 12x800 remplacé");
  await again.locator(".dialog-actions .btn-primary").click();
  await expect(status(page)).toHaveText("À valider");

  await as(page, "supervisor", path);
  const validate = await openDialog(page, "Valider");
  await validate.locator(".dialog-actions .btn-primary").click();
  await expect(status(page)).toHaveText("Clôturée");

  await as(page, "client", path);
  await expect(status(page)).toHaveText("Clôturée");
  await expect(page.locator("main")).toContainText("Flexible 12x800 remplacé");
});

test("what is reported already can be added to instead of reported twice @plain", async ({ page }) => {
  await as(page, "supervisor", "/repairs/new");
  await report(page, `${own("BRUIT")} à la pompe`);
  await open(page, "/repairs/new");
  await page.locator("main li a").first().click();
  await hydrated(page);
  const more = `${own("PLUS")} de bruit qu'hier`;
  await page.locator('[name="draft[what]"]').fill(more);
  await page.locator('button[formaction*="/repairs/report?id="]').first().click();
  await expect(page).toHaveURL(/\/interventions\/\d+/);
  await expect(page.locator("main")).toContainText(more);
});

test("what was typed in a report is there again after a reload, and a refusal stands at its field", async ({ page }) => {
  await as(page, "supervisor", "/repairs/new?equipment=2");
  const what = page.locator('[name="draft[what]"]');
  await what.fill("?");
  // The rule that the server has stands at the field as soon as it is left.
  await page.locator('[name="draft[since]"]').focus();
  await expect(page.locator("#f-draft-what-error")).toBeVisible();
  await page.locator(".form-actions .btn-primary").click();
  await expect(page.locator(".error-summary")).toBeFocused();
  await expect(what).toHaveAttribute("aria-invalid", "true");
  await expect(what).toHaveValue("?");
  await what.fill("Courroie qui patine");
  page.once("dialog", (leave) => void leave.accept());
  await page.goto("/repairs/new?equipment=2");
  await hydrated(page);
  await expect(what).toHaveValue("Courroie qui patine");
  await page.getByRole("button", { name: "Abandonner" }).or(page.locator("[data-forget]")).first().click();
  await hydrated(page);
  await expect(what).toHaveValue("");
});

test("without network a report is kept and says so @phone", async ({ page, context, quiet }) => {
  quiet.allow(/ERR_INTERNET_DISCONNECTED/);
  await as(page, "technician", "/repairs/new?equipment=3");
  const what = page.locator('[name="draft[what]"]');
  await what.fill(`${own("ODEUR")} de brûlé`);
  await page.locator('[name="draft[stopped]"][value="false"]').check();
  await context.setOffline(true);
  await page.locator(".form-actions .btn-primary").click();
  await expect(page.locator(".not-sent")).toBeVisible();
  await expect(page.locator("[data-connection]").first()).toBeVisible();
  await context.setOffline(false);
  await page.locator(".form-actions .btn-primary").click();
  await expect(page).toHaveURL(/\/interventions\/\d+/);
  await expect(page.locator("main h2").first()).toContainText("de brûlé");
});

test("a comment is added in place and stays where one is @plain", async ({ page }) => {
  await as(page, "supervisor", "/interventions?status=in_progress");
  await page.locator("tbody .row-link").first().click();
  await hydrated(page);
  const said = `${own("DIT")} : pièce arrivée`;
  await page.locator('form[action="/rpc/work/comment"] [name="draft[text]"]').fill(said);
  await page.getByRole("button", { name: "Commenter" }).click();
  await expect(page.locator("main li").filter({ hasText: said })).toBeVisible();
  await expect(page.locator('form[action="/rpc/work/comment"] [name="draft[text]"]')).toHaveValue("");
});

test("an intervention is entered, changed and given hours @plain", async ({ page }) => {
  await as(page, "supervisor", "/interventions/new");
  await page.locator("main li a").nth(1).click();
  await hydrated(page);
  // A title is asked for; what was chosen stays.
  await page.locator('[name="draft[kind]"]').selectOption("inspection");
  await page.locator(".form-actions .btn-primary").click();
  await expect(page.locator(".error-summary")).toBeVisible();
  await hydrated(page);
  await expect(page.locator('[name="draft[kind]"]')).toHaveValue("inspection");
  const title = `${own("TOUR")} des sécurités`;
  await page.locator('[name="draft[title]"]').fill(title);
  await page.locator('[name="draft[planned]"]').fill("2031-03-04T08:30");
  await page.locator(".form-actions .btn-primary").click();
  await expect(page).toHaveURL(/\/interventions\/\d+/);
  await hydrated(page);
  await expect(page.locator("main h2").first()).toHaveText(title);
  await page.locator("main header").getByRole("link", { name: "Modifier" }).click();
  await hydrated(page);
  await expect(page.locator('[name="draft[planned]"]')).toHaveValue("2031-03-04T08:30");
  await page.locator('[name="draft[title]"]').fill(`${title} et gardes`);
  await page.locator(".form-actions .btn-primary").click();
  await expect(page.locator("main h2").first()).toHaveText(`${title} et gardes`);
});

test("the pages of the work are accessible and fit a phone @phone", async ({ page }) => {
  test.slow();
  await as(page, "technician", "/my-work");
  await expect(page.locator("main h1")).toHaveText("Mon travail");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "my-work");
  await page.locator("main .row-link").first().click();
  await hydrated(page);
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "intervention-work");
  await open(page, "/repairs/new");
  await expectAccessible(page, ["light"]);
  await page.locator("main li a").first().click();
  await hydrated(page);
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "report");
});
