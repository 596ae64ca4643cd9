// R2: the disk fills up: writes are refused with a reason, reads go on, and writes come back by themselves.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { form, picture } from "./kill.mjs";
import { Server } from "./server.mjs";

const SIZE = "48m";

/** Whether a small disk can be mounted here. */
export const hasTmpfs = () => process.platform === "linux" && process.getuid() === 0;

export async function run(engine) {
  const folder = `${process.env.CHAOS_DIR}/small`;
  mkdirSync(folder);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE}`, "tmpfs", folder], { encoding: "utf8" });
  if (mounted.status !== 0) return [{ goal: "R2", what: "Disk full", figure: `not tried: ${mounted.stderr.trim()}` }];
  try {
    return await fill(engine, folder);
  } finally {
    spawnSync("umount", ["-l", folder]);
  }
}

async function fill(engine, folder) {
  const server = await new Server(engine, { folder }).open();
  const made = [];
  for (let n = 0; n < 20; n++) made.push(JSON.parse((await server.create(`D-${n}`)).text).id);
  stuff(`${folder}/ballast`);

  const statuses = {};
  const mute = [];
  const note = (what, answer) => {
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (![503, 507].includes(answer.status) || !/\S/.test(JSON.parse(answer.text || "{}").detail ?? "")) mute.push(`${what}: ${answer.status} ${answer.error ?? ""} ${answer.text.slice(0, 200)}`);
  };
  let taken = 0;
  // The log of the database has room for a while: it is written over and over.
  for (let refused = 0; refused < 40 && taken < 20_000; ) {
    const answer = await server.create(`FULL-${taken}-${refused}`);
    if (answer.status === 201) taken += 1;
    else {
      refused += 1;
      note("row", answer);
    }
  }
  for (let n = 0; n < 10; n++) {
    const answer = await server.request("POST", "/api/v1/documents", form(picture(), made[0]));
    if (answer.status === 201) taken += 1;
    else note("document", answer);
  }
  const reads = [];
  for (const path of ["/api/v1/equipment?limit=50", `/api/v1/equipment/${made[3]}`, "/api/v1/interventions?limit=50", "/equipments"]) {
    for (let n = 0; n < 5; n++) reads.push(await server.request("GET", path));
  }
  const unread = reads.filter((answer) => ![200, 303].includes(answer.status)).length;

  rmSync(`${folder}/ballast`);
  const after = [];
  for (let n = 0; n < 20; n++) after.push(await server.create(`AFTER-${n}`));
  after.push(await server.request("POST", "/api/v1/documents", form(picture(), made[0])));
  const stuck = after.filter((answer) => answer.status !== 201).length;
  const here = (await server.all("/api/v1/equipment")).map((row) => row.code);
  const lost = 20 - here.filter((code) => code.startsWith("D-")).length + (20 - here.filter((code) => code.startsWith("AFTER-")).length);
  const audit = server.command("audit", "verify");
  await server.end("SIGTERM");
  for (const line of mute) console.error(`  ${line}`);
  const refused = Object.entries(statuses).map(([status, times]) => `${times} × ${status}`).join(", ");
  return [{
    goal: "R2",
    what: "Disk full, 50 writes and 20 reads, then room again",
    figure: `refused ${refused || "none"}, ${taken} still fitted, ${mute.length} without 503/507 and a reason; ${unread} reads failed; ${stuck} of ${after.length} writes failed afterwards, ${lost} rows lost, audit verify ${audit.status}`,
    ok: refused !== "" && mute.length === 0 && unread === 0 && stuck === 0 && lost === 0 && audit.status === 0,
  }];
}

/** Takes every byte that is left. */
function stuff(file) {
  for (const size of [1 << 20, 1 << 16, 4096]) {
    const block = Buffer.alloc(size, 1);
    try {
      for (;;) writeFileSync(file, block, { flag: "a" });
    } catch (error) {
      if (error.code !== "ENOSPC") throw error;
    }
  }
}
