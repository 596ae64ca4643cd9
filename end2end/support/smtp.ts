/** A mail server on this machine that takes every message in. */
import { createServer, type AddressInfo, type Server } from "node:net";

export class Smtp {
  private constructor(
    private readonly server: Server,
    readonly port: number,
    readonly received: string[],
  ) {}

  static async start(): Promise<Smtp> {
    const received: string[] = [];
    const server = createServer((socket) => {
      let data: string | null = null;
      let rest = "";
      socket.setEncoding("utf8");
      socket.on("error", () => socket.destroy());
      socket.write("220 essai ESMTP\r\n");
      socket.on("data", (chunk: string) => {
        const lines = (rest + chunk).split("\r\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          if (data !== null && line !== ".") data += `${line}\n`;
          else if (data !== null) {
            received.push(data);
            data = null;
            socket.write("250 2.0.0 Queued as 4711\r\n");
          } else if (line.startsWith("EHLO")) socket.write("250-essai\r\n250 8BITMIME\r\n");
          else if (line === "DATA") {
            data = "";
            socket.write("354 Go ahead\r\n");
          } else if (line === "QUIT") socket.end("221 Bye\r\n");
          else socket.write("250 OK\r\n");
        }
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return new Smtp(server, (server.address() as AddressInfo).port, received);
  }

  stop(): void {
    this.server.close();
  }
}
