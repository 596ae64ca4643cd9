import { signInByForm, ROLES, stateFile } from "../support/roles.ts";
import { test } from "../support/test.ts";

for (const role of ROLES) {
  test(`the ${role} of the demonstration signs in`, async ({ page }) => {
    await signInByForm(page, role);
    await page.context().storageState({ path: stateFile(role) });
  });
}
