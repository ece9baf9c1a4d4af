/** The connection of a charge through TLS, directly and through the tunnel of a proxy. */
import type { RequestListener } from "node:http";
import type { Server } from "node:net";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { End, TlsServers } from "../support/tls";
import { startTlsServers } from "../support/tls";

const answerOf = (result: object) => JSON.stringify({ success: true, errors: [], messages: [], result });
const CHARGED = answerOf({ payment_intent_id: "in_1", client_secret: null, onboarding: true });

let servers: TlsServers;
let posts: number;
let answers: boolean;
let statusOf: number;
let body: string;
const answer: RequestListener = (_request, response) => {
  posts += 1;
  if (!answers) return;
  if (statusOf === 200) return void response.end(body);
  // The end of the connection is left to the other side, so that one sees how it ends it.
  const head = `HTTP/1.1 ${statusOf} Status\r\ncontent-length: ${body.length}\r\n\r\n`;
  response.socket?.write(head + body);
};

beforeAll(async () => {
  servers = await startTlsServers(answer);
});
afterAll(() => servers.close());
beforeEach(() => {
  servers.forget();
  posts = 0;
  answers = true;
  statusOf = 200;
  body = CHARGED;
});

const BUY = `const unconditionally = { whenConnected: async () => {}, atLast() {} };
  const buy = (conditions = unconditionally) => endpoints.buyCredit(client, "${"a".repeat(32)}", { amount: 5000 }, conditions);
  const told = (error) => JSON.stringify([error.name, error.facts.mayHaveHappened, error.facts.isProxied ?? false]) + error.message;`;

/** Buys in a process of its own, and returns the invoice, or what is known of the error. */
const buy = (env: Record<string, string> = {}) =>
  servers.run(`${BUY} return buy().then(({ paymentIntentId }) => paymentIntentId, told)`, env);

/** The other end hears of it a moment later. */
async function endsAre(where: "server" | "proxy", expected: readonly End[]) {
  for (let tries = 0; tries < 40 && servers.ends[where].length < expected.length; tries += 1) await sleep(50);
  expect(servers.ends[where]).toEqual(expected);
}

const through = () => ({ HTTPS_PROXY: servers.proxyUrl });

test("a charge is sent over TLS on its own connection, which is closed after the answer", async () => {
  expect(await buy()).toBe("in_1");
  await endsAre("server", ["closed"]);
  expect(await buy(through())).toBe("in_1");
  expect(servers.tunnelled).toEqual([`localhost:${servers.port}`]);
  await endsAre("proxy", ["closed"]);
  expect(posts).toBe(2);
});

test("at its deadline the server sees a reset, below TLS", async () => {
  answers = false;
  expect(await buy()).toMatch(/^\["TimeoutError",true,false\]/);
  expect(posts).toBe(1);
  await endsAre("server", ["reset"]);
});

test("at its deadline the proxy sees a reset, below the tunnel, and the error says that a proxy was in between", async () => {
  answers = false;
  expect(await buy(through())).toMatch(/^\["TimeoutError",true,true\]/);
  expect(posts).toBe(1);
  await endsAre("proxy", ["reset"]);
});

test.each([400, 402, 500])(
  "an answer with status %d ends with a reset, below TLS and below the tunnel",
  async (status) => {
    statusOf = status;
    // A TLS server sees the end of TLS first; the proxy sees the TCP connection alone.
    await buy(through());
    await endsAre("proxy", ["reset"]);
  },
);

test("where a condition fails, the handshake was made and no request is sent", async () => {
  const no = `{ whenConnected: () => new Promise((done) => setTimeout(done, 100)), atLast() { throw new Error("No.") } }`;
  expect(await servers.run(`${BUY} await buy(${no})`)).toBe("Error: No.");
  await endsAre("server", ["reset"]);
  expect(posts).toBe(0);
});

