/** Technicians: who is there, their shifts, certificates and absences; teams. */
import type { Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { expectRefusals, field, own, save } from "../support/form.ts";
import { signIn, type Role } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

async function as(page: Page, role: Role, path: string): Promise<void> {
  await page.goto("about:blank");
  await page.context().clearCookies();
  await signIn(page, role);
  await open(page, path);
}

/** A day so many days from today, as a date field takes it. */
function day(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

test("a technician proposes an absence, a supervisor decides, and the second learns of the first @plain", async ({ page, quiet }) => {
  test.slow();
  expectRefusals(quiet);
  // Far ahead, and elsewhere for each run.
  const first = 200 + Math.floor(Math.random() * 4_000);
  const training = own("Habilitation");
  await as(page, "technician", "/my-work");
  await page.getByRole("link", { name: "Ma fiche" }).click();
  await expect(page).toHaveURL(/\/team\/\d+/);
  await hydrated(page);
  const mine = new URL(page.url()).pathname;
  await expect(page.getByRole("link", { name: "Modifier les horaires" })).toHaveCount(0);
  await field(page, "kind").selectOption("training");
  await field(page, "first_day").fill(day(first));
  await field(page, "last_day").fill(day(first - 2));
  await field(page, "remark").fill(training);
  await page.getByRole("button", { name: "Envoyer la demande" }).click();
  await expect(field(page, "last_day")).toHaveAttribute("aria-invalid", "true");
  await expect(field(page, "remark")).toHaveValue(training);
  await field(page, "last_day").fill(day(first + 2));
  await page.getByRole("button", { name: "Envoyer la demande" }).click();
  await hydrated(page);
  await expect(page.locator("main tbody tr", { hasText: training })).toContainText("À décider");
  await field(page, "first_day").fill(day(first + 1));
  await page.getByRole("button", { name: "Envoyer la demande" }).click();
  await expect(page.locator("main .error").first()).toContainText("Une autre absence est déjà saisie");

  await as(page, "supervisor", "/notifications");
  await expect(page.locator("main li").first()).toContainText("demande une absence");
  await open(page, "/team/absences");
  const row = page.locator("main tbody tr", { hasText: training });
  await row.locator("summary").click();
  await row.getByRole("button", { name: "Refuser" }).click();
  const again = page.locator("main tbody tr", { hasText: training });
  await expect(again.locator("textarea")).toHaveAttribute("aria-invalid", "true");
  await again.locator("textarea").fill(`Arrêt annuel ${training}`);
  await again.getByRole("button", { name: "Refuser" }).click();
  await expect(page).toHaveURL(/done=saved/);
  await hydrated(page);
  await as(page, "technician", mine);
  await expect(page.locator("main tbody tr", { hasText: `Arrêt annuel ${training}` })).toContainText("Refusée");
});

test("a supervisor keeps teams, certificates and shifts @plain", async ({ page, quiet }) => {
  test.slow();
  expectRefusals(quiet);
  const name = own("EQUIPE");
  await as(page, "supervisor", "/team/teams/new");
  await field(page, "name").fill(name);
  await field(page, "site_id").selectOption({ index: 1 });
  await save(page);
  await expect(page.locator("main tbody").getByText(name)).toBeVisible();

  await open(page, "/team?q=Nguyen");
  await page.locator("main tbody a.row-link").first().click();
  await expect(page.locator("main h1")).toContainText("Paul Nguyen");
  await hydrated(page);
  await page.locator("main header").getByRole("link", { name: "Modifier" }).click();
  await hydrated(page);
  await field(page, "phone").fill("poste douze");
  await page.locator('[name="draft[skills][0][certificate]"]').fill("CACES");
  await page.locator('[name="draft[skills][0][expires_on]"]').fill(day(-5));
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(field(page, "phone")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator('[name="draft[skills][0][certificate]"]')).toHaveValue("CACES");
  await field(page, "phone").fill("4512");
  await save(page);
  await expect(page.locator("main .badge", { hasText: "Expiré" }).first()).toBeVisible();

  await page.getByRole("link", { name: "Modifier les horaires" }).click();
  await hydrated(page);
  await page.locator('[name="draft[days][5][starts]"]').fill("04:00");
  await page.locator('[name="draft[days][5][ends]"]').fill("08:00");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator("main .error").first()).toContainText("chevauche");
  await page.locator('[name="draft[days][5][starts]"]').fill("08:00");
  await page.locator('[name="draft[days][5][ends]"]').fill("12:00");
  await save(page);
  await expect(page.locator("main")).toContainText("08:00–12:00");
});

test("a technician sees when colleagues are away and not why @plain-only", async ({ page }) => {
  await as(page, "technician", "/team");
  const away = page.locator("main tbody tr", { hasText: "Garcia" });
  await expect(away).toContainText("Absent");
  await expect(away).not.toContainText("Formation");
  await expect(page.getByRole("link", { name: "Équipes" })).toHaveCount(0);
  await away.locator("a.row-link").click();
  await hydrated(page);
  await expect(page.locator("main")).not.toContainText("Variateurs, niveau 2");
  await expect(page.locator("main")).not.toContainText("Taux horaires");
  await expect(page.getByRole("button", { name: "Envoyer la demande" })).toHaveCount(0);
});

test("the pages of technicians are accessible and fit a phone @phone", async ({ page }) => {
  test.slow();
  await as(page, "supervisor", "/team");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "team");
  await page.locator("main tbody a.row-link").first().click();
  await hydrated(page);
  const path = new URL(page.url()).pathname;
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "technician");
  for (const address of ["/team/absences", "/team/teams", `${path}/edit`, `${path}/shifts`]) {
    await open(page, address);
    await expectAccessible(page);
    await expectReflow(page);
  }
});
