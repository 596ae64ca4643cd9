/** Where the server under test is. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A server that already runs, by its address; the tests then start none. */
export const GIVEN_URL = process.env["VIGIE_URL"];

// Workers read this file again: they inherit the number through the environment.
const port = (process.env["VIGIE_E2E_PORT"] ??= String(20_000 + (process.pid % 20_000)));

export const LISTEN = `127.0.0.1:${port}`;
export const BASE_URL = GIVEN_URL ?? `http://${LISTEN}`;

/** The checkout. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Everything a run leaves behind until its end: data folder, sessions, log. */
export const RUN_DIR = join(tmpdir(), `vigie-e2e-${port}`);
