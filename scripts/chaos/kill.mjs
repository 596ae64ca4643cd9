// R1: the server is killed with -9 while it writes, again and again. What it had acknowledged must be there, whole
// and once; what it had not may be there or not, but a retry under the same key must settle it.
import { createHash, randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";
import { Server, median, pause, share } from "./server.mjs";

const KILLS = Number(process.env.KILLS ?? 200);
const WRITERS = 8;
/** A key whose request died without an effect can be taken again after so long. */
const ABANDONED_MS = 92_000;

export async function run(engine) {
  const server = await new Server(engine).open();
  const known = { made: new Map(), documents: new Map(), unanswered: [], edits: 0, lost: [], unexpected: [] };
  const starts = [];
  for (let round = 0; round < KILLS; round++) {
    const before = known.made.size;
    let on = true;
    const writers = Array.from({ length: WRITERS }, (_, writer) => write(server, known, `C${round}-${writer}`, () => on));
    await pause(50 + Math.random() * 550);
    await server.kill();
    on = false;
    await Promise.all(writers);
    starts.push(await server.start());
    const fresh = [...known.made.values()].slice(before);
    await Promise.all(fresh.map((one) => compare(server, known, one)));
  }

  await pause(ABANDONED_MS);
  const settled = { now: 0, conflict: 0 };
  for (const { code, key } of known.unanswered) {
    const answer = await server.create(code, key);
    if (answer.status === 201) {
      settled.now += 1;
      known.made.set(code, { id: JSON.parse(answer.text).id, code, notes: [null] });
    } else if (answer.status === 409) settled.conflict += 1;
    else known.unexpected.push(`${code} again: ${answer.status} ${answer.text.slice(0, 160)}`);
  }
  return [...(await judge(server, known)), {
    goal: "R1",
    what: "Requests cut off by a kill and sent again under their key",
    figure: `${known.unanswered.length}: ${settled.now} answered 201, ${settled.conflict} already done with the answer lost (409)`,
  }, {
    goal: "R1",
    what: "Start to ready after a kill",
    figure: `median ${median(starts).toFixed(0)} ms, p99 ${share(starts, 0.99).toFixed(0)} ms, goal 2,000 ms`,
  }];
}

/** Writes until the server is gone: a new equipment, a change of it, a document on it. */
async function write(server, known, prefix, on) {
  for (let n = 0; on(); n++) {
    const code = `${prefix}-${n}`;
    const made = await server.create(code, code);
    if (made.status === 0) return void known.unanswered.push({ code, key: code });
    if (made.status !== 201) return void known.unexpected.push(`${code}: ${made.status} ${made.text.slice(0, 160)}`);
    const { id, version } = JSON.parse(made.text);
    const one = { id, code, notes: [null] };
    known.made.set(code, one);

    const notes = `note ${n}`;
    one.notes.push(notes);
    const changed = await server.request("PATCH", `/api/v1/equipment/${id}`, { body: { notes, version } });
    if (changed.status === 0) return;
    if (changed.status !== 200) return void known.unexpected.push(`change of ${code}: ${changed.status} ${changed.text.slice(0, 160)}`);
    one.notes = [notes];
    known.edits += 1;

    if (n % 3 !== 0) continue;
    const file = picture();
    const sent = await server.request("POST", "/api/v1/documents", form(file, id));
    if (sent.status === 0) return;
    if (sent.status !== 201) return void known.unexpected.push(`document: ${sent.status} ${sent.text.slice(0, 160)}`);
    known.documents.set(JSON.parse(sent.text).id, JSON.parse(sent.text).sha256);
  }
}

async function compare(server, known, { id, code, notes }) {
  const answer = await server.request("GET", `/api/v1/equipment/${id}`);
  const there = answer.status === 200 ? JSON.parse(answer.text) : {};
  if (there.code !== code || !notes.includes(there.notes)) known.lost.push(`${code}: ${answer.status} ${there.notes}, not ${notes}`);
}

/** At the end everything is read again, and the program's own checks are run. */
async function judge(server, known) {
  const here = (await server.all("/api/v1/equipment")).filter((row) => /^C\d+-/.test(row.code));
  const codes = new Set(here.map((row) => row.code));
  const gone = [...known.made.keys()].filter((code) => !codes.has(code));
  const trail = (await server.request("GET", "/api/v1/audit.csv")).text.split("\n");
  const created = new Map();
  for (const line of trail) {
    const [, , , action, entity, id] = line.split(";");
    if (action === "created" && entity === "equipment") created.set(id, (created.get(id) ?? 0) + 1);
  }
  const doubled = here.length - codes.size + [...created.values()].filter((times) => times > 1).length;
  const halves = here.filter((row) => !created.has(String(row.id)));
  const bad = [];
  for (const [id, sha256] of known.documents) {
    const { status, bytes } = await server.request("GET", `/api/v1/documents/${id}/content`);
    if (status !== 200 || createHash("sha256").update(bytes).digest("hex") !== sha256) bad.push(`document ${id}: ${status}`);
  }
  const audit = server.command("audit", "verify");
  const storage = server.command("storage", "verify");
  await server.end("SIGTERM");
  const lost = [...known.lost, ...gone, ...bad];
  for (const line of [...lost, ...known.unexpected].slice(0, 20)) console.error(`  ${line}`);
  if (audit.status !== 0) console.error(audit.text);
  if (storage.status !== 0) console.error(storage.text);
  return [
    {
      goal: "R1",
      what: `kill -9 during writes, ${KILLS} times, ${WRITERS} writers`,
      figure: `${known.made.size} rows, ${known.edits} changes, ${known.documents.size} documents acknowledged: ${lost.length} lost, ${doubled} doubled, ${halves.length} without their trail, ${known.unexpected.length} unexpected answers`,
      ok: lost.length + doubled + halves.length + known.unexpected.length === 0,
    },
    { goal: "R1", what: "Audit trail and stored files after it", figure: `verify ${audit.status}, ${storage.status}`, ok: audit.status === 0 && storage.status === 0 },
  ];
}

/** A small picture that no other has the bytes of. */
export function picture() {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const out = Buffer.alloc(8);
    out.writeUInt32BE(data.length, 0);
    out.writeUInt32BE(crc(body), 4);
    return Buffer.concat([out.subarray(0, 4), body, out.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(8, 0);
  head.writeUInt32BE(8, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const pixels = Buffer.concat(Array.from({ length: 8 }, () => Buffer.concat([Buffer.from([0]), randomBytes(24)])));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

/** A multipart request with a picture for that equipment. */
export function form(file, entity_id) {
  const mark = "vigie-chaos-boundary";
  const text = (name, value) => `--${mark}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = Buffer.concat([
    Buffer.from(text("entity", "equipment") + text("entity_id", entity_id)),
    Buffer.from(`--${mark}\r\ncontent-disposition: form-data; name="file"; filename="chaos.png"\r\ncontent-type: image/png\r\n\r\n`),
    file,
    Buffer.from(`\r\n--${mark}--\r\n`),
  ]);
  return { body, headers: { "content-type": `multipart/form-data; boundary=${mark}` } };
}
