/** Pictures to look at, in `end2end/screenshots`; nothing compares them. */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { setTheme } from "./accessible.ts";
import { ROOT } from "./server.ts";

const FOLDER = join(ROOT, "end2end/screenshots");

/** Writes `NAME-desktop.png`, `NAME-phone.png` and `NAME-dark.png`, only when SHOTS is set: they cost seconds. */
export async function shot(page: Page, name: string): Promise<void> {
  if (!process.env["SHOTS"]) return;
  const before = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: join(FOLDER, `${name}-phone.png`) });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.screenshot({ path: join(FOLDER, `${name}-desktop.png`) });
  await setTheme(page, "dark");
  await page.screenshot({ path: join(FOLDER, `${name}-dark.png`) });
  await setTheme(page, "light");
  if (before) await page.setViewportSize(before);
}
