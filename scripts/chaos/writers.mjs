// R4: many write to SQLite at once; none may be told that the database is locked.
import { Server, share } from "./server.mjs";

const WRITERS = 64;
const EACH = 25;

export async function run(engine) {
  const server = await new Server(engine).open();
  const answers = (
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        const mine = [];
        for (let n = 0; n < EACH; n++) mine.push(await server.create(`W${writer}-${n}`));
        return mine;
      }),
    )
  ).flat();
  const refused = answers.filter((answer) => answer.status !== 201);
  const here = (await server.all("/api/v1/equipment")).filter((row) => /^W\d+-/.test(row.code)).length;
  const locked = server.words().split("\n").filter((line) => /locked|SQLITE_BUSY/i.test(line)).length;
  await server.end("SIGTERM");
  const times = answers.map((answer) => answer.ms);
  return [{
    goal: "R4",
    what: `${WRITERS} concurrent writers, ${EACH} writes each`,
    figure: `${refused.length} refused, ${here} rows, ${locked} lines about a lock; p50 ${share(times, 0.5).toFixed(0)} ms, p99 ${share(times, 0.99).toFixed(0)} ms`,
    ok: refused.length === 0 && here === WRITERS * EACH && locked === 0,
  }];
}
