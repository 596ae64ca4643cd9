// The other half of `make bench`: many browsers listen on `/ws`, and something happens that concerns all of them.
// The time is from the request that does it to the message at each listener, so it holds the request itself.
import http from "node:http";
import { ORIGIN, agent, answered, fill, json, memory, pause, request, signIn, start, stop } from "./bench-server.mjs";

const CLIENTS = Number(process.env.CLIENTS ?? 500);
const EVENTS = Number(process.env.EVENTS ?? 30);
/** Sockets that are being opened at a time. */
const OPENING = 25;

/** Texts of the server's frames, as they come; a frame may arrive in parts. */
function frames(socket, head, said) {
  let rest = Buffer.alloc(0);
  const read = (part) => {
    rest = Buffer.concat([rest, part]);
    while (rest.length >= 2) {
      const [kind, short] = [rest[0] & 0x0f, rest[1] & 0x7f];
      const start = short === 126 ? 4 : 2;
      if (short === 127 || rest.length < start) break;
      const end = start + (short === 126 ? rest.readUInt16BE(2) : short);
      if (rest.length < end) break;
      if (kind === 1) said(JSON.parse(rest.subarray(start, end).toString()));
      rest = rest.subarray(end);
    }
  };
  read(head);
  socket.on("data", read);
}

/** Opens a connection; resolves when it has said hello. */
function listen(cookie, heard) {
  return new Promise((resolve, reject) => {
    const headers = {
      cookie,
      origin: ORIGIN,
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dmlnaWUgbWVhc3VyZXMgMQ==",
    };
    const call = http.request(`${ORIGIN}/ws`, { headers });
    call.on("response", (answer) => reject(new Error(`/ws: ${answer.statusCode}`)));
    call.on("error", reject);
    call.on("upgrade", (_, socket, head) => {
      socket.on("error", () => {});
      frames(socket, head, (message) => (message.topic === "hello" ? resolve(socket) : heard(message)));
    });
    call.end();
  });
}

async function open(count, cookie, heard) {
  const sockets = [];
  while (sockets.length < count) {
    const some = Math.min(OPENING, count - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: some }, () => listen(cookie, heard)))));
  }
  return sockets;
}

fill();
const server = start();
await answered(server);
const cookie = await signIn();
const [site] = (await json("/api/v1/sites", { cookie })).data;

/** Makes a row that every listener may read; its number, when it is known. */
async function happen(number) {
  const body = JSON.stringify({ site_id: site.id, code: `WS-${number}`, name: "Bench" });
  const headers = { cookie, origin: ORIGIN, "sec-fetch-site": "same-origin", "content-type": "application/json" };
  const answer = await request("/api/v1/production-lines", { method: "POST", headers, body });
  if (answer.status !== 201) throw new Error(`POST: ${answer.status} ${answer.body.toString().slice(0, 200)}`);
  return JSON.parse(answer.body).id;
}

// The first ones start what serves all: their memory is not that of a connection.
for (const socket of await open(OPENING, cookie, () => {})) socket.destroy();
await happen("warm");
await pause(2000);

const arrived = new Map();
const heard = ({ topic, id }) => {
  if (topic !== "production_line.created") return;
  const times = arrived.get(id) ?? [];
  times.push(performance.now());
  arrived.set(id, times);
};
const alone = memory(server.pid);
const sockets = await open(CLIENTS, cookie, heard);
await pause(2000);
const together = memory(server.pid);

const times = [];
let lost = 0;
for (let number = 0; number < EVENTS; number++) {
  const begin = performance.now();
  const id = await happen(number);
  while ((arrived.get(id)?.length ?? 0) < CLIENTS && performance.now() - begin < 5000) await pause(1);
  const here = (arrived.get(id) ?? []).map((time) => time - begin);
  lost += Math.abs(CLIENTS - here.length);
  times.push(...here);
  await pause(100);
}
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]?.toFixed(0) ?? "?";
const each = ((together - alone) * 1000) / CLIENTS;
console.log(`| Goal | What | Figure |\n|---|---|---|
| NO-02 | ${EVENTS} events at ${CLIENTS} listeners: p50, p95, the last | ${at(0.5)}, ${at(0.95)}, ${at(1)} ms |
| NO-02 | Messages missed or told twice | ${lost} of ${EVENTS * CLIENTS} |
| P5 | Memory of a connection | ${each.toFixed(0)} kB (${alone.toFixed(0)} → ${together.toFixed(0)} MB; ${memory(server.pid).toFixed(0)} MB after the events) |`);
for (const socket of sockets) socket.destroy();
agent.destroy();
await stop(server);
