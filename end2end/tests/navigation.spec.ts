/** From page to page: fetched ahead, never old, and with a calm passage. */
import type { Page } from "@playwright/test";
import { own } from "../support/form.ts";
import { signIn } from "../support/roles.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

/** Follows what the browser fetches ahead: the path of a page, and what has become of it. */
async function ahead(page: Page): Promise<(path: string) => string | undefined> {
  const devtools = await page.context().newCDPSession(page);
  const known = new Map<string, string>();
  devtools.on("Preload.prefetchStatusUpdated", (event) => {
    const { pathname, search } = new URL(event.prefetchUrl);
    known.set(pathname + search, event.prefetchStatus);
  });
  await devtools.send("Preload.enable");
  return (path) => known.get(path);
}

const READY = "PrefetchSuccessfulButNotUsed";

/** How the browser came by the page at hand. */
const delivery = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const [loaded] = performance.getEntriesByType("navigation") as (PerformanceNavigationTiming & { deliveryType: string })[];
    return loaded?.deliveryType ?? "";
  });

test("a page that one points at is there when it is opened", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/equipments");
  expect(await delivery(page)).toBe("");
  const state = await ahead(page);
  const link = page.locator("tbody tr a").first();
  const path = (await link.getAttribute("href")) ?? "";
  await link.hover();
  await expect.poll(() => state(path)).toBe(READY);
  await link.click();
  await expect(page).toHaveURL(path);
  await hydrated(page);
  expect(await delivery(page)).toBe("navigational-prefetch");
});

test("a page that was fetched before a change is fetched again", async ({ page }) => {
  await signIn(page, "supervisor");
  await open(page, "/equipments");
  const state = await ahead(page);
  const link = page.locator('.sidebar a[href="/interventions"]');
  await link.hover();
  await expect.poll(() => state("/interventions")).toBe(READY);
  await page.evaluate(() => fetch("/session/preferences", { method: "POST", body: new URLSearchParams() }).then(() => undefined));
  await expect.poll(() => state("/interventions")).toBe("PrefetchEvictedAfterBrowsingDataRemoved");
});

test("a page that was fetched half a minute ago is fetched again", async ({ page }) => {
  await page.clock.install();
  await signIn(page, "supervisor");
  await open(page, "/equipments");
  const state = await ahead(page);
  const link = page.locator('.sidebar a[href="/interventions"]');
  await link.hover();
  await expect.poll(() => state("/interventions")).toBe(READY);
  await page.clock.fastForward(31_000);
  await expect.poll(() => state("/interventions")).toBe("PrefetchEvictedAfterCandidateRemoved");
  await page.locator("h1").hover();
  await link.hover();
  await expect.poll(() => state("/interventions")).toBe(READY);
});

test("what somebody else does between the look ahead and the opening is shown", async ({ page, browser, baseURL }) => {
  test.slow();
  const what = `${own("AVANT")} bruit de courroie`;
  await signIn(page, "supervisor");
  await open(page, "/equipments");
  const state = await ahead(page);
  const link = page.locator('.sidebar a[href="/interventions"]');
  await link.hover();
  await expect.poll(() => state("/interventions")).toBe(READY);
  const other = await browser.newContext({ baseURL: baseURL ?? "" });
  const technician = await other.newPage();
  await signIn(technician, "technician");
  await open(technician, "/repairs/new?equipment=5");
  await technician.locator('[name="draft[what]"]').fill(what);
  await technician.locator('[name="draft[stopped]"][value="true"]').check();
  await technician.locator(".form-actions .btn-primary").click();
  await expect(technician).toHaveURL(/\/interventions\/\d+/);
  await other.close();
  await link.click();
  await expect(page).toHaveURL("/interventions");
  await expect(page.locator("main")).toContainText(what);
});

test("a file is not fetched ahead", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/audit");
  const state = await ahead(page);
  const file = page.locator("main a[download]:visible").first();
  const path = (await file.getAttribute("href")) ?? "";
  expect(path).toContain("export.csv");
  await file.hover();
  await page.waitForTimeout(500);
  // A page shows that there was time enough.
  await page.locator('.sidebar a[href="/interventions"]').hover();
  await expect.poll(() => state("/interventions")).toBe(READY);
  expect(state(path)).toBeUndefined();
});

test.describe("with motion", () => {
  test.use({ contextOptions: { reducedMotion: "no-preference" } });

  test("one page fades into the next, and the keyboard begins at its top", async ({ page }) => {
    await page.addInitScript(() => {
      addEventListener("pagereveal", (event) => {
        document.documentElement.dataset["passage"] = String(Boolean((event as Event & { viewTransition: unknown }).viewTransition));
      });
    });
    await signIn(page, "supervisor");
    await open(page, "/equipments");
    await page.locator('.sidebar a[href="/interventions"]').click();
    await expect(page).toHaveURL("/interventions");
    await hydrated(page);
    await expect(page.locator("html")).toHaveAttribute("data-passage", "true");
    expect(await page.evaluate(() => [scrollY, document.activeElement?.tagName])).toEqual([0, "BODY"]);
    // While it lasts, and after it: the page takes clicks.
    await page.locator('.sidebar .nav-link[href="/equipments"]').click();
    await expect(page).toHaveURL("/equipments");
  });
});

test("who wants no motion sees none", async ({ page }) => {
  await page.addInitScript(() => {
    addEventListener("pagereveal", (event) => {
      document.documentElement.dataset["passage"] = String(Boolean((event as Event & { viewTransition: unknown }).viewTransition));
    });
  });
  await signIn(page, "supervisor");
  await open(page, "/equipments");
  await page.locator('.sidebar a[href="/interventions"]').click();
  await expect(page).toHaveURL("/interventions");
  await hydrated(page);
  await expect(page.locator("html")).toHaveAttribute("data-passage", "false");
});
