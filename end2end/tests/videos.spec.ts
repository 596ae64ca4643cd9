import type { Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { create, expectRefusals, own, rows } from "../support/equipment.ts";
import { film } from "../support/film.ts";
import { signIn } from "../support/roles.ts";
import { BASE_URL } from "../support/server.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";

interface Sent {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

async function send(page: Page, wasm: boolean, file: Sent, kind = ""): Promise<void> {
  await page.locator("#document-kind").selectOption(kind);
  await page.locator("#document-files").setInputFiles([file]);
  if (!wasm) await page.locator(".document-upload .btn-primary").click();
  await expect(rows(page).filter({ hasText: file.name })).toBeVisible();
  await hydrated(page);
}

async function machine(page: Page, prefix: string): Promise<string> {
  await signIn(page, "admin");
  const path = await create(page, own(prefix), "Pompe filmée");
  await open(page, `${path}?tab=documents`);
  return path;
}

test("a video is sent, listed with its icon and played in the page @plain @phone", async ({ page, browser, wasm }) => {
  await machine(page, "VID");
  const video: Sent = { name: "Fuite du vérin.webm", mimeType: "video/webm", buffer: await film(browser) };
  await send(page, wasm, video, "failure");
  const row = rows(page).filter({ hasText: video.name });
  await expect(row).toContainText("WebM");
  await expect(row).toContainText("Panne");
  await expect(page.locator("#documents img")).toHaveCount(0);
  // The tile in the gallery, with what it shows.
  const tile = page.locator("#documents li").filter({ hasText: video.name });
  await expect(tile.locator("svg").first()).toBeVisible();
  await expect(tile).toContainText("Panne");
  await tile.locator("a").click();
  await expect(page).toHaveURL(/document=\d+(#document-preview)?$/);
  const player = page.locator("#documents video");
  await expect(player).toBeVisible();
  await expect(player).toHaveAttribute("controls", "");
  await expect(player).toHaveAttribute("preload", "metadata");
  await expect(player).toHaveAttribute("playsinline", "");
  // Its first picture is there: the browser has read it in parts, and understands it.
  await expect.poll(() => player.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(64);
  const src = `${BASE_URL}${await player.getAttribute("src")}`;
  const part = await page.request.get(src, { headers: { range: "bytes=4-9" } });
  expect(part.status()).toBe(206);
  expect((await part.body()).equals(video.buffer.subarray(4, 10))).toBe(true);
  expect(part.headers()["content-type"]).toBe("video/webm");
  expect(part.headers()["x-content-type-options"]).toBe("nosniff");
  if (wasm) {
    await hydrated(page);
    await player.evaluate(async (video: HTMLVideoElement) => {
      video.muted = true;
      await video.play();
    });
    await expect.poll(() => player.evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(0);
    await expectAccessible(page);
    await expectReflow(page);
    await shot(page, "document-video");
  }
});

test("a repair shows what was broken, before and after", async ({ page, browser }) => {
  await machine(page, "AVA");
  const buffer = await film(browser);
  const one = (name: string): Sent => ({ name, mimeType: "video/webm", buffer });
  await send(page, true, one("apres.webm"), "after");
  await send(page, true, one("autre.webm"));
  await send(page, true, one("avant.webm"), "before");
  await send(page, true, one("panne.webm"), "failure");
  const names = page.locator("#documents li .truncate");
  await expect(names).toHaveText(["panne.webm", "avant.webm", "apres.webm", "autre.webm"]);
  await expect(page.locator("#documents li .badge")).toHaveText(["Panne", "Avant", "Après"]);
  await expectAccessible(page);
  await shot(page, "documents-before-after");
});

test("what is no video under a video's name is refused @plain", async ({ page, quiet, wasm }) => {
  expectRefusals(quiet);
  await machine(page, "FAU");
  const film = page.locator("#document-film");
  await expect(film).toHaveAttribute("capture", "environment");
  await expect(film).toHaveAttribute("accept", /video\/quicktime/);
  await film.setInputFiles([{ name: "piege.mp4", mimeType: "video/mp4", buffer: Buffer.from("<html></html>") }]);
  if (!wasm) await page.locator(".document-upload .btn-primary").click();
  await expect(page.locator("main")).toContainText("Le contenu du fichier ne correspond pas à son nom.");
  await expect(rows(page)).toHaveCount(0);
});
