import { type Page } from "@playwright/test";
import { expectAccessible, expectReflow } from "../support/accessible.ts";
import { rows } from "../support/equipment.ts";
import { field, own, save } from "../support/form.ts";
import { signIn } from "../support/roles.ts";
import { BASE_URL } from "../support/server.ts";
import { shot } from "../support/shot.ts";
import { expect, hydrated, open, test } from "../support/test.ts";
import { done, undo } from "../support/undo.ts";

const HEADERS = { origin: BASE_URL, "sec-fetch-site": "same-origin" };
const SECRET = "Huitre-tango-barda-8";

/** Makes an account with the form, and says its path. */
async function create(page: Page, name: string, role: string): Promise<string> {
  await open(page, "/admin/users/new");
  await field(page, "first_name").fill("Zoé");
  await field(page, "last_name").fill(`Le Bihan ${name}`);
  await field(page, "email").fill(`${name}@usine.example`);
  await field(page, "password").fill(SECRET);
  await field(page, "role").selectOption(role);
  await page.getByLabel("NORD Site Nord").check();
  await save(page);
  await expect(page).toHaveURL(/\/admin\/users\/\d+\?done=saved$/);
  await hydrated(page);
  return new URL(page.url()).pathname;
}

test("an account is created, changed and deactivated @plain @phone", async ({ page }) => {
  await signIn(page, "admin");
  await create(page, own("zoe"), "technician");
  await expect(page.locator("h1")).toContainText("Zoé Le Bihan");
  await field(page, "first_name").fill("Zoélie");
  await save(page);
  await expect(page.locator("h1")).toContainText("Zoélie");
  // Once more without a reload: the version is the one that was just saved.
  await field(page, "first_name").fill("Zoé");
  await save(page);
  await expect(page.locator("h1")).toContainText("Zoé Le Bihan");
  await page.getByRole("button", { name: "Désactiver" }).first().click();
  await page.locator("#deactivate-user").getByRole("button", { name: "Désactiver" }).click();
  await expect(page.getByRole("button", { name: "Réactiver" })).toBeVisible();
  await expect(page.locator("main")).toContainText("Ce compte est désactivé");
  await done(page, "/admin/users/", "Zoé Le Bihan");
  await undo(page);
  await expect(page.locator("main")).not.toContainText("Ce compte est désactivé");
  // And the version went along with it.
  await field(page, "first_name").fill("Zoélie");
  await save(page);
  await expect(page.locator("h1")).toContainText("Zoélie");
});

test("an invited person is given the only site, and without any only when that is said @plain", async ({ page, quiet, browser }) => {
  quiet.allow(/422/);
  await signIn(page, "admin");
  await open(page, "/admin/users/new");
  const north = page.getByLabel("NORD Site Nord");
  await expect(north).not.toBeChecked();
  // A supervisor of one site has nothing to choose.
  const chief = `${own("chief").toLowerCase()}@usine.example`;
  const draft = { first_name: "Luc", last_name: "Un-Site", email: chief, password: SECRET, role: "supervisor" };
  const made = Object.fromEntries(Object.entries(draft).map(([name, value]) => [`draft[${name}]`, value]));
  const site = { "draft[sites][0]": (await north.getAttribute("value")) ?? "" };
  expect((await page.request.post("/rpc/user/create", { form: { ...made, ...site }, headers: HEADERS })).ok()).toBe(true);
  const theirs = await browser.newContext();
  await theirs.request.post(`${BASE_URL}/session/sign-in`, { form: { login: chief, password: SECRET }, headers: HEADERS });
  const html = await (await theirs.request.get(`${BASE_URL}/admin/users/new`)).text();
  expect(html).toMatch(/<input[^>]*name="draft\[sites\]\[0\]"[^>]*checked/);
  await theirs.close();
  const login = `${own("nowhere").toLowerCase()}@usine.example`;
  await field(page, "first_name").fill("Inès");
  await field(page, "last_name").fill("Sans-Site");
  await field(page, "email").fill(login);
  await field(page, "password").fill(SECRET);
  await field(page, "role").selectOption("technician");
  await save(page);
  await expect(page.locator(".error-summary")).toContainText("Sites");
  await hydrated(page);
  await field(page, "password").fill(SECRET);
  await page.getByLabel("Créer sans aucun site").check();
  await save(page);
  await expect(page).toHaveURL(/\/admin\/users\/\d+\?done=saved$/);
  // What they read is why there is nothing.
  const other = await browser.newContext();
  await other.request.post(`${BASE_URL}/session/sign-in`, { form: { login, password: SECRET }, headers: HEADERS });
  for (const list of ["/equipments", "/interventions"]) {
    const html = await (await other.request.get(`${BASE_URL}${list}`)).text();
    expect(html).toContain("Aucun site ne vous est ouvert");
  }
  await other.close();
});

