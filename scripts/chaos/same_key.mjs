// R7: one request is sent many times at once under one key: one effect, the same answer for all.
import { Server } from "./server.mjs";

const TIMES = 50;
const KEYS = 10;

export async function run(engine) {
  const server = await new Server(engine).open();
  let differing = 0;
  let others = 0;
  for (let n = 0; n < KEYS; n++) {
    const key = `same-${n}`;
    const answers = await Promise.all(Array.from({ length: TIMES }, () => server.create(`S-${n}`, key)));
    const first = answers[0];
    differing += answers.filter((one) => one.status !== 201 || one.text !== first.text || one.headers.location !== first.headers.location).length;
    const other = await server.create(`S-${n}-other`, key);
    if (other.status !== 422) others += 1;
  }
  const rows = (await server.all("/api/v1/equipment")).filter((row) => row.code.startsWith("S-"));
  await server.end("SIGTERM");
  return [{
    goal: "R7",
    what: `One key ${TIMES} times in parallel, ${KEYS} keys`,
    figure: `${rows.length} effects, ${differing} answers unlike the first, ${others} other bodies not refused with 422`,
    ok: rows.length === KEYS && differing === 0 && others === 0,
  }];
}
