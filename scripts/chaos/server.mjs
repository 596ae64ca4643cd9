// One server under test: its process, its database, and requests to it.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import http from "node:http";

const { BINARY, CHAOS_DIR, POSTGRES_BIN, TEST_DATABASE_URL } = process.env;
const LOGIN = { email: "admin@vigie.test", password: "Demo-Vigie-2026" };
let number = 0;

/** Servers that must not outlive this process. */
const running = new Set();
process.once("exit", () => running.forEach((one) => one.kill("SIGKILL")));

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
export const share = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;

/** An empty PostgreSQL database of its own. */
function createDatabase(name) {
  const url = new URL(TEST_DATABASE_URL);
  const made = spawnSync(`${POSTGRES_BIN}/createdb`, ["-h", url.hostname, "-p", url.port, "-U", url.username, name]);
  if (made.status !== 0) throw new Error(`createdb: ${made.stderr}`);
  url.pathname = `/${name}`;
  return url.toString();
}

export class Server {
  /** With an empty database of the demonstration plant; `env` configures it further. */
  constructor(engine, { env = {}, folder } = {}) {
    number += 1;
    // Below the ports that the system gives to clients: after a restart it must still be free.
    this.port = 20_000 + ((process.pid * 7 + number) % 12_000);
    this.origin = `http://127.0.0.1:${this.port}`;
    this.folder = folder ?? `${CHAOS_DIR}/${engine}-${number}`;
    mkdirSync(this.folder, { recursive: true });
    this.store = ["--data-dir", this.folder];
    if (engine === "postgres") this.store.push("--database-url", createDatabase(`chaos_${process.pid}_${number}`));
    this.logFile = `${CHAOS_DIR}/${engine}-${number}.log`;
    this.log = openSync(this.logFile, "a");
    this.env = { ...process.env, VIGIE__AUTH__ACCESS_MINUTES: "720", ...env };
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  }

  /** Starts it and waits for the first answer; gives the milliseconds it took. */
  async start() {
    const args = ["serve", "--demo", "--listen", `127.0.0.1:${this.port}`, ...this.store];
    this.process = spawn(BINARY, args, { stdio: ["ignore", this.log, this.log], env: this.env });
    const own = this.process;
    running.add(own);
    own.once("exit", () => running.delete(own));
    for (const begin = performance.now(); ; await pause(3)) {
      const { status } = await this.request("GET", "/api/v1/health/ready");
      if (status === 200) return performance.now() - begin;
      if (own.exitCode !== null) throw new Error(`the server ended with ${own.exitCode}: ${this.words().slice(-600)}`);
      if (performance.now() - begin > 60_000) throw new Error(`not ready after a minute: ${this.words().slice(-600)}`);
    }
  }

  /** Starts it and signs the demonstration's administrator in. */
  async open() {
    await this.start();
    await this.signIn();
    this.site = (await this.json("/api/v1/sites")).data[0].id;
    return this;
  }

  async signIn() {
    const answer = await this.request("POST", "/api/v1/auth/login", { body: LOGIN });
    if (answer.status !== 200) throw new Error(`sign-in refused: ${answer.status} ${answer.text}`);
    this.token = JSON.parse(answer.text).access_token;
  }

  /** Ends it at once, as a power cut would. */
  async kill() {
    await this.end("SIGKILL");
  }

  async end(signal) {
    const over = this.process.exitCode === null && this.process.signalCode === null;
    const ended = over ? new Promise((resolve) => this.process.once("exit", resolve)) : Promise.resolve();
    this.process.kill(signal);
    await ended;
    this.agent.destroy();
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  }

  words() {
    return readFileSync(this.logFile, "utf8");
  }

  /** A command of the program on the same data. */
  command(...args) {
    const done = spawnSync(BINARY, [...args, ...this.store], { env: this.env, encoding: "utf8" });
    return { status: done.status, text: `${done.stdout}${done.stderr}` };
  }

  /**
   * One request, never a rejection: `status` is 0 when no whole answer came, `error` then says why.
   * A `body` that is an object goes as JSON, a string or buffer as it is.
   */
  request(method, path, { body, headers = {}, key, signed = true } = {}) {
    const all = { ...headers };
    if (signed && this.token) all.authorization = `Bearer ${this.token}`;
    if (key) all["idempotency-key"] = key;
    let bytes = body;
    if (body !== undefined && typeof body === "object" && !Buffer.isBuffer(body)) {
      bytes = JSON.stringify(body);
      all["content-type"] = "application/json";
    }
    if (bytes !== undefined) all["content-length"] = Buffer.byteLength(bytes);
    const begin = performance.now();
    return new Promise((resolve) => {
      // A connection that was used before may be closed by the server just then; a new one was never taken.
      const none = (error) => resolve({ status: 0, reused: call.reusedSocket, error: error.code ?? error.message, text: "", ms: performance.now() - begin });
      const call = http.request(this.origin + path, { method, headers: all, agent: this.agent, timeout: 60_000 }, (answer) => {
        const parts = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("error", none);
        answer.on("aborted", () => none({ code: "ABORTED" }));
        answer.on("end", () => {
          const whole = Buffer.concat(parts);
          resolve({ status: answer.statusCode, headers: answer.headers, bytes: whole, text: whole.toString(), ms: performance.now() - begin });
        });
      });
      call.on("error", none);
      call.on("timeout", () => call.destroy(new Error("TIMEOUT")));
      call.end(bytes);
    });
  }

  async json(path) {
    const answer = await this.request("GET", path);
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
    return JSON.parse(answer.text);
  }

  /** Every row of a list. */
  async all(path) {
    const rows = [];
    for (let cursor = ""; ; ) {
      const page = await this.json(`${path}${path.includes("?") ? "&" : "?"}limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      rows.push(...page.data);
      cursor = page.pagination.next_cursor;
      if (!cursor) return rows;
    }
  }

  /** A new equipment of that code. */
  create(code, key) {
    return this.request("POST", "/api/v1/equipment", { body: { code, name: `Chaos ${code}`, site_id: this.site }, key });
  }
}
