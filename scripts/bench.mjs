// One engine of `make bench`: fills a database, starts the server, measures, prints tables in Markdown.
// CPU per request is the server's own processor time (/proc), so a busy machine or a slow client does not change it.
import { spawn, spawnSync } from "node:child_process";
import { openSync, readFileSync, readdirSync } from "node:fs";
import http from "node:http";

const [binary, size, folder] = process.argv.slice(2);
const REQUESTS = Number(process.env.REQUESTS ?? 2000);
const RATE = Number(process.env.RATE ?? 200);
const SECONDS = Number(process.env.DURATION ?? 10);
const STARTS = 5;
const CONNECTIONS = 8;
const PORT = 20000 + (process.pid % 20000);
const ORIGIN = `http://127.0.0.1:${PORT}`;
const LOGIN = process.env.BENCH_LOGIN ?? "admin@vigie.test";
// The log is written as in production, to a file.
const LOG = `${folder}/server.log`;
const log = openSync(LOG, "a");
const PASSWORD = process.env.BENCH_PASSWORD ?? "Demo-Vigie-2026";

const store = ["--data-dir", folder];
if (process.env.BENCH_POSTGRES) store.push("--database-url", process.env.TEST_DATABASE_URL);

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** One request; the body is read to its end. `first` and `whole` are milliseconds to the first byte and to the last. */
function request(path, { method = "GET", headers = {}, body } = {}) {
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

async function get(path, headers) {
  const answer = await request(path, { headers });
  if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.body.toString().slice(0, 200)}`);
  return answer;
}

const json = async (path, headers) => JSON.parse((await get(path, headers)).body);

/** Signs in with the form of the sign-in page, as a browser without scripts does; returns the cookies. */
async function signIn() {
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

/** Milliseconds of processor time the process has used; a tick of Linux is 10 ms. */
function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Nanoseconds of processor time of the process's threads, fine enough for one request. */
function nanos(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]), 0);
}

function memory(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1000;
}

/** Processor time per request in microseconds, as fast as a few connections go. */
async function cost(pid, path, headers, count) {
  let left = count;
  const before = cpu(pid);
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (left-- > 0) await get(path, headers);
    }),
  );
  return ((cpu(pid) - before) * 1000) / count;
}

/** Times to the first byte at a fixed rate, whether or not the server keeps up. */
async function paced(path, headers) {
  const begin = performance.now();
  const answers = [];
  for (let sent = 0; sent < RATE * SECONDS; sent++) {
    const due = begin + (sent * 1000) / RATE;
    if (due > performance.now()) await pause(due - performance.now());
    answers.push(get(path, headers));
  }
  const times = (await Promise.all(answers)).map((answer) => answer.first).sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { p50: at(0.5), p99: at(0.99) };
}

function start() {
  const server = spawn(binary, ["serve", "--listen", `127.0.0.1:${PORT}`, ...store], { stdio: ["ignore", log, log] });
  process.once("exit", () => server.kill("SIGKILL"));
  return server;
}

/** Milliseconds from now to the first 200 of a page. */
async function answered(server) {
  for (const begin = performance.now(); ; ) {
    const status = await request("/login").then((answer) => answer.status, () => 0);
    if (status === 200) return performance.now() - begin;
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    if (performance.now() - begin > 60_000) throw new Error(`no page after a minute, status ${status}: see ${LOG}`);
    await pause(2);
  }
}

async function stop(server) {
  const over = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await over;
}

const fill = spawnSync(binary, ["bench-data", "--size", size, ...store], { stdio: ["ignore", "inherit", "inherit"] });
if (fill.status !== 0) process.exit(fill.status ?? 1);

const starts = [];
let server;
for (let i = 0; i < STARTS; i++) {
  if (server) await stop(server);
  server = start();
  starts.push(await answered(server));
}
const cold = starts.sort((a, b) => a - b)[Math.floor(STARTS / 2)];
await pause(2000);
const idle = memory(server.pid);

const browser = { "accept-encoding": "gzip, deflate, br, zstd" };
let cookie = await signIn();
const id = (await json("/api/v1/equipment?limit=50", { cookie })).data[0].id;
const routes = [
  ["P1", "/api/v1/equipment?limit=50"],
  ["P2", `/api/v1/equipment/${id}`],
  ["P1", "/api/v1/interventions?limit=50"],
  ["P3", "/equipments"],
];
console.log(`| Goal | Route | CPU per request | p50 at ${RATE}/s | p99 at ${RATE}/s |\n|---|---|---|---|---|`);
for (const [goal, path] of routes) {
  // An access token lives 15 minutes: every route gets a fresh one.
  cookie = await signIn();
  await cost(server.pid, path, { cookie }, 200);
  const name = path.replace(`/${id}`, "/{id}");
  // First without compression, as a program asks, then as a browser does.
  for (const [who, headers] of [["", { cookie }], [", by a browser", { ...browser, cookie }]]) {
    const micros = await cost(server.pid, path, headers, REQUESTS);
    const { p50, p99 } = await paced(path, headers);
    console.log(`| ${goal} | \`${name}\`${who} | ${micros.toFixed(0)} µs | ${p50.toFixed(2)} ms | ${p99.toFixed(2)} ms |`);
  }
}

