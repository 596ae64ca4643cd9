// What both halves of `make bench` stand on: a server that is filled, started and asked.
import { spawn, spawnSync } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import http from "node:http";

export const [binary, size, folder] = process.argv.slice(2);
const PORT = 20000 + (process.pid % 20000);
export const ORIGIN = `http://127.0.0.1:${PORT}`;
export const LOGIN = process.env.BENCH_LOGIN ?? "admin@vigie.test";
export const PASSWORD = process.env.BENCH_PASSWORD ?? "Demo-Vigie-2026";
// The log is written as in production, to a file.
const LOG = `${folder}/server.log`;
const log = openSync(LOG, "a");

const store = ["--data-dir", folder];
if (process.env.BENCH_POSTGRES) store.push("--database-url", process.env.TEST_DATABASE_URL);

export const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** One request; the body is read to its end. `first` and `whole` are milliseconds to the first byte and to the last. */
export function request(path, { method = "GET", headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const call = http.request(ORIGIN + path, { method, headers, agent }, (answer) => {
      const first = performance.now() - start;
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => {
        const whole = performance.now() - start;
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts), first, whole });
      });
    });
    call.on("error", reject);
    call.end(body);
  });
}

export async function get(path, headers) {
  const answer = await request(path, { headers });
  if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.body.toString().slice(0, 200)}`);
  return answer;
}

export const json = async (path, headers) => JSON.parse((await get(path, headers)).body);

/** Signs in with the form of the sign-in page, as a browser without scripts does; returns the cookies. */
export async function signIn() {
  const answer = await request("/session/sign-in", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "text/html", origin: ORIGIN, "sec-fetch-site": "same-origin" },
    body: new URLSearchParams({ login: LOGIN, password: PASSWORD }).toString(),
  });
  const cookies = (answer.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";")[0]);
  const location = answer.headers.location ?? "";
  if (cookies.length === 0 || location.startsWith("/login")) throw new Error(`sign-in refused: ${answer.status} ${location}`);
  return cookies.join("; ");
}

export function memory(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1000;
}

export function start() {
  const server = spawn(binary, ["serve", "--listen", `127.0.0.1:${PORT}`, ...store], { stdio: ["ignore", log, log] });
  process.once("exit", () => server.kill("SIGKILL"));
  return server;
}

/** Milliseconds from now to the first 200 of a page. */
export async function answered(server) {
  for (const begin = performance.now(); ; ) {
    const status = await request("/login").then((answer) => answer.status, () => 0);
    if (status === 200) return performance.now() - begin;
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    if (performance.now() - begin > 60_000) throw new Error(`no page after a minute, status ${status}: see ${LOG}`);
    await pause(2);
  }
}

export async function stop(server) {
  const over = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await over;
}

/** Fills the empty database; the program ends here where that fails. */
export function fill() {
  const filled = spawnSync(binary, ["bench-data", "--size", size, ...store], { stdio: ["ignore", "inherit", "inherit"] });
  if (filled.status !== 0) process.exit(filled.status ?? 1);
}
