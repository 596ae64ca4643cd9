/** Starts the server on an empty data folder, waits until it answers, and ends it when the tests are over. */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BASE_URL, GIVEN_URL, LISTEN, ROOT, RUN_DIR } from "./server.ts";

const PATIENCE_MS = 120_000;

export default async function start(): Promise<() => Promise<void>> {
  rmSync(RUN_DIR, { recursive: true, force: true });
  mkdirSync(RUN_DIR, { recursive: true });
  if (GIVEN_URL) {
    await answers(() => undefined);
    return async () => rmSync(RUN_DIR, { recursive: true, force: true });
  }

  const log = join(RUN_DIR, "server.log");
  const output = openSync(log, "w");
  const server = spawn(
    process.env["VIGIE"] ?? join(ROOT, "target/debug/vigie"),
    ["serve", "--demo", "--listen", LISTEN, "--data-dir", join(RUN_DIR, "data")],
    {
      cwd: ROOT,
      stdio: ["ignore", output, output],
      // The tests share one sign-in per role: on a slow machine a run outlives the usual quarter of an hour, and a
      // renewal in one test would leave the others with a used token.
      // A test that counts its tries says, as a proxy would, from which network it comes.
      env: { ...process.env, VIGIE__AUTH__ACCESS_MINUTES: "720", VIGIE__SERVER__TRUSTED_HOPS: "1" },
    },
  );
  closeSync(output);
  // Playwright can be ended without reaching the teardown; a server must not outlive it.
  const kill = (): void => void server.kill("SIGKILL");
  process.once("exit", kill);
  try {
    await answers(() => ended(server));
  } catch (error) {
    server.kill("SIGKILL");
    throw new Error(`${String(error)}\n${tail(log)}`);
  }

  return async () => {
    const over = new Promise((resolve) => server.once("exit", resolve));
    if (ended(server) === undefined) {
      server.kill("SIGTERM");
      const late = setTimeout(kill, 15_000);
      await over;
      clearTimeout(late);
    }
    process.off("exit", kill);
    if (/panicked at/.test(readFileSync(log, "utf8"))) {
      throw new Error(`the server panicked during the tests:\n${tail(log)}`);
    }
    rmSync(RUN_DIR, { recursive: true, force: true });
  };
}

/** Polls `/health` until it says yes, or `why` gives a reason to stop. */
async function answers(why: () => string | undefined): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const reason = why();
    if (reason !== undefined) throw new Error(reason);
    try {
      if ((await fetch(`${BASE_URL}/health`)).ok) return;
    } catch {
      // Not listening yet.
    }
    if (Date.now() > end) throw new Error(`no answer from ${BASE_URL}/health in ${PATIENCE_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function ended(server: ChildProcess): string | undefined {
  if (server.exitCode === null && server.signalCode === null) return undefined;
  return `the server ended by itself (${server.exitCode ?? server.signalCode})`;
}

function tail(log: string): string {
  return readFileSync(log, "utf8").split("\n").slice(-40).join("\n");
}
