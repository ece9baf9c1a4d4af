/** A TLS server in place of Cloudflare, a proxy that tunnels to it, and the client in a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener, Server } from "node:http";
import { createServer as createProxy } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { generate } from "selfsigned";

const REPOSITORY = resolve(__dirname, "../..");

/** How a connection has ended, as the server or the proxy sees it. */
export type End = "closed" | "reset";

export interface TlsServers {
  readonly port: number;
  readonly proxyUrl: string;
  /** The hosts that the proxy was asked to tunnel to. */
  readonly tunnelled: string[];
  /** What the proxy was told of its user, each time. */
  readonly authorizations: Array<string | undefined>;
  /** How the connections to the server, and those to the proxy, have ended so far. */
  readonly ends: { readonly server: End[]; readonly proxy: End[] };
  /** What the proxy answers to the next `CONNECT`. */
  proxyStatus: number;
  /** The body of that answer, where it opens no tunnel, by what the proxy was told of its user. */
  proxyBody: (authorization: string) => string;
  /** Runs a script on `dist/` that has a `client` and the `endpoints`, and returns what it prints. */
  run(script: string, env?: Readonly<Record<string, string>>): Promise<string>;
  forget(): void;
  close(): void;
}

/** @param answer for every request to the server */
export async function startTlsServers(answer: RequestListener): Promise<TlsServers> {
  const folder = mkdtempSync(join(tmpdir(), "tls-"));
  const certificate = join(folder, "cert.pem");
  const san = { name: "subjectAltName" as const, altNames: [{ type: 2 as const, value: "localhost" }] };
  const pems = await generate([{ name: "commonName", value: "localhost" }], { extensions: [san], keySize: 2048 });
  writeFileSync(certificate, pems.cert);
  const ends = { server: [] as End[], proxy: [] as End[] };
  const tunnelled: string[] = [];
  const authorizations: Array<string | undefined> = [];

  const server = createServer({ key: pems.private, cert: pems.cert }, answer).listen(0, "127.0.0.1");
  server.on("secureConnection", (socket: Socket) => watch(socket, ends.server));
  const proxy = createProxy().listen(0, "127.0.0.1");
  proxy.on("connection", (socket: Socket) => watch(socket, ends.proxy));
  proxy.on("connect", (request, socket, head) => {
    tunnelled.push(request.url ?? "");
    authorizations.push(request.headers["proxy-authorization"]);
    if (servers.proxyStatus !== 200) {
      const body = servers.proxyBody(request.headers["proxy-authorization"] ?? "");
      return void socket.end(`HTTP/1.1 ${servers.proxyStatus} No\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    }
    const through = connect(portOf(server), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      through.write(head);
      through.pipe(socket).pipe(through);
    });
    // A pipe that has lost its end no longer reads, and would not see the other end close.
    through.on("close", () => socket.resume());
    for (const end of [through, socket]) end.on("error", () => through.resetAndDestroy());
  });
  await Promise.all([once(server, "listening"), once(proxy, "listening")]);

  const servers: TlsServers = {
    port: portOf(server),
    proxyUrl: `http://127.0.0.1:${portOf(proxy)}`,
    tunnelled,
    authorizations,
    ends,
    proxyStatus: 200,
    proxyBody: () => "",
    async run(script, env = {}) {
      const config = {
        "cloudflare-ai-gateway-billing:apiToken": "token-of-a-test",
        "cloudflare-ai-gateway-billing:baseUrl": `https://localhost:${servers.port}/client/v4`,
        "cloudflare-ai-gateway-billing:timing": '{"callMs":2000,"postMs":700}',
      };
      const program = `
        const { connect } = require("./dist/provider/billing/connect.js");
        const endpoints = require("./dist/provider/billing/endpoints.js");
        const client = connect((key) => (${JSON.stringify(config)})[key]);
        (async () => {${script}})().then(console.log, (error) => console.log(error.name + ": " + error.message));`;
      const base = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: certificate };
      const child = spawn(process.execPath, ["-e", program], { cwd: REPOSITORY, env: { ...base, ...env } });
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text: string) => {
          output += text;
        });
      await once(child, "close");
      return output.trim();
    },
    forget() {
      for (const list of [tunnelled, authorizations, ends.server, ends.proxy]) list.length = 0;
      servers.proxyStatus = 200;
      servers.proxyBody = () => "";
    },
    close() {
      for (const one of [server, proxy]) {
        one.closeAllConnections();
        one.close();
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return servers;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

function watch(socket: Socket, ends: End[]) {
  let end: End = "closed";
  socket.on("error", (error: NodeJS.ErrnoException) => {
    // A write that meets the reset first fails with EPIPE.
    if (error.code === "ECONNRESET" || error.code === "EPIPE") end = "reset";
  });
  socket.on("close", () => ends.push(end));
}
