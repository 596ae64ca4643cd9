/** The four demonstration accounts, signed in once for the whole run by `global_setup.ts`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { BASE_URL, RUN_DIR, WORKER } from "./server.ts";
import { open, test } from "./test.ts";

export type Role = "admin" | "supervisor" | "technician" | "client";

export const ROLES: readonly Role[] = ["admin", "supervisor", "technician", "client"];
export const PASSWORD = "Demo-Vigie-2026";

export function email(role: Role): string {
  return `${role}@vigie.test`;
}

/** One of three, by the project that runs: for what an account has only one of, or may do only a few times an hour. */
export function perProject<T>(desktop: T, phone: T, plain: T): T {
  const { name } = test.info().project;
  return name === "plain" ? plain : name === "phone" ? phone : desktop;
}

/** Where the cookies of a role, signed in at a worker's server, are kept during a run. */
export function stateFile(role: Role, worker = WORKER): string {
  return join(RUN_DIR, String(worker), `${role}.json`);
}

/** Signs the page's browser in as a role, without the form. Follow with `open`. */
export async function signIn(page: Page, role: Role): Promise<void> {
  const state: unknown = JSON.parse(readFileSync(stateFile(role), "utf8"));
  const { cookies } = state as { cookies: Parameters<ReturnType<Page["context"]>["addCookies"]>[0] };
  await page.context().addCookies([...cookies]);
}

/** Fills the form of the page at hand and sends it. */
export async function fillSignIn(page: Page, login: string, password: string): Promise<void> {
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('form:has(input[name="password"]) button[type="submit"]').click();
}

/** Signs in as a person does and waits until the sign-in page is left. */
export async function signInByForm(page: Page, role: Role): Promise<void> {
  await open(page, "/login");
  await fillSignIn(page, email(role), PASSWORD);
  await expect(page).not.toHaveURL(`${BASE_URL}/login`);
}
