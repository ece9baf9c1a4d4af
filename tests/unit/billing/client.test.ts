/** The client against real HTTP: the emulator with its faults, and small servers where it is not enough. */
import type { IncomingMessage, RequestListener, Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Emulator } from "../../../emulator/index";
import { createEmulator } from "../../../emulator/index";
import * as endpoints from "../../../provider/billing/endpoints";
import { ACCOUNT, clientOf, rejection } from "../../support/client";

const PATH = `/accounts/${ACCOUNT}/ai-gateway/billing/topup/config`;
const SETTING = { amount: 5000, threshold: 1000 };

let emulator: Emulator;
beforeEach(async () => {
  emulator = await createEmulator({ api: "2026-05", seed: { accounts: { [ACCOUNT]: { topupConfig: SETTING } } } });
});
afterEach(() => emulator.close());

const statuses = () => emulator.state().requests.map(({ status }) => status);

describe("a read", () => {
  const read = (options?: Parameters<typeof clientOf>[1]) =>
    endpoints.getTopupConfig(clientOf(emulator, options), ACCOUNT);

  test.each([
    ["delay-before", 50, 1],
    ["delay-after-commit", 50, 1],
    ["reset-before", undefined, 2],
    ["reset-after-commit", undefined, 2],
    ["hang-before", undefined, 2],
    ["hang-after-commit", undefined, 2],
    ["truncate", undefined, 2],
    ["html-502", undefined, 2],
    ["status-500-before", undefined, 2],
    ["status-503-after-commit", undefined, 2],
    ["status-429-before", 10, 2],
    ["status-408-before", undefined, 2],
    ["stale-read", undefined, 1],
  ] as const)("survives %s", async (mode, ms, requests) => {
    emulator.addFault({ endpoint: "GET /topup/config", mode, ...(ms === undefined ? {} : { ms }) });
    if (mode === "stale-read") emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 9000, threshold: 1000 } });
    expect(await read()).toMatchObject(SETTING);
    expect(emulator.state().requests).toHaveLength(requests);
  });

  test.each([
    ["trickle", "TimeoutError", /no complete answer within/],
    ["success-false", "RequestRejectedError", /Cloudflare answered 200 \(code 1000: Injected failure; cf-ray/],
    ["redirect", "ResponseShapeError", /Cloudflare answered 302.*does not redirect/],
    [
      "wrong-types",
      "ResponseShapeError",
      /Cloudflare answered 200, and result\.amount: Invalid input: expected number, received string/,
    ],
    ["status-400-before", "RequestRejectedError", /Cloudflare answered 400/],
    ["status-401-before", "AuthenticationError", /Cloudflare answered 401/],
    ["status-403-before", "PermissionError", /Cloudflare answered 403/],
    ["status-404-before", "NotFoundError", /Cloudflare answered 404/],
    ["status-429-before", "RateLimitedError", /It asks to wait 3600 s\./],
    ["html-502", "ServiceError", /Cloudflare answered 502/],
    ["hang-before", "TimeoutError", /no complete answer within/],
    ["reset-before", "NetworkError", /the connection failed \(ECONNRESET/],
    ["truncate", "NetworkError", /the connection failed/],
  ])("fails clearly under lasting %s", async (mode, name, message) => {
    emulator.addFault({ endpoint: "GET /topup/config", mode, times: 99, ms: mode === "trickle" ? 50 : 3_600_000 });
    const began = Date.now();
    const error = await rejection(read({ timing: { attemptMs: 200, callMs: 1000 } }));
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(error.name).toBe(name);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^Could not read the auto top-up of account 0123456789abcdef0123456789abcdef: /);
    expect(error.message).not.toContain("\n");
    expect(error.facts).toMatchObject({ method: "GET", path: PATH });
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain("test-token-write");
  });

  test("a final refusal is sent once, a possible hiccup twice", async () => {
    emulator.addFault({ endpoint: "*", mode: "status-404-before", times: 99 });
    await rejection(read());
    expect(statuses()).toEqual([404]);
    await emulator.close();
    emulator = await createEmulator({ seed: { tokens: [{ value: "test-token-write", permission: "none" }] } });
    expect((await rejection(read())).name).toBe("PermissionError");
    expect(statuses()).toEqual([403, 403]);
  });
});

