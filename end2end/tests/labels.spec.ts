import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { find, rows } from "../support/equipment.ts";
import { signIn } from "../support/roles.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

test("a machine's page shows its code, which leads to its label @plain", async ({ page, wasm }) => {
  await signIn(page, "technician");
  const path = await find(page, "PH-001");
  await open(page, path);
  await page.locator(`main a[href="${path}/label"]`).click();
  await expect(page).toHaveURL(new RegExp(`${path}/label$`));
  await expect(page.locator(".page-body li")).toHaveCount(1);
  await expect(page.locator(".page-body li")).toContainText("PH-001");
  await expect(page.locator(".page-body li")).toContainText("Presse hydraulique 250 t");
  if (wasm) {
    const code = page.locator(".page-body li img");
    await expect.poll(() => code.evaluate((i: HTMLImageElement) => i.naturalWidth)).toBeGreaterThan(0);
    await expectAccessible(page);
    await expectReflow(page);
  }
});

test("a sheet of labels is made of the rows that are ticked @plain", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/equipments?q=PH-");
  await rows(page).nth(0).locator("input[type=checkbox]").check();
  await rows(page).nth(1).locator("input[type=checkbox]").check();
  await page.getByRole("button", { name: "Étiquettes" }).click();
  await expect(page).toHaveURL(/\/equipments\/labels\?ids=\d+(,|%2C)\d+$/);
  await hydrated(page);
  await expect(page.locator(".page-body li")).toHaveCount(2);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Planches en PDF" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("labels.pdf");
});