test("what was chosen stays, whatever is done beside it", async ({ page, quiet, browser }) => {
  quiet.allow(/409|422/);
  await signIn(page, "admin");
  const name = own("beside");
  const path = await create(page, name, "technician");
  // The person is signed in somewhere.
  const other = await browser.newContext();
  const form = { login: `${name}@usine.example`, password: SECRET };
  await other.request.post(`${BASE_URL}/session/sign-in`, { form, headers: HEADERS });
  await other.close();
  await open(page, path);
  await field(page, "role").selectOption("supervisor");
  await field(page, "first_name").fill("Zoélie");
  const sessions = page.locator("#user-sessions");
  await sessions.getByRole("button", { name: "Fermer", exact: true }).click();
  await expect(sessions).toContainText("Aucune session ouverte");
  await expect(sessions).toBeFocused();
  await expect(field(page, "role")).toHaveValue("supervisor");
  await page.getByRole("button", { name: "Désactiver" }).first().click();
  await page.locator("#deactivate-user").getByRole("button", { name: "Désactiver" }).click();
  await page.getByRole("button", { name: "Réactiver" }).click();
  await expect(page.getByRole("button", { name: "Désactiver" }).first()).toBeVisible();
  await expect(page.locator("main")).toBeFocused();
  await expect(field(page, "role")).toHaveValue("supervisor");
  await expect(field(page, "first_name")).toHaveValue("Zoélie");
  // The version went along: nobody else has saved.
  await save(page);
  await expect(page.locator("h1")).toContainText("Zoélie");
  await expect(field(page, "role")).toHaveValue("supervisor");
  // A refusal after a success leaves what was chosen meanwhile.
  await field(page, "role").selectOption("client");
  await field(page, "first_name").fill("");
  await save(page);
  await expect(page.locator("#f-draft-first_name-error")).toBeVisible();
  await expect(page.getByText("Enregistré.")).toBeHidden();
  await expect(field(page, "role")).toHaveValue("client");
});

test("the second of two editors sees what the first one took away @plain", async ({ page, quiet }) => {
  quiet.allow(/409/);
  await signIn(page, "admin");
  const path = await create(page, own("zwei"), "technician");
  const rights = page.locator("main details").filter({ hasText: "Droits particuliers" });
  const other = await page.context().newPage();
  await open(other, path);
  await field(other, "language").selectOption("en");
  await other.getByLabel("SUD Site Sud").check();
  await other.locator("main details summary").first().click();
  await other.getByLabel("Supprimer des équipements").selectOption({ label: "Retiré" });
  await save(other);
  await expect(other).toHaveURL(/done=saved/);
  await other.close();
  await field(page, "first_name").fill("Zoélie");
  await save(page);
  const hints = page.locator("main .error");
  await expect(hints.filter({ hasText: "English" })).toBeVisible();
  await expect(hints.filter({ hasText: "SUD Site Sud" })).toBeVisible();
  await expect(rights.locator(".error")).toBeVisible();
  await expect(rights.locator(".error")).toContainText("Supprimer des équipements");
  await expect(field(page, "first_name")).toHaveValue("Zoélie");
});

test("what somebody else saved meanwhile is said, also when something was done beside the form", async ({ page, quiet }) => {
  quiet.allow(/409/);
  await signIn(page, "admin");
  const path = await create(page, own("drei"), "technician");
  await field(page, "first_name").fill("Zoélie");
  const other = await page.context().newPage();
  await open(other, path);
  await field(other, "first_name").fill("Ailleurs");
  await save(other);
  await expect(other.locator("h1")).toContainText("Ailleurs");
  await other.close();
  await page.getByRole("button", { name: "Désactiver" }).first().click();
  await page.locator("#deactivate-user").getByRole("button", { name: "Désactiver" }).click();
  await expect(page.locator("h1")).toContainText("Ailleurs");
  await expect(field(page, "first_name")).toHaveValue("Zoélie");
  await save(page);
  await expect(page.locator("#f-draft-first_name-error")).toContainText("Ailleurs");
  await expect(field(page, "first_name")).toHaveValue("Zoélie");
  await save(page);
  await expect(page.locator("h1")).toContainText("Zoélie");
});

test("a wrong account is told at its fields and nothing typed is lost @plain", async ({ page, quiet }) => {
  quiet.allow(/422/);
  await signIn(page, "admin");
  await open(page, "/admin/users/new");
  await field(page, "first_name").fill("Zoé");
  await field(page, "email").fill("pas une adresse");
  await save(page);
  await expect(page.locator("#f-draft-email-error")).toBeVisible();
  await expect(page.locator("#f-draft-last_name-error")).toBeVisible();
  await expect(field(page, "first_name")).toHaveValue("Zoé");
});

