// R6: the mail server is not there, then hangs, then refuses for now, then works: every mail arrives once, and the
// pages do not wait for it.
import net from "node:net";
import { Server, median, pause, share } from "./server.mjs";

const PEOPLE = ["admin@vigie.test", "supervisor@vigie.test", "technician@vigie.test", "client@vigie.test"];
const PATIENCE_MS = 240_000;

export async function run(engine) {
  const mails = new MailServer();
  await mails.listen();
  const server = await new Server(engine, {
    env: {
      VIGIE__MAIL__HOST: "127.0.0.1",
      VIGIE__MAIL__PORT: String(mails.port),
      VIGIE__MAIL__SECURITY: "none",
      VIGIE__MAIL__FROM: "vigie@plant.test",
      VIGIE__MAIL__TIMEOUT_SECONDS: "3",
    },
  }).open();
  const quiet = await pages(server);
  const during = [];
  for (const way of ["closed", "hanging", "refusing"]) {
    await mails.become(way);
    for (const email of PEOPLE) {
      const asked = await server.request("POST", "/api/v1/auth/forgot-password", { body: { email }, signed: false });
      if (asked.status >= 300) throw new Error(`a link was refused: ${asked.status} ${asked.text}`);
      during.push(...(await pages(server)));
    }
    await pause(4000);
  }
  const kept = (await server.all("/api/v1/mails")).length;
  await mails.become("working");
  const begin = performance.now();
  while (mails.taken.length < kept && performance.now() - begin < PATIENCE_MS) await pause(500);
  const seconds = (performance.now() - begin) / 1000;
  await pause(2000);
  const states = (await server.all("/api/v1/mails")).map((mail) => mail.state);
  await server.end("SIGTERM");
  await mails.close();
  const unsent = states.filter((state) => state !== "sent").length;
  return [{
    goal: "R6",
    what: `SMTP closed, hanging, refusing, then working, ${PEOPLE.length} mails each`,
    figure: `${kept} mails written, ${mails.taken.length} arrived within ${seconds.toFixed(0)} s of its return, ${unsent} not marked sent; pages p95 ${share(during, 0.95).toFixed(0)} ms meanwhile, ${share(quiet, 0.95).toFixed(0)} ms before (medians ${median(during).toFixed(0)}, ${median(quiet).toFixed(0)})`,
    ok: kept === PEOPLE.length * 3 && mails.taken.length === kept && unsent === 0,
  }];
}

/** Milliseconds of a few pages. */
async function pages(server) {
  const times = [];
  for (let n = 0; n < 10; n++) {
    const answer = await server.request("GET", "/api/v1/equipment?limit=50");
    if (answer.status !== 200) throw new Error(`a page was refused: ${answer.status}`);
    times.push(answer.ms);
  }
  return times;
}

/** Enough of SMTP to take a mail, or not to. */
class MailServer {
  taken = [];
  way = "closed";
  sockets = new Set();

  async listen(port = 0) {
    this.server = net.createServer((socket) => this.talk(socket));
    await new Promise((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    this.port = this.server.address().port;
  }

  async close() {
    for (const socket of this.sockets) socket.destroy();
    if (this.server) await new Promise((resolve) => this.server.close(resolve));
    this.server = undefined;
  }

  async become(way) {
    this.way = way;
    await this.close();
    if (way !== "closed") await this.listen(this.port);
  }

  talk(socket) {
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket)).on("error", () => socket.destroy());
    if (this.way === "hanging") return;
    const say = (line) => socket.write(`${line}\r\n`);
    let data = "";
    let inData = false;
    say("220 chaos ESMTP");
    socket.on("data", (bytes) => {
      data += bytes;
      for (;;) {
        const end = data.indexOf(inData ? "\r\n.\r\n" : "\r\n");
        if (end < 0) return;
        const text = data.slice(0, end);
        data = data.slice(end + (inData ? 5 : 2));
        if (inData) {
          inData = false;
          this.taken.push(text);
          say("250 taken");
        } else if (/^(EHLO|HELO)/i.test(text)) say("250 chaos");
        else if (/^RCPT/i.test(text)) say(this.way === "refusing" ? "451 not now" : "250 fine");
        else if (/^DATA/i.test(text)) {
          inData = true;
          say("354 go on");
        } else if (/^QUIT/i.test(text)) {
          say("221 bye");
          socket.end();
        } else say("250 fine");
      }
    });
  }
}
