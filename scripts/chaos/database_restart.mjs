// R3: PostgreSQL is restarted under load: errors while it is away and for five seconds more, none after; what was
// acknowledged is there.
import { spawn } from "node:child_process";
import { Server, pause } from "./server.mjs";

const CLIENTS = 16;
const RESTARTS = ["fast", "immediate"];

export async function run(engine) {
  const server = await new Server(engine).open();
  const acknowledged = new Set();
  const answers = [];
  let on = true;
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    for (let n = 0; on; n++) {
      const code = `R${client}-${n}`;
      const writes = client % 2 === 0;
      const answer = writes ? await server.create(code) : await server.request("GET", "/api/v1/equipment?limit=50");
      if (writes && answer.status === 201) acknowledged.add(code);
      answers.push({ at: performance.now(), status: answer.status, error: answer.error, text: answer.text.slice(0, 200), ok: answer.status === 200 || answer.status === 201 });
      await pause(answer.status === 503 ? 50 : 2);
    }
  });
  const outages = [];
  for (const mode of RESTARTS) {
    await pause(3000);
    const from = performance.now();
    await postgres(mode);
    outages.push({ mode, from, until: performance.now() });
    await pause(9000);
  }
  on = false;
  await Promise.all(clients);
  // Connections that rested while the database was restarted are dead, and nobody may notice.
  await postgres("fast");
  await pause(6000);
  const rested = await Promise.all(Array.from({ length: CLIENTS }, () => server.request("GET", "/api/v1/equipment?limit=50")));
  const stale = rested.filter((answer) => answer.status !== 200).length;
  const failures = answers.filter((answer) => !answer.ok);
  const outside = failures.filter(({ at }) => !outages.some(({ from, until }) => at >= from && at <= until + 5000));
  const unclear = failures.filter(({ status }) => status !== 503);
  const healed = outages.map(({ from, until }) => Math.max(0, ...failures.filter(({ at }) => at >= from && at < until + 8000).map(({ at }) => at - until)));
  const here = new Set((await server.all("/api/v1/equipment")).map((row) => row.code));
  const lost = [...acknowledged].filter((code) => !here.has(code));
  const audit = server.command("audit", "verify");
  await server.end("SIGTERM");
  for (const { status, error, text } of [...outside, ...unclear].slice(0, 5)) console.error(`  ${status} ${error ?? ""} ${text}`);
  return [{
    goal: "R3",
    what: `PostgreSQL restarted under load (${RESTARTS.join(", ")}), ${CLIENTS} clients`,
    figure: `${answers.length} answers, ${failures.length} failed, ${outside.length} of them later than 5 s after its return, ${unclear.length} not 503; the last ${healed.map((ms) => `${ms.toFixed(0)} ms`).join(" and ")} after its return, ${stale} of ${CLIENTS} after a rest; ${acknowledged.size} rows acknowledged, ${lost.length} lost; audit verify ${audit.status}`,
    ok: failures.length > 0 && outside.length === 0 && stale === 0 && unclear.length === 0 && lost.length === 0 && audit.status === 0,
  }];
}

/** Restarts the throwaway cluster and waits until it takes connections. */
function postgres(mode) {
  return new Promise((resolve, reject) => {
    spawn("bash", ["-c", `set -euo pipefail; . scripts/postgres.sh; postgres_restart ${mode}`], { stdio: ["ignore", "ignore", "inherit"] }).once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`PostgreSQL did not restart: ${code}`)),
    );
  });
}