describe("a write", () => {
  const write = (account = ACCOUNT) =>
    endpoints.setTopupConfig(clientOf(emulator), account, { amount: 7000, threshold: 700 });

  test.each([
    "reset-after-commit",
    "hang-after-commit",
    "status-500-after-commit",
    "truncate",
    "html-502",
    "status-502-before",
    "reset-before",
  ])("is sent once under %s, and its error says that the outcome is not known", async (mode) => {
    emulator.addFault({ endpoint: "POST /topup/config", mode });
    const error = await rejection(write());
    expect(error.facts.mayHaveHappened).toBe(true);
    expect(error.message).toContain("It is not known whether the change was made");
    expect(emulator.state().requests).toHaveLength(1);
  });

  test("is sent again after a 429, which changed nothing", async () => {
    emulator.addFault({ endpoint: "POST /topup/config", mode: "status-429-before", ms: 10 });
    await write();
    expect(statuses()).toEqual([429, 200]);
  });

  test("an unexpected result in the answer to a write does not matter", async () => {
    emulator.addFault({ endpoint: "POST /topup/config", mode: "wrong-types" });
    await write();
    expect(emulator.state().accounts[ACCOUNT]?.topupConfig).toMatchObject({ amount: 7000 });
  });

  test("writes for one account go one after the other, those of two side by side", async () => {
    const other = "f".repeat(32);
    emulator.addFault({ endpoint: "POST /topup/config", mode: "delay-before", times: 4, ms: 100 });
    const client = clientOf(emulator);
    const ends: string[] = [];
    const run = async (account: string, amount: number) => {
      await endpoints.setTopupConfig(client, account, { amount, threshold: 500 });
      ends.push(`${account[0]}${amount}`);
    };
    const began = Date.now();
    await Promise.all([run(ACCOUNT, 1000), run(ACCOUNT, 2000), run(ACCOUNT, 3000), run(other, 4000)]);
    expect(ends.filter((end) => end.startsWith("0"))).toEqual(["01000", "02000", "03000"]);
    expect(ends.indexOf("f4000")).toBeLessThan(3);
    expect(Date.now() - began).toBeGreaterThanOrEqual(300);
  });

  test("a failed write does not hold up the next", async () => {
    emulator.addFault({ endpoint: "POST /topup/config", mode: "status-400-before" });
    const client = clientOf(emulator);
    const [first, second] = await Promise.allSettled([
      endpoints.setTopupConfig(client, ACCOUNT, SETTING),
      endpoints.setTopupConfig(client, ACCOUNT, { amount: 8000, threshold: 800 }),
    ]);
    expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
  });
});