test("a technician has a specialty and skills, one shared with others @plain", async ({ page, quiet, wasm }) => {
  quiet.allow(/422/);
  await signIn(page, "admin");
  const skill = own("Vibration");
  await create(page, own("vib"), "technician");
  await field(page, "specialty").fill("Analyse vibratoire");
  await field(page, "experience_level").selectOption("expert");
  const others = page.locator("#f-draft-skills");
  // What they have is there already as typed, or as a box once somebody has it.
  await others.fill(`${skill}, ${"x".repeat(61)}`);
  await save(page);
  await expect(page.locator("#f-draft-skills-error")).toBeVisible();
  await expect(others).toHaveValue(`${skill}, ${"x".repeat(61)}`);
  await others.fill(`${skill}, ${skill.toUpperCase()}`);
  await save(page);
  await expect(page.getByLabel(skill, { exact: true })).toBeChecked();
  await expect(others).toHaveValue("");
  // A skill that comes in between moves the boxes, and each keeps what is ticked.
  await page.getByLabel("Vibrations", { exact: true }).check();
  await others.fill(own("Amiante"));
  await others.press("Enter");
  await expect(page.getByLabel(own("Amiante"), { exact: true })).toBeChecked();
  await expect(page.locator("main input:checked")).toHaveCount(4);
  if (wasm) await expect(others).toBeFocused();
  await expect(page.getByLabel("Vibrations", { exact: true })).toBeChecked();
  await expect(field(page, "specialty")).toHaveValue("Analyse vibratoire");
  await shot(page, "user-technician");

  // The next one is offered the skill; another role has no card for it.
  await open(page, "/admin/users/new");
  await expect(page.getByLabel(skill, { exact: true })).toBeVisible();
  await field(page, "role").selectOption("client");
  await expect(page.getByLabel(skill, { exact: true })).toBeHidden();
  await field(page, "role").selectOption("technician");
  await page.getByLabel(skill, { exact: true }).check();
  await field(page, "first_name").fill("Zoé");
  await save(page);
  await expect(page.locator("#f-draft-email-error")).toBeVisible();
  await expect(page.getByLabel(skill, { exact: true })).toBeChecked();
});

test("the list is searched and filtered @plain @phone", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/users?role=admin");
  await expect(rows(page).first()).toContainText("Administrateur");
  await open(page, "/admin/users");
  await page.locator('input[name="q"]').fill("leroy");
  await page.locator('input[name="q"]').press("Enter");
  await expect(page).toHaveURL(/q=leroy/);
  await hydrated(page);
  await expect(rows(page).first()).toContainText(/leroy/i);
  await expect(rows(page).filter({ hasNotText: /leroy/i })).toHaveCount(0);
});

test("a supervisor reads accounts and creates none above technicians @plain", async ({ page, quiet }) => {
  quiet.allow(/403/);
  await signIn(page, "supervisor");
  await open(page, "/admin/users/new");
  await expect(field(page, "role").locator("option")).toHaveCount(2);
  await open(page, "/admin/users");
  await rows(page).locator(".row-link").first().click();
  await expect(page).toHaveURL(/\/admin\/users\/\d+$/);
  await expect(page.locator("main")).toContainText("Identité");
  await expect(field(page, "role")).toHaveCount(0);
  await signIn(page, "technician");
  expect((await page.goto("/admin/users"))?.status()).toBe(403);
});

test("the administration speaks English too", async ({ page, quiet }) => {
  // What the browser says of Playwright's own scripts in the frame of a mail's preview.
  quiet.allow(/Blocked script execution in .* frame is sandboxed/);
  await signIn(page, "admin");
  const name = own("eng");
  await create(page, name, "admin");
  // What the page still asks for is asked by the one who opened it.
  await page.goto("about:blank");
  await page.context().clearCookies();
  const form = { login: `${name}@usine.example`, password: SECRET };
  await page.request.post("/session/sign-in", { form, headers: HEADERS });
  await page.request.post("/session/preferences", { form: { language: "en" }, headers: HEADERS });
  for (const [path, word] of [["/admin/users", "Last sign-in"], ["/admin/audit", "Audit trail"], ["/admin/settings", "Displayed name"], ["/admin/settings/mail", "Send me a test"], ["/admin/settings/templates", "Templates"], ["/admin/settings/templates/mail_trial/en", "Plain text"], ["/account", "Latest sign-ins"]] as const) {
    await open(page, path);
    await expect(page.locator("main")).toContainText(word);
  }
});

test("the list of accounts is accessible in the three themes and at 320 px", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/users");
  await expectAccessible(page);
  await expectReflow(page);
  await shot(page, "users");
});

test("one account is accessible in the three themes and at 320 px", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/admin/users/3");
  await page.locator("main details summary").click();
  await expectAccessible(page);
  await expectReflow(page);
  await page.locator("main details summary").click();
  await page.locator("#f-draft-skills").scrollIntoViewIfNeeded();
  await shot(page, "user");
  await open(page, "/admin/users/new");
  await expectAccessible(page, ["light"]);
  await expectReflow(page);
});
