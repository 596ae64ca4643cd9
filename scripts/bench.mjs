// One engine of `make bench`: fills a database, starts the server, measures, prints a table in Markdown.
// CPU per request is the server's own processor time (/proc), so a busy machine or a slow client does not change it.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import http from "node:http";

const [binary, size, folder] = process.argv.slice(2);
const REQUESTS = Number(process.env.REQUESTS ?? 2000);
const CONNECTIONS = 8;
const PORT = 20000 + (process.pid % 20000);
const ORIGIN = `http://127.0.0.1:${PORT}`;
const LOGIN = process.env.BENCH_LOGIN ?? "admin@vigie.test";
const PASSWORD = process.env.BENCH_PASSWORD ?? "Demo-Vigie-2026";

const store = ["--data-dir", folder];
if (process.env.BENCH_POSTGRES) store.push("--database-url", process.env.TEST_DATABASE_URL);

const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });

/** One request; the body is read to its end. */
function request(path, { method = "GET", headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const call = http.request(ORIGIN + path, { method, headers, agent }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
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

/** Posts the form of the sign-in page as a browser without scripts does; returns the cookies. */
async function signIn() {
  const page = (await get("/login")).body.toString();
  const form = /<form[^>]*>(?:(?!<\/form>)[\s\S])*type="password"[\s\S]*?<\/form>/.exec(page)?.[0];
  if (!form) throw new Error("no sign-in form on /login");
  const attribute = (tag, name) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  const fields = new URLSearchParams();
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const name = attribute(tag, "name");
    if (!name || attribute(tag, "type") === "checkbox") continue;
    const value = /password/.test(name) ? PASSWORD : /login/.test(name) ? LOGIN : (attribute(tag, "value") ?? "");
    fields.append(name, value);
  }
  const answer = await request((attribute(form, "action") || "/login").replaceAll("&amp;", "&"), {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "text/html", origin: ORIGIN, "sec-fetch-site": "same-origin" },
    body: fields.toString(),
  });
  const cookies = (answer.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";")[0]);
  if (cookies.length === 0) throw new Error(`sign-in refused: ${answer.status} ${answer.headers.location ?? ""}`);
  return cookies.join("; ");
}

/** Milliseconds of processor time the process has used; a tick of Linux is 10 ms. */
function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function memory(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1000;
}

async function load(pid, path, headers, count) {
  const times = [];
  let left = count;
  const before = cpu(pid);
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (left-- > 0) {
        const start = performance.now();
        await get(path, headers);
        times.push(performance.now() - start);
      }
    }),
  );
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { cpu: ((cpu(pid) - before) * 1000) / times.length, p50: at(0.5), p99: at(0.99) };
}

function start() {
  const server = spawn(binary, ["serve", "--demo", "--listen", `127.0.0.1:${PORT}`, ...store], { stdio: ["ignore", "ignore", "inherit"] });
  process.once("exit", () => server.kill("SIGKILL"));
  return server;
}

async function answered() {
  for (const begin = performance.now(); ; ) {
    try {
      if ((await request("/health")).status === 200) return performance.now() - begin;
    } catch {
      if (performance.now() - begin > 300_000) throw new Error("the server does not answer");
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function stop(server) {
  const over = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await over;
}

const fill = spawnSync(binary, ["bench-data", "--size", size, ...store], { stdio: ["ignore", "inherit", "inherit"] });
if (fill.status !== 0) process.exit(fill.status ?? 1);

// The first start may migrate and load the demonstration; the second is the one a restart sees.
let server = start();
await answered();
await stop(server);
server = start();
const cold = await answered();
await new Promise((resolve) => setTimeout(resolve, 2000));
const idle = memory(server.pid);

const cookie = await signIn();
const list = JSON.parse((await get("/api/v1/equipment?limit=50", { cookie })).body);
const id = (list.items ?? list.rows ?? list.data)[0].id;
const routes = [
  ["P1", "/api/v1/equipment?limit=50"],
  ["P2", `/api/v1/equipment/${id}`],
  ["P1", "/api/v1/interventions?limit=50"],
  ["P3", "/equipments"],
];
console.log("| Goal | Route | CPU per request | p50 | p99 |\n|---|---|---|---|---|");
for (const [goal, path] of routes) {
  await load(server.pid, path, { cookie }, 100);
  const { cpu, p50, p99 } = await load(server.pid, path, { cookie }, REQUESTS);
  console.log(`| ${goal} | \`${path.replace(String(id), "{id}")}\` | ${cpu.toFixed(0)} µs | ${p50.toFixed(2)} ms | ${p99.toFixed(2)} ms |`);
}

const brotli = { "accept-encoding": "br", cookie };
const page = await get("/equipments", brotli);
const text = (await get("/equipments", { cookie })).body.toString();
const sheets = [...text.matchAll(/<link[^>]*href="([^"]+\.css)"/g)].map((match) => match[1]);
const pkg = /\/pkg\/[0-9a-f]+/.exec(text)?.[0];
const bytes = async (paths) => {
  let sum = 0;
  for (const path of paths) sum += (await get(path, brotli)).body.length;
  return `${(sum / 1000).toFixed(1)} kB`;
};
console.log(`\n| Goal | What | Figure |\n|---|---|---|
| P5 | Memory idle | ${idle.toFixed(0)} MB |
| P5 | Memory after the load | ${memory(server.pid).toFixed(0)} MB |
| P6 | Start to first answer | ${cold.toFixed(0)} ms |
| P7 | HTML of the list, as sent | ${(page.body.length / 1000).toFixed(1)} kB (${page.headers["content-encoding"] ?? "not compressed"}) |
| P7 | Style sheet | ${await bytes(sheets)} |
| P7 | WASM and JavaScript of the first load | ${pkg ? await bytes([`${pkg}/vigie.js`, `${pkg}/vigie_bg.wasm`]) : "not found"} |`);
agent.destroy();
await stop(server);
