/**
 * A run dies while its request for a charge lies in the kernel and the network is away. When the network is back,
 * the kernel delivers the request, and the next run is already there: never a second charge.
 */
import { constants } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { createServer } from "node:tls";
import { generate } from "selfsigned";
import type { TestStack } from "../../support/engine";
import { withStack } from "../../support/engine";
import { isFull } from "../../support/full";
import type { NetworkOptions, Networks } from "../../support/networks";
import { createNetworks, whyNoNetworks } from "../../support/networks";
import { ACCOUNT } from "../../support/programs";
import { QUICK } from "../../support/purchases";
import { report } from "../../support/report";
import { processesOf, providersOf, send } from "./processes";
import { closeGate, gatedPurchase, openGate } from "./programs";

interface Story extends NetworkOptions {
  readonly timing?: Readonly<Record<string, number>>;
  /** From the moment when the request lies in the kernel. */
  readonly killedAfterMs: number;
  readonly backAfterMs: number;
}

// A repetition comes after twice the time of the one before it, and none comes later after the first one than
// (2 << orphanRetries) - 1 times 0.2 s. The first one decides which is the last: on a longer way, it comes later.

/** The last repetition comes after 31 times 360 ms or a little more, which is 11 to 12 s. */
const SHORT: Story = {
  // Shorter times are for a loopback address alone.
  address: "127.77.0.1",
  timing: { ...QUICK, postMs: 3000, windowMs: 4300, deliveryMs: 13_000 },
  orphanRetries: 5,
  firstRepetitionMs: 360,
  killedAfterMs: 0,
  backAfterMs: 9000,
};

/** The last repetition comes after 255 times 320 ms or a little more, which is 82 to 90 s: a window is 65 s. */
const REAL: Story = {
  address: "10.77.3.1",
  orphanRetries: 0,
  // As on a way that takes 120 ms there and back.
  firstRepetitionMs: 320,
  killedAfterMs: 1500,
  backAfterMs: 66_000,
};

/** What a client sends last in the handshake is 126 bytes or less. The request has more than 300. */
const HANDSHAKE_BYTES = 256;

const why = whyNoNetworks();
if (why !== undefined) process.stderr.write(`\n*** THE LATE DELIVERY OF A CHARGE IS SKIPPED: ${why}. ***\n\n`);
const testOfNetworks = why === undefined ? test : test.skip;

// After a test that ran out of time, too.
const cleanUps: Array<() => void> = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
});

testOfNetworks("a charge that the kernel of a dead run delivers late is taken over by the next run", () =>
  play("short times", SHORT),
);

if (isFull) {
  testOfNetworks(
    "so is one that it delivers as late as it does by itself, which is later than a window",
    () => play("real times", REAL),
    400_000,
  );
}

async function play(name: string, story: Story): Promise<void> {
  const { address, timing } = story;
  const networks = createNetworks(story);
  cleanUps.push(networks.remove);
  const front = await startFront(networks, address);
  cleanUps.push(front.close);
  const options = {
    api: "2026-10",
    program: gatedPurchase({ purchase: "2026-11" }),
    config: {
      "cloudflare-ai-gateway-billing:baseUrl": `https://${address}/client/v4`,
      ...(timing && { "cloudflare-ai-gateway-billing:timing": JSON.stringify(timing) }),
    },
    seed: { accounts: { [ACCOUNT]: { settleMs: 0 } } },
    env: { PATH: networks.path, NODE_EXTRA_CA_CERTS: front.certificate, no_proxy: "*" },
  } as const;
  await withStack(options, async (stack) => {
    const killAll = () => {
      for (const id of processesOf(homeOf(stack))) send("SIGKILL", id);
    };
    cleanUps.push(killAll);
    try {
      front.leadTo(stack.emulator.url);
      await deliverLate(name, story, stack, networks, front);
    } finally {
      killAll();
    }
  });
}

async function deliverLate(name: string, story: Story, stack: TestStack, networks: Networks, front: Front) {
  const { emulator } = stack;
  const { clientPort, arrived } = await beginCharge(stack, networks, front);
  await until(() => networks.unacknowledged(clientPort) > HANDSHAKE_BYTES, 10);
  const began = Date.now();
  await sleep(story.killedAfterMs);
  await killRun(stack);
  const died = Date.now();
  // The process is dead, its request is not, and nothing is charged.
  const bytes = networks.unacknowledged(clientPort);
  expect(bytes).toBeGreaterThan(HANDSHAKE_BYTES);
  expect(emulator.state().charges).toEqual([]);

  expect(await stack.pulumi("cancel", "--yes")).toMatchObject({ exitCode: 0 });
  const next = stack.up();
  await sleep(began + story.backAfterMs - Date.now());
  networks.carry();
  const outcome = await next;
  const ended = Date.now();
  // A run that does not wait long enough ends before the request arrives.
  await until(() => arrived() !== undefined, 60);
  await sleep(500);

  const { at = 0, line } = arrived() ?? {};
  const { charges } = emulator.state();
  const after = (time: number) => `${((time - began) / 1000).toFixed(1)} s`;
  report(
    `late delivery of a charge, ${name}`,
    `${bytes} bytes in the kernel at 0 s, their process dead at ${after(died)}, the network back at ${after(began + story.backAfterMs)}, ` +
      `the charge delivered at ${after(at)}, the next run over at ${after(ended)}; charges: ${charges.length}`,
  );
  expect(line).toBe(`POST /client/v4/accounts/${ACCOUNT}/ai-gateway/billing/topup HTTP/1.1`);
  expect(at).toBeGreaterThan(died);
  expect(charges).toMatchObject([{ amount: 5000, kind: "manual", status: "completed" }]);
  expect(outcome).toMatchObject({ exitCode: 0, errors: [] });
  expect(outcome.output).toContain('Purchase "2026-11" was already charged');
  const saved = { invoiceId: charges[0]?.invoiceId, status: "completed", origin: "adopted" };
  expect(stack.resources()["credit-charge"]?.outputs).toMatchObject(saved);
}

