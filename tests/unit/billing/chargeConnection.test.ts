/** The connection of a charge, as a server sees it that counts connections and looks at how they end. */
import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "../../../provider/billing/client";
import * as endpoints from "../../../provider/billing/endpoints";
import { ACCOUNT, clientOf, rejection, UNCONDITIONALLY } from "../../support/client";

interface Seen {
  readonly requests: string[];
  end?: "closed" | "reset";
}

const BOUGHT = { payment_intent_id: "in_1", client_secret: null, onboarding: true };
const READ = { amount: 5000, threshold: 1000 };

let server: Server;
let client: Client;
/** Each connection, in the order in which they came. */
let connections: Seen[];
let answers: boolean;

beforeEach(async () => {
  connections = [];
  answers = true;
  const seenOn = new Map<object, Seen>();
  server = createServer((request, response) => {
    seenOn.get(request.socket)?.requests.push(`${request.method} ${request.url?.replace(/^.*billing/, "")}`);
    if (!answers) return;
    response.end(JSON.stringify({ success: true, errors: [], result: request.method === "POST" ? BOUGHT : READ }));
  });
  server.on("connection", (socket) => {
    const seen: Seen = { requests: [] };
    connections.push(seen);
    seenOn.set(socket, seen);
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNRESET") seen.end = "reset";
    });
    socket.on("close", () => {
      seen.end ??= "closed";
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  client = clientOf({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/v4` });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const read = () => endpoints.getTopupConfig(client, ACCOUNT);
const buy = (conditions = UNCONDITIONALLY) => endpoints.buyCredit(client, ACCOUNT, { amount: 5000 }, conditions);

test("a charge has its own connection; the other requests share theirs", async () => {
  await read();
  await read();
  expect(await buy()).toMatchObject({ paymentIntentId: "in_1" });
  await read();
  expect(connections.map(({ requests }) => requests)).toEqual([
    ["GET /topup/config", "GET /topup/config", "GET /topup/config"],
    ["POST /topup"],
  ]);
});

test("two charges share none", async () => {
  await buy();
  await buy();
  expect(connections.map(({ requests }) => requests)).toEqual([["POST /topup"], ["POST /topup"]]);
});

test("the conditions are checked when the connection is open, and before a byte of the request is written", async () => {
  const order: string[] = [];
  const note = (what: string) => order.push(`${what}: ${connections.length} connections, ${requestsSeen()} requests`);
  await buy({
    async whenConnected() {
      await sleep(50);
      note("whenConnected");
    },
    atLast: () => note("atLast"),
  });
  expect(order).toEqual(["whenConnected: 1 connections, 0 requests", "atLast: 1 connections, 0 requests"]);
  expect(requestsSeen()).toBe(1);
});

const requestsSeen = () => connections.flatMap(({ requests }) => requests).length;

const no = () => {
  throw new Error("No.");
};

test.each([
  ["whenConnected", { ...UNCONDITIONALLY, whenConnected: async () => no() }],
  ["atLast", { ...UNCONDITIONALLY, atLast: no }],
])("where %s throws, nothing is sent, and the connection is reset", async (_, conditions) => {
  expect((await rejection(buy(conditions))).message).toBe("No.");
  await sleep(50);
  expect(connections).toEqual([{ requests: [], end: "reset" }]);
  expect(await buy()).toMatchObject({ paymentIntentId: "in_1" });
});

test("a charge that is given up at its deadline resets its connection", async () => {
  answers = false;
  expect(await rejection(buy())).toMatchObject({ name: "TimeoutError", facts: { mayHaveHappened: true } });
  await sleep(50);
  expect(connections).toEqual([{ requests: ["POST /topup"], end: "reset" }]);
});

test("a charge whose answer is too large resets its connection", async () => {
  server.removeAllListeners("request");
  server.on("request", (_request, response) => {
    response.writeHead(200);
    const more = setInterval(() => response.write("x".repeat(1_000_000)), 1);
    response.on("close", () => clearInterval(more));
  });
  client = clientOf({ url: urlOf() }, { timing: { postMs: 5000, windowMs: 6000 } });
  expect(await rejection(buy())).toMatchObject({ name: "ResponseShapeError", facts: { mayHaveHappened: true } });
  await sleep(50);
  expect(connections[0]?.end).toBe("reset");
});

/** Answers, and leaves the end of the connection to the other side. */
const answerOpenly = (socket: Socket, status: string) =>
  socket.write(`HTTP/1.1 ${status}\r\ncontent-length: 2\r\n\r\n{}`);

/** What a server may do with a charge instead of answering as Cloudflare does. */
const INSTEAD: ReadonlyArray<readonly [string, (request: IncomingMessage, response: ServerResponse) => void]> = [
  ["declines it", ({ socket }) => answerOpenly(socket, "402 Payment Required")],
  ["rejects it", ({ socket }) => answerOpenly(socket, "400 Bad Request")],
  ["fails", ({ socket }) => answerOpenly(socket, "502 Bad Gateway")],
  ["redirects it", ({ socket }) => answerOpenly(socket, "307 Temporary Redirect")],
  ["ends the connection", ({ socket }) => socket.end()],
  ["answers in no protocol", ({ socket }) => socket.end("nonsense\r\n\r\n")],
  ["answers less than it says", ({ socket }) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{")],
  [
    "changes the protocol",
    ({ socket }) => socket.write("HTTP/1.1 101 Up\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
  ],
];

test.each(INSTEAD)("a charge on a connection whose server %s ends with a reset", async (_, instead) => {
  server.removeAllListeners("request");
  server.on("request", instead);
  await rejection(buy());
  await sleep(50);
  expect(connections.map(({ end }) => end)).toEqual(["reset"]);
});

const pause = { ...UNCONDITIONALLY, whenConnected: () => sleep(100) };

test.each<[string, (socket: Socket) => void, RegExp]>([
  ["is closed", (socket) => socket.end(), /it was closed before the request was sent/],
  ["breaks", (socket) => setTimeout(() => socket.resetAndDestroy(), 30), /it was closed before the request was sent/],
  [
    "has an answer on it",
    (socket) => socket.write("HTTP/1.1 402 Payment Required\r\ncontent-length: 2\r\n\r\n{}"),
    /an answer came before the request was sent/,
  ],
])("where the connection %s before the request, nothing is sent, and the error says so", async (_, happens, why) => {
  server.on("connection", happens);
  const error = await rejection(buy(pause));
  expect(error).toMatchObject({ name: "NetworkError", facts: { mayHaveHappened: false } });
  expect(error.message).toMatch(why);
  expect(error.message).toContain("Nothing was sent.");
  expect(requestsSeen()).toBe(0);
});

test("a deadline before the request was written says that nothing was sent", async () => {
  const error = await rejection(buy({ ...UNCONDITIONALLY, whenConnected: () => sleep(600) }));
  expect(error).toMatchObject({ name: "NetworkError", facts: { mayHaveHappened: false } });
  expect(requestsSeen()).toBe(0);
});

const urlOf = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/v4`;

test("without a connection nothing is sent, and the error says so to the lifecycle", async () => {
  const url = urlOf();
  server.close();
  await once(server, "close");
  client = clientOf({ url });
  const error = await rejection(buy());
  expect(error).toMatchObject({ name: "NetworkError", facts: { mayHaveHappened: false } });
  expect(error.message).toMatch(/^Could not charge the card .*: the connection failed \(ECONNREFUSED: /);
});
