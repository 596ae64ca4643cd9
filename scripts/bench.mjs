// One engine of `make bench`: fills a database, starts the server, measures, prints tables in Markdown.
// CPU per request is the server's own processor time (/proc), so a busy machine or a slow client does not change it.
import { readFileSync } from "node:fs";
import { agent, answered, fill, get, json, memory, pause, signIn, size, start, stop } from "./bench-server.mjs";

const REQUESTS = Number(process.env.REQUESTS ?? 2000);
const RATE = Number(process.env.RATE ?? 200);
const SECONDS = Number(process.env.DURATION ?? 10);
const STARTS = 5;
const CONNECTIONS = 8;

/** Milliseconds of processor time the process has used; a tick of Linux is 10 ms. */
function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
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

fill();

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
| P7 | WASM and JavaScript, one file each for all pages | ${await kilobytes(await program("/equipments", { cookie }))} |
| P10 | Page ${rows / 50} of the interventions against page 1 | ${(bottom / shallow).toFixed(2)} × (${bottom.toFixed(0)} µs, ${shallow.toFixed(0)} µs) |`);
agent.destroy();
await stop(server);
