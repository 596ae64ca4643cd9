// A third part of `make bench`: the steps of the work, one after the other, each on another intervention.
import { readFileSync, readdirSync } from "node:fs";
import { LOGIN, PASSWORD, agent, answered, fill, get, json, request, start, stop } from "./bench-server.mjs";

const STEPS = Number(process.env.STEPS ?? 300);
/** The first ones warm up. */
const WARM = 20;

/** Nanoseconds of processor time of the process's threads, fine enough for one request. */
function nanos(pid) {
  const used = (thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]);
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + used(thread), 0);
}

async function command(path, headers, body) {
  const answer = await request(path, { method: "POST", headers, body });
  if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${answer.body.toString().slice(0, 300)}`);
  return JSON.parse(answer.body);
}

fill();
const server = start();
await answered(server);
const form = { "content-type": "application/x-www-form-urlencoded" };
const credentials = new URLSearchParams({ username: LOGIN, password: PASSWORD }).toString();
const { access_token } = await command("/api/v1/auth/token", form, credentials);
const headers = { authorization: `Bearer ${access_token}`, "content-type": "application/json" };
const { id } = (await json("/api/v1/equipment?limit=50", headers)).data[0];
const machine = await json(`/api/v1/equipment/${id}`, headers);
const [worker] = (await json(`/api/v1/sites/${machine.site.id}/technicians`, headers)).data;
const steps = { create: [], assign: [], start: [], finish: [], work: [] };

async function timed(step, act) {
  const before = nanos(server.pid);
  const answer = await act();
  steps[step].push(nanos(server.pid) - before);
  return answer;
}
for (let i = 0; i < STEPS + WARM; i++) {
  const post = (path, body) => command(path, headers, JSON.stringify(body));
  const draft = { equipment_id: id, title: `Graissage ${i}`, kind: "preventive", priority: "low" };
  const made = await timed("create", () => post("/api/v1/interventions", draft));
  const of = `/api/v1/interventions/${made.id}`;
  await timed("assign", () => post(`${of}/assign`, { technicians: [worker.id] }));
  await timed("start", () => post(`${of}/start`, {}));
  await timed("finish", () => post(`${of}/finish`, { report: "Fait" }));
  await timed("work", () => get(`${of}/work`, headers));
}
console.log("| Step of the work | CPU per request, median |\n|---|---|");
for (const [step, all] of Object.entries(steps)) {
  const sorted = all.slice(WARM).sort((a, b) => a - b);
  console.log(`| ${step} | ${(sorted[Math.floor(sorted.length / 2)] / 1000).toFixed(0)} µs |`);
}
agent.destroy();
await stop(server);