/** Runs `pulumi up` until the charge's connection is there. What is written to it gets lost. */
async function beginCharge(stack: TestStack, networks: Networks, front: Front): Promise<Connected> {
  closeGate(stack.folder, "credit-intent");
  const cli = stack.start("up", "--yes", "--skip-preview");
  await until(() => isRecorded(stack) || cli.hasEnded(), 120);
  // Between the record and the charge, nothing else is asked.
  const connected = front.next(networks.lose);
  openGate(stack.folder, "credit-intent");
  return connected;
}

async function killRun(stack: TestStack): Promise<void> {
  const left = () => processesOf(homeOf(stack));
  if (providersOf(homeOf(stack)).length === 0) throw new Error("There is no provider to kill.");
  for (const id of left()) send("SIGKILL", id);
  await until(() => left().length === 0, 10);
}

/** TLS in front of the emulator, as at Cloudflare. */
interface Front {
  /** The file with its certificate. */
  readonly certificate: string;
  leadTo(url: string): void;
  /** The next connection. `atLast` runs when all has arrived that its client sends before the request. */
  next(atLast: () => void): Promise<Connected>;
  close(): void;
}

interface Connected {
  readonly clientPort: number;
  /** The first line of the request, and when it arrived, if it has. */
  arrived(): { readonly at: number; readonly line: string } | undefined;
}

async function startFront(networks: Networks, address: string): Promise<Front> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "Front" }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: address }] }],
    keySize: 2048,
  });
  const listening: Server = await networks.listen(443);
  const folder = mkdtempSync(join(tmpdir(), "front-"));
  const certificate = join(folder, "cert.pem");
  writeFileSync(certificate, cert);
  // In TLS 1.2 the server has the last word of the handshake, and Node holds it back until a session is stored.
  // What is done then is done before the client can write its request.
  const secureOptions = constants.SSL_OP_NO_TICKET;
  const server = createServer({ key, cert, maxVersion: "TLSv1.2", secureOptions, ALPNProtocols: ["http/1.1"] });
  let port = 0;
  let atLast = () => {};
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  };
  listening.on("connection", (socket) => {
    keep(socket);
    server.emit("connection", socket);
  });
  server.on("newSession", (_id, _session, stored) => {
    atLast();
    atLast = () => {};
    stored();
  });
  server.on("secureConnection", (socket) => {
    keep(socket);
    // Not before there is something to say: the emulator hangs up on who says nothing for a minute.
    let inner: Socket | undefined;
    const reach = () => {
      const made = connect(port, "127.0.0.1");
      keep(made);
      made.on("data", (bytes) => socket.write(bytes));
      made.on("close", () => socket.end());
      return made;
    };
    // What a client has asked for is done, whether it waits for the answer or not.
    socket.on("data", (bytes) => {
      inner ??= reach();
      // The emulator answers on loopback names alone.
      const head = bytes.toString("latin1").replace(`\r\nHost: ${address}\r\n`, "\r\nHost: localhost\r\n");
      inner.write(head, "latin1");
    });
  });
  return {
    certificate,
    leadTo(url) {
      port = Number(new URL(url).port);
    },
    async next(then) {
      atLast = then;
      const connected = once(server, "secureConnection", { signal: AbortSignal.timeout(30_000) });
      const [socket] = (await connected) as [TLSSocket];
      let arrival: ReturnType<Connected["arrived"]>;
      socket.once("data", (bytes: Buffer) => {
        arrival = { at: Date.now(), line: bytes.toString("latin1").split("\r\n", 1)[0] ?? "" };
      });
      return { clientPort: socket.remotePort ?? 0, arrived: () => arrival };
    },
    close() {
      listening.close();
      for (const socket of sockets) socket.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isRecorded(stack: TestStack): boolean {
  try {
    return stack.resources()["credit-intent"]?.outputs !== undefined;
  } catch {
    // The engine moves the old state away before it writes the new one.
    return false;
  }
}

const homeOf = ({ folder }: TestStack) => join(folder, "..", "home");

async function until(isSo: () => boolean, seconds: number): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`Not after ${seconds} s either: ${isSo}`);
    await sleep(5);
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)));
