// Nobody learns from an answer or from its time whether an address has an account: signing in with a wrong password,
// and asking for a link to set a new one. Every try comes from a network of its own, so that no limit answers instead.
import { Server, median, share } from "./server.mjs";

const TRIES = Number(process.env.TRIES ?? 1000);
const PEOPLE = Math.ceil(TRIES / 4);

export async function run(engine) {
  const server = await new Server(engine, { env: { VIGIE__SERVER__TRUSTED_HOPS: "1" } }).open();
  for (let n = 0; n < PEOPLE; n++) {
    const body = { email: `known${n}@plant.test`, first_name: "Anne", last_name: `Essai ${n}`, role: "technician", password: `Grue-jaune-${n}-du-hall-3`, sites: [server.site] };
    const made = await server.request("POST", "/api/v1/users", { body });
    if (made.status !== 201) throw new Error(`user refused: ${made.status} ${made.text}`);
  }
  const rows = [];
  for (const [what, path, body] of [
    ["Sign-in with a wrong password", "/api/v1/auth/login", (email) => ({ email, password: "Grue-verte-0-du-hall-4" })],
    ["Asking for a new password", "/api/v1/auth/forgot-password", (email) => ({ email })],
  ]) {
    rows.push(await compare(server, what, path, body));
  }
  await server.end("SIGTERM");
  return rows;
}

async function compare(server, what, path, body) {
  const seen = { known: { times: [], answers: new Set() }, unknown: { times: [], answers: new Set() } };
  for (let n = 0; n < TRIES / 2; n++) {
    // One after the other, the first of each pair by lot: what else the machine does falls on both.
    const pair = Math.random() < 0.5 ? ["known", "unknown"] : ["unknown", "known"];
    for (const side of pair) {
      const email = `${side}${n % PEOPLE}@plant.test`;
      const network = `10.${side === "known" ? 1 : 2}.${n >> 8}.${n & 255}`;
      const answer = await server.request("POST", path, { body: body(email), signed: false, headers: { "x-forwarded-for": network } });
      seen[side].times.push(answer.ms);
      const { request_id, ...rest } = JSON.parse(answer.text || "{}");
      seen[side].answers.add(`${answer.status} ${JSON.stringify(rest)}`);
    }
  }
  const { known, unknown } = seen;
  const ratio = median(known.times) / median(unknown.times);
  const answers = new Set([...known.answers, ...unknown.answers]);
  if (answers.size > 1) for (const answer of answers) console.error(`  ${answer}`);
  const figures = ({ times }) => `${median(times).toFixed(2)} ms (p95 ${share(times, 0.95).toFixed(2)})`;
  return {
    goal: "Security",
    what: `${what}, ${TRIES} tries`,
    figure: `${answers.size} kind of answer; known ${figures(known)}, unknown ${figures(unknown)}, ratio of the medians ${ratio.toFixed(3)}, goal 0.95 to 1.05`,
    ok: answers.size === 1,
  };
}
