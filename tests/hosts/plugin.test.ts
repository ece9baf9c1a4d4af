/** The plugin's process without an engine: its verbs, what ends a call early, and what ends the process. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ServiceError } from "@grpc/grpc-js";
import { status } from "@grpc/grpc-js";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Emulator } from "../../emulator/index";
import { createEmulator } from "../../emulator/index";
import { UNKNOWN } from "../../provider/contract/facts";
import { secret } from "../../provider/hosts/plugin/values";
import type { PluginProcess } from "../support/pluginProcess";
import { startPlugin, struct, urnOf } from "../support/pluginProcess";
import { ACCOUNT, OTHER_ACCOUNT, TOPUP } from "../support/programs";

let emulator: Emulator;
let plugin: PluginProcess;
beforeEach(async () => {
  emulator = await createEmulator({ api: "2026-05" });
});
afterEach(async () => {
  await emulator.close();
  await plugin?.close();
});

const config = (more: object = {}) => ({ apiToken: secret("test-token-write"), baseUrl: emulator.url, ...more });

const check = (news: object, urn = urnOf("AutoTopupConfig")) => {
  const request = new messages.CheckRequest();
  request.setUrn(urn);
  request.setNews(struct(news));
  return plugin.call<messages.CheckResponse>((client, done) => client.check(request, done));
};

const reasons = (response: messages.CheckResponse) => response.getFailuresList().map((failure) => failure.getReason());

function create(properties: object, { preview = false, seconds = 0, urn = urnOf("AutoTopupConfig") } = {}) {
  const request = new messages.CreateRequest();
  request.setUrn(urn);
  request.setProperties(struct(properties));
  request.setPreview(preview);
  request.setTimeout(seconds);
  return plugin.call<messages.CreateResponse>((client, done) => client.create(request, done));
}

const invoke = (name: string, args: object) => {
  const request = new messages.InvokeRequest();
  request.setTok(`cloudflare-ai-gateway-billing:index:${name}`);
  request.setArgs(struct(args));
  return plugin.call<messages.InvokeResponse>((client, done) => client.invoke(request, done));
};

const failure = (promise: Promise<unknown>): Promise<ServiceError> =>
  promise.then(
    () => Promise.reject(new Error("It did not fail.")),
    (error) => error,
  );

const INFO = 1;
const WARNING = 2;

test("verbs that it does not have answer UNIMPLEMENTED, and so do types", async () => {
  plugin = await startPlugin(config());
  const call = failure(plugin.call((client, done) => client.call(new messages.CallRequest(), done as never)));
  expect(await call).toMatchObject({ code: status.UNIMPLEMENTED });
  const request = new messages.ConstructRequest();
  request.setType("cloudflare-ai-gateway-billing:index:Other");
  const construct = failure(plugin.call((client, done) => client.construct(request, done as never)));
  for (const refused of [construct, failure(check({}, urnOf("Other")))])
    expect(await refused).toMatchObject({
      code: status.UNIMPLEMENTED,
      details: expect.stringContaining("has no resource of the type cloudflare-ai-gateway-billing:index:Other. It has"),
    });
  expect(emulator.state().requests).toEqual([]);
});

test("a CreditTopup is not imported, and takes no ignoreChanges, which would not keep the card from being charged", async () => {
  plugin = await startPlugin(config());
  const read = new messages.ReadRequest();
  read.setUrn(urnOf("CreditTopup"));
  read.setId(ACCOUNT);
  expect(await failure(plugin.call((client, done) => client.read(read, done as never)))).toMatchObject({
    details: expect.stringMatching(/^A CreditTopup is a component, and cannot be imported\. .*adoptInvoiceId/),
  });
  const request = new messages.ConstructRequest();
  request.setType("cloudflare-ai-gateway-billing:index:CreditTopup");
  request.setName("credit");
  request.setIgnorechangesList(["purchase"]);
  expect(await failure(plugin.call((client, done) => client.construct(request, done as never)))).toMatchObject({
    details: expect.stringMatching(/^CreditTopup "credit" has the option ignoreChanges, which has no effect/),
  });
  expect(emulator.state().requests).toEqual([]);
});

describe.each(["TopupIntent", "TopupCharge"])("%s outside a CreditTopup", (kind) => {
  const refusal = expect.stringMatching(/is a half of a CreditTopup.* Nothing was sent\. .*set its adoptInvoiceId/);
  const bought = { accountId: ACCOUNT, amount: 5000, purchase: "2026-11" };

  test("is refused by its check, by a creation without a check before it, and by an import", async () => {
    plugin = await startPlugin(config());
    // At the top, as `pulumi do --stateless` makes it, and in a component of somebody else.
    for (const parent of ["", "other:index:Component$"]) {
      const urn = urnOf(kind).replace("cloudflare", `${parent}cloudflare`);
      expect(reasons(await check(bought, urn))).toEqual([refusal]);
      expect(await failure(create(bought, { urn }))).toMatchObject({ details: refusal });
      expect(await failure(create(bought, { urn, preview: true }))).toMatchObject({ details: refusal });
    }
    const read = new messages.ReadRequest();
    read.setUrn(urnOf(kind));
    read.setId(`${ACCOUNT}/2026-11`);
    expect(await failure(plugin.call((client, done) => client.read(read, done as never)))).toMatchObject({
      details: expect.stringMatching(/cannot be imported.*set adoptInvoiceId/),
    });
    expect(emulator.state().requests).toEqual([]);
  });
});

test("a purchase must not be secret", async () => {
  plugin = await startPlugin(config());
  const urn = urnOf("TopupIntent").replace("cloudflare", "cloudflare-ai-gateway-billing:index:CreditTopup$cloudflare");
  const word = { accountId: ACCOUNT, amount: 5000, purchase: secret("quiet-word") };
  expect(reasons(await check(word, urn))).toEqual([expect.stringMatching(/^purchase must not be secret\. /)]);
});

test("before it is configured nothing is sent, even with a token in the environment", async () => {
  plugin = await startPlugin(undefined, {
    CLOUDFLARE_API_TOKEN: "test-token-write",
    CLOUDFLARE_BASE_URL: emulator.url,
  });
  expect(await failure(create(TOPUP))).toMatchObject({
    details: "Pulumi has not configured this provider. Run it again.",
  });
  expect(emulator.state().requests).toEqual([]);
});

test("the environment is used where the configuration says nothing, and flags may stand before the engine's address", async () => {
  const env = {
    CLOUDFLARE_API_TOKEN: "test-token-write",
    CLOUDFLARE_BASE_URL: emulator.url,
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
  };
  plugin = await startPlugin({}, env, ["--tracing", "file:/dev/null"]);
  const checked = await check({ amount: 5000, threshold: 1000 });
  expect(reasons(checked)).toEqual([]);
  expect(checked.getInputs()?.toJavaScript()).toEqual(TOPUP);
  expect((await create(TOPUP)).getId()).toBe(ACCOUNT);
  expect(plugin.told).toEqual([
    {
      severity: INFO,
      message: expect.stringContaining("charges its default card US$52.50"),
      urn: urnOf("AutoTopupConfig"),
    },
  ]);
});

test("an account that is nowhere is missed, and a second declaration for one account is refused", async () => {
  plugin = await startPlugin(config());
  expect(reasons(await check({ amount: 5000, threshold: 1000 }))).toEqual([
    expect.stringContaining("No account is given. Set accountId in the declaration"),
  ]);
  // the engine checks a resource again before it replaces it
  for (const _ of [1, 2]) expect(reasons(await check(TOPUP))).toEqual([]);
  expect(reasons(await check(TOPUP, urnOf("AutoTopupConfig", "second")))).toEqual([
    `AutoTopupConfig "second" and "topup" declare the same account, ${ACCOUNT}. An account has only one such setting. Remove one of them.`,
  ]);
  expect(reasons(await check({ ...TOPUP, accountId: OTHER_ACCOUNT }, urnOf("AutoTopupConfig", "second")))).toEqual([]);
});

test("a preview leaves unknown what only `up` can know, and asks nothing while an input is unknown", async () => {
  plugin = await startPlugin(config());
  const outputs = async (properties: object) =>
    (await create(properties, { preview: true })).getProperties()?.toJavaScript();
  const computed = { disabledReason: UNKNOWN, error: UNKNOWN, lastFailedAt: UNKNOWN };
  expect(await outputs({ ...TOPUP, amount: UNKNOWN })).toEqual({ ...TOPUP, amount: UNKNOWN, ...computed });
  expect(emulator.state().requests).toEqual([]);
  expect(await outputs(TOPUP)).toEqual({ ...TOPUP, ...computed });
  expect(emulator.state().requests).not.toEqual([]);
});

test.each([
  ["true", WARNING],
  [true, WARNING],
  ["strict", "fails"],
  [false, "silent"],
  ["false", "silent"],
] as const)("with preflight %p, a preview of what `up` would refuse: %p", async (preflight, expected) => {
  emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 2000, threshold: 500 } });
  plugin = await startPlugin(config({ preflight }));
  const preview = create(TOPUP, { preview: true });
  const text = expect.stringContaining("This `pulumi up` will fail. Account");
  if (expected === "fails") expect(await failure(preview)).toMatchObject({ details: text });
  else await preview;
  expect(plugin.told).toEqual(
    expected === WARNING ? [{ severity: WARNING, message: text, urn: urnOf("AutoTopupConfig") }] : [],
  );
});

test("a secret input makes its output secret, a secret amount all computed ones too, and neither log nor error shows it", async () => {
  plugin = await startPlugin(config());
  const made = await create({ ...TOPUP, amount: secret(5000) });
  expect(made.getProperties()?.toJavaScript()).toEqual({
    ...TOPUP,
    amount: secret(5000),
    disabledReason: secret(null),
    error: secret(null),
    lastFailedAt: secret(null),
  });
  emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 2000, threshold: 500 } });
  const refused = await failure(create({ ...TOPUP, amount: secret(5000) }));
  expect(refused.details).toContain("declared is amount [secret] ([secret])");
  const invalid = reasons(await check({ ...TOPUP, accountId: secret("my-account"), amount: secret(57) }));
  expect(invalid).toEqual([expect.stringContaining("accountId must be"), expect.stringContaining("got [secret].")]);
  const shown = JSON.stringify([plugin.told, refused.details, invalid]);
  expect(plugin.told).toHaveLength(1);
  expect(shown).not.toMatch(/5000|50\.00|52\.50|57/);
});

test("customTimeouts end a call, and a cancelled run ends it within a second; both say so", async () => {
  plugin = await startPlugin(config());
  emulator.addFault({ endpoint: "GET /topup/config", mode: "hang-before", times: 2 });
  const timed = await failure(create(TOPUP, { seconds: 0.3 }));
  expect(timed.details).toMatch(/the 0\.3 s that customTimeouts allows are over\. Run the same command again\.$/);
  const waiting = failure(create(TOPUP));
  while (emulator.state().requests.length < 2) await new Promise((tick) => setTimeout(tick, 10));
  const began = performance.now();
  await plugin.call<Empty>((client, done) => client.cancel(new Empty(), done));
  expect((await waiting).details).toMatch(/the run was cancelled\. Run the same command again\.$/);
  expect(performance.now() - began).toBeLessThan(1000);
  expect(emulator.state().requests.map(({ method }) => method)).toEqual(["GET", "GET"]);
});

describe("a token that has changed", () => {
  const [right, newer, wrong] = ["test-token-right", "test-token-newer", "test-token-wrong"];
  const urn = (name: string) => `urn:pulumi:test::project::pulumi:providers:cloudflare-ai-gateway-billing::${name}`;

  test("is a change that replaces nothing, of a default provider and an explicit one, and the state keeps it as a secret", async () => {
    plugin = await startPlugin();
    const diffConfig = (name: string, before: unknown, after: unknown) => {
      const request = new messages.DiffRequest();
      request.setUrn(urn(name));
      request.setOlds(struct({ apiToken: before }));
      request.setNews(struct({ apiToken: after }));
      return plugin.call<messages.DiffResponse>((client, done) => client.diffConfig(request, done));
    };
    const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    for (const name of ["default_1_0_0", "other"]) {
      expect((await diffConfig(name, secret(right), secret(right))).getChanges()).toBe(DIFF_NONE);
      const changed = await diffConfig(name, secret(right), secret(newer));
      expect(changed.getChanges()).toBe(DIFF_SOME);
      expect(changed.getDiffsList()).toEqual(["apiToken"]);
      expect(changed.getReplacesList()).toEqual([]);
      const request = new messages.CheckRequest();
      request.setUrn(urn(name));
      request.setNews(struct({ apiToken: newer }));
      const checked = await plugin.call<messages.CheckResponse>((client, done) => client.checkConfig(request, done));
      expect(checked.getInputs()?.toJavaScript()).toEqual({ apiToken: secret(newer) });
    }
  });

  test("is the one that the next run asks with, wrong or right", async () => {
    await emulator.close();
    // Each token is refused for every account but its own, so the answers say who asked.
    const tokens = [
      { value: right, permission: "write", accounts: [ACCOUNT] },
      { value: newer, permission: "write", accounts: [OTHER_ACCOUNT] },
    ] as const;
    emulator = await createEmulator({ api: "2026-05", seed: { tokens } });
    const answersWith = async (apiToken: string) => {
      const before = emulator.state().requests.length;
      plugin = await startPlugin(config({ apiToken: secret(apiToken) }), { CLOUDFLARE_API_TOKEN: right });
      for (const accountId of [ACCOUNT, OTHER_ACCOUNT])
        await invoke("getTopupConfig", { accountId }).catch(({ details }) =>
          expect(details).toMatch(/Cloudflare answered 403 .*unless you add --run-program\.$/),
        );
      await plugin.close();
      const asked = emulator.state().requests.slice(before);
      return Object.fromEntries(asked.map(({ path, status }) => [path.includes(ACCOUNT) ? "own" : "other", status]));
    };
    expect(await answersWith(right)).toEqual({ own: 200, other: 403 });
    expect(await answersWith(wrong)).toEqual({ own: 403, other: 403 });
    expect(await answersWith(newer)).toEqual({ own: 403, other: 200 });
  });
});

test("a write that is under way is answered before SIGINT ends the process", async () => {
  plugin = await startPlugin(config());
  emulator.addFault({ endpoint: "POST /topup/config", mode: "delay-before", ms: 700 });
  const making = create(TOPUP);
  while (!emulator.state().requests.some(({ method }) => method === "POST"))
    await new Promise((tick) => setTimeout(tick, 10));
  plugin.child.kill("SIGINT");
  expect((await making).getId()).toBe(ACCOUNT);
  plugin.client.close();
  expect(await plugin.ended).toBe(0);
});

test("a connection on which nothing happens does not keep it from ending", async () => {
  plugin = await startPlugin(config());
  const connection = connect(plugin.port, "127.0.0.1");
  await once(connection, "connect");
  await plugin.call<Empty>((client, done) => client.cancel(new Empty(), done));
  plugin.child.kill("SIGINT");
  expect(await plugin.ended).toBe(0);
  connection.destroy();
}, 20_000);

test("a promise that is rejected and forgotten does not end the process", async () => {
  const folder = mkdtempSync(join(tmpdir(), "plugin-"));
  const script = join(folder, "lost.cjs");
  writeFileSync(script, `setTimeout(() => Promise.reject(new Error("lost")), 300);`);
  try {
    plugin = await startPlugin(config(), { NODE_OPTIONS: `--require=${script}` });
    while (!plugin.stderr().includes("Error: lost")) await new Promise((tick) => setTimeout(tick, 10));
    expect(reasons(await check(TOPUP))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("an idle process ends within 15 s of its engine's death, and not before", async () => {
  plugin = await startPlugin(config());
  await new Promise((later) => setTimeout(later, 3500));
  expect(plugin.child.exitCode).toBeNull();
  const began = performance.now();
  plugin.killEngine();
  expect(await plugin.ended).toBe(0);
  expect(performance.now() - began).toBeLessThan(15_000);
});

test("a function refuses an unknown argument, a missing account and an invalid one, before anything is sent", async () => {
  plugin = await startPlugin(config());
  const says = async (name: string, args: object) => (await failure(invoke(name, args))).details;
  expect(await says("getTopupStatus", { accountId: ACCOUNT, paymentIntentID: "x" })).toBe(
    'getTopupStatus(): "paymentIntentID" is not an argument; it has accountId, paymentIntentId. Write paymentIntentId.',
  );
  expect(await says("getCreditBalance", {})).toContain("getCreditBalance(): No account is given.");
  expect(await says("getCreditBalance", { accountId: "x" })).toContain("getCreditBalance(): accountId must be");
  expect(await says("getInvoiceHistory", { accountId: ACCOUNT, type: secret("my-secret") })).toBe(
    'getInvoiceHistory(): type must be "all", "auto" or "manual"; got "[secret]".',
  );
  expect(await says("getNothing", {})).toContain("has no function a string of 46 characters. It has");
  expect(emulator.state().requests).toEqual([]);
});

test("started by hand, it says what it is", () => {
  const main = resolve(__dirname, "../../dist/provider/hosts/plugin/main.js");
  const { status, stderr, stdout } = spawnSync(process.execPath, [main], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain("This is a Pulumi plugin, and Pulumi starts it by itself.");
});
