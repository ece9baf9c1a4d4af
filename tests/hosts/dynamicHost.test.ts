/** The real dynamic host, the text in the state, and the boundary between them and the lifecycles. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator } from "../../emulator/index";
import { createEmulator } from "../../emulator/index";
import { providerText } from "../../provider/hosts/dynamic/text";
import { dynamicType } from "../../provider/hosts/tokens";
import type { DynamicHost } from "../support/dynamicHost";
import { startDynamicHost } from "../support/dynamicHost";
import { testInFull } from "../support/full";

const ID = "0123456789abcdef0123456789abcdef";
const __provider = providerText("AutoTopupConfig");
const TOPUP = { accountId: ID, amount: 5000, threshold: 1000, __provider };
const OUTPUTS = { ...TOPUP, disabledReason: null, error: null, lastFailedAt: null };

let emulator: Emulator;
let host: DynamicHost;

async function start(token = "test-token-write") {
  host = await startDynamicHost({
    "cloudflare-ai-gateway-billing:apiToken": token,
    "cloudflare-ai-gateway-billing:baseUrl": emulator.url,
    "cloudflare-ai-gateway-billing:timing": '{"attemptMs":500,"callMs":1500}',
  });
}

beforeEach(async () => {
  emulator = await createEmulator({ api: "2026-05" });
  await start();
});
afterEach(async () => {
  await emulator.close();
  await host.close();
});

test("the text and the token in the state are frozen", () => {
  expect(providerText("AutoTopupConfig")).toBe(
    'exports.handler=()=>{let c;const l=()=>import("pulumi-cloudflare-ai-gateway-billing/host"),o={configure:async r=>{c=r.config}};for(const k of["check","diff","create","read","update","delete"])o[k]=async(...a)=>(await l()).run("AutoTopupConfig",k,c,a);return o}',
  );
  expect(providerText("SpendingLimit")).toBe(
    providerText("AutoTopupConfig").replace("AutoTopupConfig", "SpendingLimit"),
  );
  expect(dynamicType("SpendingLimit")).toBe("pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:SpendingLimit");
});

test("twenty concurrent first calls into a fresh host all run configured", async () => {
  const ids = Array.from({ length: 20 }, (_, index) => index.toString(16).padStart(32, "c"));
  const created = await Promise.all(ids.map((accountId) => host.create({ ...TOPUP, accountId })));
  expect(created.map(({ id }) => id)).toEqual(ids);
  const { accounts, requests } = emulator.state();
  expect(ids.map((id) => accounts[id]?.topupConfig?.amount)).toEqual(ids.map(() => 5000));
  expect(requests.every(({ status }) => status === 200)).toBe(true);
});

test("create, read, update and delete answer as a dynamic provider must", async () => {
  expect(await host.create(TOPUP)).toEqual({ id: ID, properties: OUTPUTS });
  expect(await host.read(ID, OUTPUTS)).toEqual({ id: ID, properties: OUTPUTS, inputs: TOPUP });
  const changed = { ...TOPUP, amount: 6000, allowOverwrite: true };
  expect(await host.update(ID, OUTPUTS, changed)).toEqual({
    properties: { ...OUTPUTS, amount: 6000, allowOverwrite: true },
  });
  const { properties, inputs } = await host.read(ID, { ...OUTPUTS, ...changed });
  expect(properties).toEqual({ ...OUTPUTS, amount: 6000, allowOverwrite: true });
  expect(inputs).toEqual(changed);
});

test("a host whose CLI was killed finishes its call, though nobody reads what it says", async () => {
  host.hangUp();
  // Node keeps quiet about the first line that it cannot write.
  for (let line = 1; line <= 3; line += 1) expect(await host.create(TOPUP)).toMatchObject({ id: ID });
  expect(host.uncaught()).toBe("");
});

test("delete removes, and leaves alone what the same run has created", async () => {
  await host.create(TOPUP);
  await host.delete(ID, OUTPUTS);
  expect(emulator.state().accounts[ID]?.topupConfig).toMatchObject({ amount: 5000 });
  await host.stderrMatches(/^warning: The auto top-up of account 0123456789abcdef0123456789abcdef stays as it is/m);
  await host.close();
  await start();
  await host.delete(ID, OUTPUTS);
  expect(emulator.state().accounts[ID]?.topupConfig).toBeNull();
  expect(await host.read(ID, OUTPUTS)).toMatchObject({ id: "" });
});

testInFull(
  "a host whose engine was killed does not tell a later run what it has declared",
  async () => {
    await host.create(TOPUP);
    expect(host.files()).toBe(1);
    host.killEngine();
    for (let tries = 0; tries < 60 && host.files() > 0; tries += 1) await sleep(250);
    expect(host.files()).toBe(0);
    // It goes on, and keeps what it has declared.
    await host.delete(ID, OUTPUTS);
    expect(emulator.state().accounts[ID]?.topupConfig).toMatchObject({ amount: 5000 });
  },
  30_000,
);

test("diff compares with the recorded outputs, replaces for another account, and restores a lost text", async () => {
  expect(await host.diff(ID, OUTPUTS, TOPUP)).toEqual({ changes: false, replaces: [] });
  expect(await host.diff(ID, OUTPUTS, { ...TOPUP, threshold: 2000 })).toEqual({ changes: true, replaces: [] });
  expect(await host.diff(ID, OUTPUTS, { ...TOPUP, allowOverwrite: true })).toEqual({ changes: true, replaces: [] });
  expect(await host.diff(ID, OUTPUTS, { ...TOPUP, accountId: "f".repeat(32) })).toEqual({
    changes: true,
    replaces: ["accountId"],
  });
  const { __provider: _, ...lost } = OUTPUTS;
  expect(await host.diff(ID, lost, TOPUP)).toEqual({ changes: true, replaces: [] });
  expect(await host.diff(ID, { ...OUTPUTS, __provider: "another" }, TOPUP)).toEqual({ changes: true, replaces: [] });
});

test("a refusal reaches the engine as one clean message, without a stack and without the token", async () => {
  await host.close();
  await start("unknown-token-5521");
  const message =
    /^2 UNKNOWN: Could not read the auto top-up of account 0123456789abcdef0123456789abcdef: Cloudflare answered 403 \(code 9109: Invalid access token; cf-ray [0-9a-f]{16}-EMU\)\. Check that/;
  for (const call of [
    () => host.create(TOPUP),
    () => host.read(ID, OUTPUTS),
    () => host.update(ID, OUTPUTS, TOPUP),
    () => host.delete(ID, OUTPUTS),
  ]) {
    await expect(call()).rejects.toThrow(message);
  }
  // Pulumi's host writes a line of its own for a read and for a delete. It does not repeat the message.
  await host.stderrMatches(/^(AuthenticationError: see the error of the resource\.\n){2}$/);
  expect(host.stderr()).not.toMatch(/\n\s+at /);
  expect(host.stderr()).not.toContain("unknown-token-5521");
});

test("an id that cannot be an account is refused before anything is sent", async () => {
  await expect(host.read("../user", OUTPUTS)).rejects.toThrow(
    /The id of AutoTopupConfig is a Cloudflare account id, 32 lower-case hex digits; got a string of 7 characters/,
  );
  expect(emulator.state().requests).toEqual([]);
});

test("a kind of a later version is refused with what to install", async () => {
  const later = { ...TOPUP, __provider: providerText("Later") };
  await expect(host.create(later)).rejects.toThrow(
    /does not know the kind Later\. Install the version that wrote the state, or a later one/,
  );
});

test("a hanging Cloudflare ends within the deadline", async () => {
  emulator.addFault({ endpoint: "GET /topup/config", mode: "hang-before", times: 9 });
  const began = Date.now();
  await expect(host.read(ID, OUTPUTS)).rejects.toThrow(/no complete answer within 0\.\d+ s/);
  expect(Date.now() - began).toBeLessThan(10_000);
});