// The cursor of the last page but one is taken by offset; from there on only keysets are read.
const rows = { S: 50_000, M: 1_000_000 }[size];
const first = "/api/v1/interventions?limit=50";
const before = await json(`${first}&offset=${rows - 100}`, { cookie });
const deep = `${first}&cursor=${encodeURIComponent(before.pagination.next_cursor)}`;
const shallow = await cost(server.pid, first, { cookie }, REQUESTS);
const bottom = await cost(server.pid, deep, { cookie }, REQUESTS);

const brotli = { "accept-encoding": "br", cookie };
const page = await get("/equipments", brotli);
/** What a page asks for at once, by kind of file. */
async function asked(path, headers, ...kinds) {
  const text = (await get(path, headers)).body.toString();
  const addresses = [...text.matchAll(/["'`](\/[^"'`\s]+\.(?:css|js|wasm))["'`]/g)].map((match) => match[1]);
  return [...new Set(addresses)].filter((address) => kinds.some((kind) => address.endsWith(kind)));
}
const program = (path, headers) => asked(path, headers, ".js", ".wasm");
const main = (await program("/equipments", { cookie })).filter((path) => /\/vigie(_bg)?\.(js|wasm)$/.test(path));
const kilobytes = async (paths) => {
  let sum = 0;
  for (const path of paths) sum += (await get(path, brotli)).body.length;
  return paths.length === 0 ? "not found" : `${(sum / 1000).toFixed(1)} kB`;
};
console.log(`\n| Goal | What | Figure |\n|---|---|---|
| P5 | Memory idle | ${idle.toFixed(0)} MB |
| P5 | Memory after the load | ${memory(server.pid).toFixed(0)} MB |
| P6 | Start to the first 200, median of ${STARTS} | ${cold.toFixed(0)} ms |
| P7 | HTML of the list, as sent | ${(page.body.length / 1000).toFixed(1)} kB (${page.headers["content-encoding"] ?? "not compressed"}) |
| P7 | Style sheet | ${await kilobytes(await asked("/equipments", { cookie }, ".css"))} |
| P7 | WASM and JavaScript: main chunk | ${await kilobytes(main)} |
| P7 | WASM and JavaScript: all that \`/login\` loads | ${await kilobytes(await program("/login", {}))} |
| P7 | WASM and JavaScript: all that \`/interventions\` loads (islands) | ${await kilobytes(await program("/interventions", { cookie }))} |
| P7 | WASM and JavaScript: all that \`/equipments\` loads | ${await kilobytes(await program("/equipments", { cookie }))} |
| P10 | Page ${rows / 50} of the interventions against page 1 | ${(bottom / shallow).toFixed(2)} × (${bottom.toFixed(0)} µs, ${shallow.toFixed(0)} µs) |`);
// The steps of the work, one after the other, each on another intervention; then its whole page of facts.
const granted = await request("/api/v1/auth/token", {
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams({ username: LOGIN, password: PASSWORD }).toString(),
});
const signed = { authorization: `Bearer ${JSON.parse(granted.body).access_token}` };
async function command(path, body, headers = {}) {
  const answer = await request(path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
  if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${answer.body.toString().slice(0, 300)}`);
  return JSON.parse(answer.body);
}
const machine = await json(`/api/v1/equipment/${id}`, signed);
const [worker] = (await json(`/api/v1/sites/${machine.site.id}/technicians`, signed)).data;
const STEPS = Number(process.env.STEPS ?? 300);
const steps = { create: [], assign: [], start: [], finish: [], work: [] };
async function timed(step, act) {
  const before = nanos(server.pid);
  const answer = await act();
  steps[step].push(nanos(server.pid) - before);
  return answer;
}
for (let i = 0; i < STEPS + 20; i++) {
  const draft = { equipment_id: Number(id), title: `Graissage ${i}`, kind: "preventive", priority: "low" };
  const made = await timed("create", () => command("/api/v1/interventions", draft, signed));
  const of = `/api/v1/interventions/${made.id}`;
  await timed("assign", () => command(`${of}/assign`, { technicians: [worker.id] }, signed));
  await timed("start", () => command(`${of}/start`, {}, signed));
  await timed("finish", () => command(`${of}/finish`, { report: "Fait" }, signed));
  await timed("work", () => get(`${of}/work`, signed));
}
console.log("\n| Step of the work | CPU per request, median |\n|---|---|");
for (const [step, all] of Object.entries(steps)) {
  // The first ones warm up.
  const sorted = all.slice(20).sort((a, b) => a - b);
  console.log(`| ${step} | ${(sorted[Math.floor(sorted.length / 2)] / 1000).toFixed(0)} µs |`);
}
agent.destroy();
await stop(server);
