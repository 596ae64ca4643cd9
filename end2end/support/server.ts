/** Where the server under test is: each worker of the run has one of its own. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One for each core of the smallest machine that runs them. */
export const WORKERS = 2;

/** A server that already runs, by its address; the tests then start none. */
export const GIVEN_URL = process.env["VIGIE_URL"];

// Workers read this file again: they inherit the number through the environment.
const port = Number((process.env["VIGIE_E2E_PORT"] ??= String(20_000 + (process.pid % 20_000))));

export function listen(worker: number): string {
  return `127.0.0.1:${port + worker}`;
}

export function baseUrl(worker: number): string {
  return GIVEN_URL ?? `http://${listen(worker)}`;
}

/** The number of this worker, from 0. */
export const WORKER = Number(process.env["TEST_PARALLEL_INDEX"] ?? 0);

export const BASE_URL = baseUrl(WORKER);

/** The checkout. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Everything a run leaves behind until its end: data folders, sessions, logs. */
export const RUN_DIR = join(tmpdir(), `vigie-e2e-${port}`);
