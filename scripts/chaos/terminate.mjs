// R13: SIGTERM under load: every request that was sent is answered, and the process ends by itself with 0. Half of the
// clients stand behind a proxy that asks `/health/ready` ten times a second and stops sending when it says no; the
// others go on until nobody listens.
import { Server, pause } from "./server.mjs";

const CLIENTS = 32;
const ROUNDS = 5;

export async function run(engine) {
  const server = new Server(engine);
  let answered = 0;
  const failed = [];
  const farewells = [];
  const codes = new Set();
  const acknowledged = new Set();
  for (let round = 0; round < ROUNDS; round++) {
    if (round === 0) await server.open();
    else await server.start();
    let ended = false;
    let ready = true;
    const proxy = (async () => {
      while (ready && !ended) {
        ready = (await server.request("GET", "/health/ready")).status === 200;
        await pause(100);
      }
    })();
    const clients = Array.from({ length: CLIENTS }, async (_, client) => {
      for (let n = 0; client % 2 === 1 || ready; n++) {
        const code = `T${round}-${client}-${n}`;
        const writes = client % 4 === 0;
        const answer = writes ? await server.create(code) : await server.request("GET", client % 4 === 1 ? "/equipments" : "/api/v1/equipment?limit=50");
        // Nobody listens any more: this request was never taken.
        if (answer.error === "ECONNREFUSED") return;
        if (answer.status === 0 || answer.status >= 500) failed.push(`${answer.status} ${answer.reused ? "used before" : "new"} ${client % 2} ${answer.error ?? answer.text.slice(0, 100)}`);
        else answered += 1;
        if (writes && answer.status === 201) acknowledged.add(code);
        if (ended) return;
      }
    });
    await pause(1500);
    const over = new Promise((resolve) => server.process.once("exit", resolve));
    const begin = performance.now();
    server.process.kill("SIGTERM");
    codes.add(await over);
    farewells.push(performance.now() - begin);
    ended = true;
    await Promise.all([proxy, ...clients]);
  }
  await server.start();
  const here = new Set((await server.all("/api/v1/equipment")).map((row) => row.code));
  const lost = [...acknowledged].filter((code) => !here.has(code)).length;
  await server.end("SIGTERM");
  for (const line of failed.slice(0, 10)) console.error(`  ${line}`);
  return [{
    goal: "R13",
    what: `SIGTERM under load, ${ROUNDS} times, ${CLIENTS} clients`,
    figure: `${answered} answered, ${failed.length} failed, ${lost} of ${acknowledged.size} written rows lost; ended with ${[...codes].join(", ")} after at most ${Math.max(...farewells).toFixed(0)} ms`,
    ok: failed.length === 0 && lost === 0 && codes.size === 1 && codes.has(0),
  }];
}
