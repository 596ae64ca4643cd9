/** Accessibility as far as a machine can tell: axe's WCAG 2.2 A and AA rules in the three themes, and reflow. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** `light` is the absence of `data-theme`. */
export type Theme = "light" | "dark" | "sun";

const THEMES: readonly Theme[] = ["light", "dark", "sun"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** The rules that look at colours: a theme changes nothing else (`server/tests/it/architecture.rs`). */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

export async function setTheme(page: Page, theme: Theme): Promise<void> {
  await page.evaluate(async (name) => {
    const root = document.documentElement;
    if (name === "light") delete root.dataset["theme"];
    else root.dataset["theme"] = name;
    // A colour that is still moving is neither of the two.
    // What follows a scroll bar never ends by itself.
    const moving = document.getAnimations().filter(({ timeline }) => timeline instanceof DocumentTimeline);
    await Promise.allSettled(moving.map((animation) => animation.finished));
  }, theme);
}

/**
 * No violation in any theme: every rule in the first one, those about colours in the others. The message names rule,
 * element and what to do.
 */
export async function expectAccessible(page: Page, themes: readonly Theme[] = THEMES): Promise<void> {
  for (const [index, theme] of themes.entries()) {
    await setTheme(page, theme);
    // Into a frame that runs no script axe cannot look; its title is the test's own to check.
    const axe = new AxeBuilder({ page }).exclude('iframe[sandbox=""]');
    if (index === 0) axe.withTags(RULES);
    else axe.withRules(COLOUR_RULES);
    const { violations } = await axe.analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
    );
    expect(found, `${new URL(page.url()).pathname} in the ${theme} theme`).toEqual([]);
  }
  await setTheme(page, "light");
}

/** At 320 px, which is also 1280 px at 400 % zoom: no sideways scrolling of the page, and no violation. */
export async function expectReflow(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, `${new URL(page.url()).pathname} at 320 px scrolls sideways`).toBeLessThanOrEqual(320);
  await expectAccessible(page, ["light"]);
  if (before) await page.setViewportSize(before);
}
