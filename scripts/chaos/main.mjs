// `make chaos`: runs the experiments one after the other and prints what they counted as a table in Markdown.
// Ends with 1 when a count is not what is promised. Times are printed, never judged: machines differ.
import { hasTmpfs } from "./disk_full.mjs";

/** The experiments: their file, and the engines that they make sense on. */
const EXPERIMENTS = {
  kill: ["sqlite", "postgres"],
  writers: ["sqlite"],
  same_key: ["sqlite", "postgres"],
  disk_full: ["sqlite"],
  database_restart: ["postgres"],
  mail_down: ["sqlite", "postgres"],
  terminate: ["sqlite", "postgres"],
  enumeration: ["sqlite"],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in EXPERIMENTS));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(", ")}; there are ${Object.keys(EXPERIMENTS).join(", ")}`);
  process.exit(2);
}
const engines = (process.env.ENGINES ?? "sqlite postgres").split(" ");

const rows = [];
for (const [name, possible] of Object.entries(EXPERIMENTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  if (name === "disk_full" && !hasTmpfs()) {
    rows.push({ goal: "R2", engine: "sqlite", what: "Disk full", figure: "not tried: mounting a small disk needs root", ok: true });
    continue;
  }
  const { run } = await import(`./${name}.mjs`);
  for (const engine of possible.filter((one) => engines.includes(one))) {
    const start = performance.now();
    let found;
    try {
      found = await run(engine);
    } catch (error) {
      console.error(error);
      found = [{ goal: "", what: name, figure: `came to nothing: ${error.message}`, ok: false }];
    }
    rows.push(...found.map((row) => ({ engine, ...row })));
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    console.error(`${name} on ${engine}: ${found.every((row) => row.ok ?? true) ? "as promised" : "NOT as promised"}, ${seconds} s`);
  }
}

console.log("\n| Goal | Database | What | Found | As promised |\n|---|---|---|---|---|");
for (const { goal, engine, what, figure, ok } of rows) {
  console.log(`| ${goal} | ${engine} | ${what} | ${figure} | ${ok === undefined ? "" : ok ? "yes" : "**no**"} |`);
}
process.exit(rows.every((row) => row.ok ?? true) ? 0 : 1);
