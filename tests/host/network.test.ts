/** Proxies and extra certificates, as users of Node.js expect them: a TLS server behind a proxy that tunnels. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { createServer as createProxy } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { generate } from "selfsigned";

const REPOSITORY = resolve(__dirname, "../..");
const OK = JSON.stringify({ success: true, errors: [], messages: [], result: { amount: 5000, threshold: 1000 } });

let folder: string;
let cloudflare: Server;
let proxy: Server;
let tunnelled: string[];
let proxyStatus: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tls-"));
  const san = { name: "subjectAltName" as const, altNames: [{ type: 2 as const, value: "localhost" }] };
  const pems = await generate([{ name: "commonName", value: "localhost" }], { extensions: [san], keySize: 2048 });
  writeFileSync(join(folder, "cert.pem"), pems.cert);
  const server = createServer({ key: pems.private, cert: pems.cert }, (_, response) => response.end(OK));
  cloudflare = server.listen(0, "127.0.0.1");
  proxy = createProxy().listen(0, "127.0.0.1");
  proxy.on("connect", (request, socket, head) => {
    tunnelled.push(request.url ?? "");
    if (proxyStatus !== 200) return void socket.end(`HTTP/1.1 ${proxyStatus} No\r\ncontent-length: 0\r\n\r\n`);
    const through = connect((cloudflare.address() as AddressInfo).port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      through.write(head);
      through.pipe(socket).pipe(through);
    });
    for (const end of [through, socket]) end.on("error", () => {});
  });
  await Promise.all([once(cloudflare, "listening"), once(proxy, "listening")]);
});
afterAll(() => {
  for (const server of [cloudflare, proxy]) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  tunnelled = [];
  proxyStatus = 200;
});

const port = (server: Server) => (server.address() as AddressInfo).port;

/** Reads an auto top-up in a process of its own, which begins with this environment. */
async function read(env: Record<string, string>): Promise<string> {
  const program = `
    const { connect } = require("./dist/provider/connect.js");
    const { getTopupConfig } = require("./dist/provider/billing/endpoints.js");
    const config = { "cloudflare-ai-gateway-billing:apiToken": "token-of-a-test", "cloudflare-ai-gateway-billing:baseUrl": "https://localhost:${port(cloudflare)}/client/v4", "cloudflare-ai-gateway-billing:timing": '{"callMs":2000}' };
    getTopupConfig(connect((key) => config[key]).client, "${"a".repeat(32)}").then(({ amount }) => console.log(amount), (error) => console.log(error.name + ": " + error.message));`;
  const base = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: join(folder, "cert.pem") };
  const child = spawn(process.execPath, ["-e", program], { cwd: REPOSITORY, env: { ...base, ...env } });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await once(child, "close");
  return output.trim();
}

test("NODE_EXTRA_CA_CERTS is honoured, and without it the error says so", async () => {
  expect(await read({})).toBe("5000");
  expect(await read({ NODE_EXTRA_CA_CERTS: "" })).toMatch(
    /^NetworkError: Could not read .*name its certificate in NODE_EXTRA_CA_CERTS\.$/,
  );
});

test("HTTPS_PROXY is a tunnel for TLS, and NO_PROXY goes around it", async () => {
  const HTTPS_PROXY = `http://127.0.0.1:${port(proxy)}`;
  expect(await read({ HTTPS_PROXY })).toBe("5000");
  expect(tunnelled).toEqual([`localhost:${port(cloudflare)}`]);
  expect(await read({ HTTPS_PROXY, NO_PROXY: "localhost" })).toBe("5000");
  expect(tunnelled).toHaveLength(1);
});

test("a proxy that asks for credentials is named as the cause", async () => {
  proxyStatus = 407;
  expect(await read({ HTTPS_PROXY: `http://127.0.0.1:${port(proxy)}` })).toMatch(
    /^NetworkError: Could not read .* 407.*A proxy in between asks for its own credentials/,
  );
});