describe("on the wire", () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function serve(listener: RequestListener): Promise<{ url: string }> {
    server = createServer(listener).listen(0, "127.0.0.1");
    await new Promise((resolve) => server?.once("listening", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/v4` };
  }

  const OK = JSON.stringify({ success: true, errors: [], messages: [], result: { amount: null, threshold: null } });

  test("a token goes as a bearer, a key with its email, with a User-Agent of our own, on one connection", async () => {
    const seen: IncomingMessage[] = [];
    const at = await serve((request, response) => {
      seen.push(request);
      response.end(OK);
    });
    const token = clientOf(at, { credentials: { kind: "token", token: "abc" } });
    await endpoints.getTopupConfig(token, ACCOUNT);
    await endpoints.getTopupConfig(token, ACCOUNT);
    await endpoints.getTopupConfig(clientOf(at, { credentials: { kind: "key", key: "k", email: "a@b.c" } }), ACCOUNT);
    expect(
      seen.map(({ headers }) => [
        headers.authorization,
        headers["x-auth-key"],
        headers["x-auth-email"],
        headers["user-agent"],
      ]),
    ).toEqual([
      ["Bearer abc", undefined, undefined, "test/1"],
      ["Bearer abc", undefined, undefined, "test/1"],
      [undefined, "k", "a@b.c", "test/1"],
    ]);
    expect(new Set(seen.map(({ socket }) => socket.remotePort)).size).toBe(1);
  });

  test("a body is exactly what the API takes, and the eligibility call has none", async () => {
    const bodies: string[] = [];
    const at = await serve((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        bodies.push(`${request.headers["content-type"] ?? "-"} ${body}`);
        response.end(JSON.stringify({ success: true, errors: [], result: { eligible: true } }));
      });
    });
    const client = clientOf(at);
    await endpoints.setTopupConfig(client, ACCOUNT, SETTING);
    await endpoints.getTopupEligibility(client, ACCOUNT);
    expect(bodies).toEqual(['application/json {"amount":5000,"threshold":1000}', "- "]);
  });

  test("credentials do not follow a redirect", async () => {
    const seen: string[] = [];
    const at = await serve((request, response) => {
      seen.push(request.url ?? "");
      response.writeHead(307, { location: "/stolen" }).end();
    });
    await rejection(endpoints.getTopupConfig(clientOf(at), ACCOUNT));
    expect(seen).toEqual([`/client/v4${PATH}`]);
  });

  test("an endless answer is cut off", async () => {
    const at = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    });
    const error = await rejection(
      endpoints.getTopupConfig(clientOf(at, { timing: { attemptMs: 20_000, callMs: 20_000 } }), ACCOUNT),
    );
    expect(error.name).toBe("ResponseShapeError");
    expect(error.message).toContain("the answer is larger than 8388608 bytes");
  });

  test.each([
    ["", "ResponseShapeError"],
    ["[]", "ResponseShapeError"],
    ["null", "ResponseShapeError"],
    ['"text"', "ResponseShapeError"],
    ['{"result":{}}', "ResponseShapeError"],
    ['{"success":"yes"}', "ResponseShapeError"],
    ['{"success":true}', "ResponseShapeError"],
    ['{"success":true,"result":null}', "ResponseShapeError"],
    ['{"success":true,"result":{"amount":"5000","threshold":1}}', "ResponseShapeError"],
    ['{"success":false}', "RequestRejectedError"],
    ['{"success":false,"errors":null}', "RequestRejectedError"],
    ['{"success":false,"errors":[{"code":971}]}', "RateLimitedError"],
  ])("an answer of 200 with %s is no success", async (body, name) => {
    const at = await serve((_, response) => response.end(body));
    expect((await rejection(endpoints.getTopupConfig(clientOf(at, { timing: { callMs: 300 } }), ACCOUNT))).name).toBe(
      name,
    );
  });

  test("unknown keys and missing optional ones are tolerated", async () => {
    const at = await serve((_, response) =>
      response.end('{"success":true,"new":1,"result":{"amount":1000,"threshold":500,"later":[]}}'),
    );
    expect(await endpoints.getTopupConfig(clientOf(at), ACCOUNT)).toEqual({
      amount: 1000,
      threshold: 500,
      disabledReason: null,
      error: null,
      lastFailedAt: null,
    });
  });

  test("a server that echoes the credentials gets them struck out", async () => {
    const at = await serve((request, response) => {
      const errors = [
        {
          code: 1,
          message: `bad header ${request.headers.authorization} for ${request.headers.authorization?.slice(7)}`,
        },
      ];
      response.writeHead(400).end(JSON.stringify({ success: false, errors }));
    });
    const { message } = await rejection(endpoints.getTopupConfig(clientOf(at), ACCOUNT));
    expect(message).toContain("bad header Bearer [redacted] for [redacted]");
  });

  test("Cloudflare's words are cut, and a credential across the cut leaves nothing", async () => {
    for (let before = 480; before <= 500; before += 1) {
      const at = await serve((_, response) => {
        response.writeHead(400).end(
          JSON.stringify({
            success: false,
            errors: [{ message: `${"x".repeat(before)}test-token-write${"y".repeat(9000)}` }],
          }),
        );
      });
      const { message } = await rejection(endpoints.getTopupConfig(clientOf(at), ACCOUNT));
      expect(message.length).toBeLessThan(900);
      expect(message).not.toMatch(/test|y{20}/);
      server?.closeAllConnections();
      server?.close();
    }
  });

  test("commands for a terminal or a pipeline are spelt out, and long messages and cf-rays are cut", async () => {
    const at = await serve((_, response) => {
      const message = `\u001b[2Jno\r\n::error::owned ##[error]x \u202e${"é漢🎉".repeat(900)}`;
      response
        .writeHead(403, {
          "cf-ray": Buffer.from(`\u009b31m-test-token-write-${"7".repeat(900)}`, "latin1").toString("latin1"),
        })
        .end(JSON.stringify({ success: false, errors: [{ message }] }));
    });
    const { message, facts } = await rejection(endpoints.getTopupConfig(clientOf(at), ACCOUNT));
    expect(message).toContain(String.raw`answered 403 (\u{1b}[2Jno ::error::owned \u{23}#[error]x \u{202e}é漢🎉é`);
    expect(message).toContain(String.raw`…; cf-ray \u{9b}31m-[redacted]-777`);
    expect(message).not.toMatch(/7{40}/);
    expect(message).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(message.length).toBeLessThan(1100);
    expect(String(facts.ray).length).toBeLessThan(50);
  });

  test("an answer without cf-ray and without envelope may come from a proxy", async () => {
    const at = await serve((_, response) => response.writeHead(403).end("<html>Blocked by policy</html>"));
    const { message } = await rejection(endpoints.getTopupConfig(clientOf(at), ACCOUNT));
    expect(message).toContain("Cloudflare answered 403. (The answer has no cf-ray, so it may come from a proxy.)");
  });

  test("a block of five minutes is an error at once, for the next call too, and nothing more is sent", async () => {
    let count = 0;
    const at = await serve((_, response) => {
      count += 1;
      response.writeHead(429, { "retry-after": "300" }).end("{}");
    });
    const client = clientOf(at);
    expect((await rejection(endpoints.getTopupConfig(client, ACCOUNT))).message).toContain("It asks to wait 300 s.");
    const second = await rejection(endpoints.getTopupConfig(client, ACCOUNT));
    expect(second.name).toBe("RateLimitedError");
    expect(second.message).toMatch(
      /Cloudflare has answered 429 to this user or token and asks to wait (300|299) s more. Nothing was sent\./,
    );
    expect(count).toBe(1);
  });

  test("retry-after is honoured, in seconds and as a date", async () => {
    for (const retryAfter of ["1", () => new Date(Date.now() + 1500).toUTCString()]) {
      let count = 0;
      const at = await serve((_, response) => {
        count += 1;
        if (count > 1) return response.end(OK);
        response
          .writeHead(429, { "retry-after": typeof retryAfter === "string" ? retryAfter : retryAfter() })
          .end("{}");
      });
      const began = Date.now();
      await endpoints.getTopupConfig(clientOf(at, { timing: { callMs: 5000 } }), ACCOUNT);
      expect(Date.now() - began).toBeGreaterThanOrEqual(450);
      server?.closeAllConnections();
      server?.close();
    }
  });

  test("if nobody listens, the request has certainly changed nothing, and is tried again", async () => {
    const at = await serve((_, response) => response.end(OK));
    server?.close();
    const error = await rejection(
      endpoints.setTopupConfig(clientOf(at, { timing: { callMs: 500 } }), ACCOUNT, SETTING),
    );
    expect(error.name).toBe("NetworkError");
    expect(error.message).toMatch(/the connection failed \(ECONNREFUSED/);
    expect(error.facts.mayHaveHappened).toBe(false);
  });

  test("the invoice preview may be absent in three ways", async () => {
    for (const [status, body] of [
      [200, '{"success":true,"result":null}'],
      [200, '{"success":true,"result":{}}'],
      [404, '{"success":false,"errors":[{"code":1234,"message":"no upcoming invoice"}],"result":null}'],
    ] as const) {
      const at = await serve((_, response) => response.writeHead(status).end(body));
      expect(await endpoints.getInvoicePreview(clientOf(at), ACCOUNT)).toBeNull();
      server?.closeAllConnections();
      server?.close();
    }
    const at = await serve((_, response) =>
      response
        .writeHead(404)
        .end('{"success":false,"errors":[{"code":7003,"message":"Could not route"}],"result":null}'),
    );
    expect((await rejection(endpoints.getInvoicePreview(clientOf(at), ACCOUNT))).name).toBe("NotFoundError");
  });
});
