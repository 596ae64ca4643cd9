/**
 * Starts a server for each worker, each on a copy of one demonstration plant, signs the four roles in, and ends the
 * servers when the tests are over.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, cpSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { email, PASSWORD, ROLES, stateFile, type Role } from "./roles.ts";
import { baseUrl, GIVEN_URL, listen, ROOT, RUN_DIR, WORKERS } from "./server.ts";

const PATIENCE_MS = 120_000;

interface Server {
  process: ChildProcess;
  log: string;
  kill: () => void;
}

export default async function start(): Promise<() => Promise<void>> {
  rmSync(RUN_DIR, { recursive: true, force: true });
  const workers = [...Array(WORKERS).keys()];
  for (const worker of workers) mkdirSync(join(RUN_DIR, String(worker)), { recursive: true });
  const servers = GIVEN_URL ? [] : await startAll(workers);
  for (const worker of workers) {
    for (const role of ROLES) await signIn(worker, role);
  }
  return async () => {
    await Promise.all(servers.map(stop));
    const panicked = servers.find(({ log }) => /panicked at/.test(readFileSync(log, "utf8")));
    if (panicked) throw new Error(`a server panicked during the tests:\n${tail(panicked.log)}`);
    rmSync(RUN_DIR, { recursive: true, force: true });
  };
}

/** The first server loads the plant and ends; every worker's then starts on a copy of its data. */
async function startAll(workers: readonly number[]): Promise<Server[]> {
  const plant = join(RUN_DIR, "plant");
  const first = await serve(0, plant, join(RUN_DIR, "plant.log"));
  await stop(first);
  return Promise.all(
    workers.map((worker) => {
      const data = join(RUN_DIR, String(worker), "data");
      cpSync(plant, data, { recursive: true });
      return serve(worker, data, join(RUN_DIR, String(worker), "server.log"));
    }),
  );
}

async function serve(worker: number, data: string, log: string): Promise<Server> {
  const output = openSync(log, "w");
  const child = spawn(
    process.env["VIGIE"] ?? join(ROOT, "target/debug/vigie"),
    ["serve", "--demo", "--listen", listen(worker), "--data-dir", data],
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
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  try {
    await answers(`${baseUrl(worker)}/health`, () => ended(child));
  } catch (error) {
    kill();
    throw new Error(`${String(error)}\n${tail(log)}`);
  }
  return { process: child, log, kill };
}

async function stop({ process: child, kill }: Server): Promise<void> {
  const over = new Promise((resolve) => child.once("exit", resolve));
  if (ended(child) === undefined) {
    child.kill("SIGTERM");
    const late = setTimeout(kill, 15_000);
    await over;
    clearTimeout(late);
  }
  process.off("exit", kill);
}

/** What the devices of these sessions are called by. */
const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/** Keeps the cookies of a role, as Playwright stores them. */
async function signIn(worker: number, role: Role): Promise<void> {
  const url = baseUrl(worker);
  const answer = await fetch(`${url}/session/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ login: email(role), password: PASSWORD }),
    headers: { origin: url, "sec-fetch-site": "same-origin", "user-agent": CHROME },
    redirect: "manual",
  });
  const cookies = answer.headers.getSetCookie().map((line) => {
    const [pair = "", ...attributes] = line.split(/; */);
    const path = attributes.find((a) => /^path=/i.test(a))?.slice(5) ?? "/";
    const [name, ...value] = pair.split("=");
    return { name, value: value.join("="), domain: new URL(url).hostname, path, httpOnly: true, sameSite: "Lax" };
  });
  if (cookies.length === 0) throw new Error(`the ${role} of the demonstration could not sign in: ${answer.status}`);
  writeFileSync(stateFile(role, worker), JSON.stringify({ cookies }));
}

/** Polls until the address says yes, or `why` gives a reason to stop. */
async function answers(url: string, why: () => string | undefined): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const reason = why();
    if (reason !== undefined) throw new Error(reason);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not listening yet.
    }
    if (Date.now() > end) throw new Error(`no answer from ${url} in ${PATIENCE_MS / 1000} s`);
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
