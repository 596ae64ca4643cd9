import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { create, own, rows } from "../support/equipment.ts";
import { signIn } from "../support/roles.ts";
import { BASE_URL } from "../support/server.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

test("an intervention is had as a PDF @plain", async ({ page, wasm }) => {
  await signIn(page, "technician");
  await open(page, "/interventions");
  const code = await rows(page).locator(".row-link").first().innerText();
  await rows(page).locator(".row-link").first().click();
  await expect(page).toHaveURL(/\/interventions\/\d+$/);
  await hydrated(page);
  const link = page.getByRole("link", { name: "Rapport PDF" });
  await expect(link).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(download.suggestedFilename()).toBe(`${code}.pdf`);
  const answer = await page.request.get(`${BASE_URL}${await link.getAttribute("href")}`);
  expect(answer.headers()["content-type"]).toBe("application/pdf");
  expect(answer.headers()["content-disposition"]).toContain(`${code}.pdf`);
  const file = await answer.body();
  expect(file.subarray(0, 5).toString()).toBe("%PDF-");
  // The page's language is the person's own, whatever the browser asks for.
  expect(file.toString("latin1")).toContain("/Lang(fr)");
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, "intervention-report");
  }
});

test("documents are shown one kind at a time @plain @phone", async ({ page, wasm }) => {
  await signIn(page, "admin");
  const path = await create(page, own("NATURE"), "Presse à documents");
  await open(page, `${path}?tab=documents`);
  const chips = page.getByRole("navigation", { name: "Par nature" });
  for (const [name, kind] of [["a.txt", "manual"], ["b.txt", "manual"], ["c.txt", "certificate"]] as const) {
    await page.locator("#document-kind").selectOption(kind);
    const file = { name, mimeType: "text/plain", buffer: Buffer.from("3 bar") };
    await page.locator("#document-files").setInputFiles([file]);
    if (!wasm) await page.locator(".document-upload .btn-primary").click();
    await expect(rows(page).filter({ hasText: name })).toBeVisible();
    await hydrated(page);
  }
  await expect(chips.locator("a")).toHaveText([/Tous\s*3/, /Manuel\s*2/, /Certificat\s*1/]);
  await chips.getByText("Manuel").click();
  await expect(page).toHaveURL(/nature=manual/);
  await expect(rows(page)).toHaveCount(2);
  await expect(chips.locator("[aria-current]")).toContainText("Manuel");
  if (wasm) {
    await expectAccessible(page);
    await expectReflow(page);
  }
  await chips.getByText("Tous").click();
  await expect(rows(page)).toHaveCount(3);
});
