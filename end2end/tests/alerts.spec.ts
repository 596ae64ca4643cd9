import type { Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { signIn } from "../support/roles.ts";
import { shot } from "../support/shot.ts";
import { expect, open, test } from "../support/test.ts";

const PAGE = "/admin/settings/alerts";
const field = (page: Page, name: string) => page.locator(`[name="draft[${name}]"]`);
const save = (page: Page) => page.locator(".form-actions .btn-primary");

test("what goes out goes to somebody, and a wrong address is told at its field @plain", async ({ page, quiet }) => {
  quiet.allow(/422/);
  await signIn(page, "admin");
  await open(page, PAGE);
  await expect(field(page, "to_admins")).toBeChecked();
  await expect(field(page, "reminder_hours")).toHaveValue("24");
  await field(page, "to_admins").uncheck();
  await field(page, "reminder_hours").fill("48");
  await save(page).click();
  await expect(page.locator("#f-draft-extra_email-error")).toBeVisible();
  await expect(field(page, "reminder_hours")).toHaveValue("48");
  await expect(field(page, "to_admins")).not.toBeChecked();
  await field(page, "extra_email").fill("astreinte");
  await save(page).click();
  await expect(page.locator("#f-draft-extra_email-error")).toContainText("adresse");
  await expect(field(page, "extra_email")).toHaveValue("astreinte");
});

test("the section can be read by everybody", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, PAGE);
  await expect(page.getByLabel("Journal d’audit altéré")).toBeChecked();
  await expect(page.getByRole("navigation", { name: "Sections des paramètres" })).toContainText("Alertes");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "settings-alerts");
});

test("the words of alerts and of security notices are among the templates", async ({ page, quiet }) => {
  // What the browser says of Playwright's own scripts in a frame that runs none.
  quiet.allow(/Blocked script execution in .* frame is sandboxed/);
  await signIn(page, "admin");
  await open(page, "/admin/settings/templates/alert/fr");
  await expect(page.getByText("{{ since }}", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await shot(page, "template-alert");
  await open(page, "/admin/settings/templates/security_notice/en");
  await expect(page.getByText("{{ advice }}", { exact: true })).toBeVisible();
  await shot(page, "template-security-notice");
});