test("credentials of the proxy go to the proxy alone, and a proxy that refuses them is named without them", async () => {
  servers.proxyStatus = 407;
  const HTTPS_PROXY = servers.proxyUrl.replace("://", "://someone:p%40ss-word@");
  const told = await buy({ HTTPS_PROXY });
  expect(told).toMatch(/^\["NetworkError",false,true\].*the proxy answered 407 .*It wants its own credentials/);
  expect(told).not.toMatch(/ss-word|someone/);
  expect(posts).toBe(0);
});

test("a user with special characters is the same for the reads and for the charge", async () => {
  const HTTPS_PROXY = servers.proxyUrl.replace("://", "://someone:p%40ss-word@");
  const read = `${BUY} await endpoints.getTopupConfig(client, "${"a".repeat(32)}").catch(() => {}); await buy()`;
  await servers.run(read, { HTTPS_PROXY });
  const basic = `Basic ${Buffer.from("someone:p@ss-word").toString("base64")}`;
  expect(servers.authorizations).toEqual([basic, basic]);
});

test("no answer to a charge behind a proxy reveals the proxy's credentials", async () => {
  const basic = Buffer.from("someone:p@ss-word").toString("base64");
  statusOf = 407;
  body = JSON.stringify({ success: false, errors: [{ message: `Basic ${basic} is someone:p@ss-word` }] });
  const told = await buy({ HTTPS_PROXY: servers.proxyUrl.replace("://", "://someone:p%40ss-word@") });
  expect(told).toContain("Cloudflare answered 407 (Basic [redacted] is [redacted])");
});

test.each(["secret-user:secret-word://127.0.0.1:1", "secret-word://someone@127.0.0.1:1"])(
  "what stands where a protocol belongs is not told: %s",
  async (HTTPS_PROXY) => {
    const told = await buy({ HTTPS_PROXY });
    expect(told).toMatch(/^\["ConfigurationError",false,false\]The proxy that HTTPS_PROXY or ALL_PROXY names/);
    expect(told).not.toContain("secret");
  },
);

test("a proxy of another kind is refused, and nothing is sent", async () => {
  expect(await buy({ HTTPS_PROXY: "socks5://127.0.0.1:1" })).toMatch(
    /^\["ConfigurationError",false,false\].*begins with socks5:, and only http: and https: proxies are supported/,
  );
});

test("a proxy that is not a URL is an error without its text, for the reads too, and nothing is sent", async () => {
  const HTTPS_PROXY = "http://someone:p#ss-word@127.0.0.1:1";
  const read = `await endpoints.getTopupConfig(client, "${"a".repeat(32)}")`;
  expect(await servers.run(read, { HTTPS_PROXY })).toMatch(/^ConfigurationError: The proxy .* is not a URL/);
  const told = await buy({ HTTPS_PROXY });
  expect(told).toMatch(
    /^\["ConfigurationError",false,false\]The proxy that HTTPS_PROXY or ALL_PROXY names is not a URL/,
  );
  expect(told).not.toMatch(/ss-word|someone/);
});

test("a certificate that nobody trusts is named before anything is sent", async () => {
  expect(await buy({ NODE_EXTRA_CA_CERTS: "" })).toMatch(
    /^\["NetworkError",false,false\].*name its certificate in NODE_EXTRA_CA_CERTS\.$/,
  );
  expect(posts).toBe(0);
});

describe("a server that takes connections and never speaks", () => {
  let silent: Server;
  beforeAll(async () => {
    silent = createServer((socket) => socket.on("error", () => {})).listen(0, "127.0.0.1");
    await new Promise((listening) => silent.once("listening", listening));
  });
  afterAll(() => silent.close());

  test("is given up in time, and nothing was sent", async () => {
    const address = silent.address();
    const HTTPS_PROXY = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    expect(await buy({ HTTPS_PROXY })).toMatch(/^\["NetworkError",false,true\].*\(no connection within 0\.7 s\)/);
  });
});
