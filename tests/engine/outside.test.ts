/** The packed package in a folder of its own, outside the repository: the examples, and every command and program of the README, of the first hour, and of the pages on money, settings, configuration and the emulator. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, join, resolve } from "node:path";
import { installWithCloudflare } from "../support/cloudflarePlugin";
import type { TestStack } from "../support/engine";
import { execute, SECRETS, withStack } from "../support/engine";
import { installExample, withCache } from "../support/example";
import { isFull, testInFull } from "../support/full";
import type { PackedPackage } from "../support/pack";
import { packPackage } from "../support/pack";
import { ACCOUNT } from "../support/programs";
import { QUICK_CONFIG } from "../support/purchases";

const REPOSITORY = resolve(__dirname, "../..");

const blocks = (language: string, page = "README.md") =>
  [
    ...readFileSync(join(REPOSITORY, page), "utf8").matchAll(
      new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"),
    ),
  ].map(([, text]) => (text ?? "").trim());

let tarball: PackedPackage;
let commandLine: PackedPackage;
let policies: PackedPackage;
beforeAll(() => {
  tarball = packPackage();
  if (!isFull) return;
  commandLine = packPackage("cli");
  policies = packPackage("policy");
});
afterAll(() => {
  for (const packed of [tarball, commandLine, policies]) packed?.remove();
});

const example = (name: string) => ({
  typescript: true,
  program: readFileSync(join(REPOSITORY, "examples", name, "index.ts"), "utf8"),
  install: (folder: string) => installExample(name, folder, tarball),
});

const quickstart = example("quickstart");

// npm test runs the demo, which has this program
testInFull(
  "the settings on the packed tarball run through their life",
  async () => {
    const program = readFileSync(join(REPOSITORY, "tools/demo/program/index.ts"), "utf8");
    const config = { "cloudflare-ai-gateway-billing:accountId": ACCOUNT };
    await withStack({ ...quickstart, api: "2026-05", config }, async (stack) => {
      stack.write(program);
      expect(await stack.preview()).toMatchObject({
        exitCode: 0,
        warnings: [],
        steps: { topup: "create", limit: "create" },
      });
      expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [] });
      expect(stack.outputs()).toMatchObject({
        topupAmountCents: 5000,
        limitEnabled: true,
        balanceCents: 1000,
        invoiceAmountDueCents: 0,
      });
      expect(await stack.preview("--expect-no-changes")).toMatchObject({ exitCode: 0 });
      stack.emulator.patchAccount(ACCOUNT, { spendingLimit: null });
      expect(await stack.driftGate()).toMatchObject({ exitCode: 7 });
      expect(await stack.up("--refresh")).toMatchObject({
        exitCode: 0,
        steps: expect.objectContaining({ limit: expect.stringContaining("create") }),
      });
      // the limit is protected until the program says otherwise
      const refused = await stack.pulumi("destroy", "--yes");
      expect(refused.exitCode).not.toBe(0);
      expect(refused.errors[0]).toMatch(/SpendingLimit::limit" cannot be deleted\s+because it is protected/);
      stack.write(program.replace('strategy: "fixed" }', 'strategy: "fixed" }, { protect: false }'));
      expect(await stack.up()).toMatchObject({ exitCode: 0 });
      expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
      expect(stack.emulator.state().accounts[ACCOUNT]).toMatchObject({ topupConfig: null, spendingLimit: null });
    });
  },
  300_000,
);

/** Runs lines of shell that must succeed, and returns what they print. */
const shellOf = (stack: TestStack) => async (line: string | undefined, env?: Record<string, string>) => {
  const { exitCode, output } = await stack.shell(line ?? "false", env);
  expect(output === "" || exitCode === 0 ? "" : output).toBe("");
  return output;
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

const DASHBOARD = { amount: 5000, threshold: 1000 };

test("the quickstart runs as typed with a read token, with and without an auto top-up, and so does every command of the README", async () => {
  await withStack({ ...quickstart, api: "2026-10", secrets: {} }, async (stack) => {
    const [tryIt, pack, install, configure, up, gate, ...more] = blocks("bash");
    // the demo's commands are run by its test, and the others by this very run
    expect([tryIt, pack, ...more]).toEqual(["npm ci && npm run demo\nnpm ci && npm test", "npm ci && npm pack"]);
    const [, cli] = /`(export PATH=[^`]+)`/.exec(readFileSync(join(REPOSITORY, "README.md"), "utf8")) ?? [];
    expect(await execute("bash", ["-ec", `${cli}; pulumi version`], REPOSITORY, process.env)).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/^v3\./),
    });
    expect(blocks("bash", "docs/credit-topup.md")).toEqual(["npm ci && npm run demo -- --purchase"]);

    const ok = shellOf(stack);
    // the copy of the example was installed by this line
    expect(blocks("bash", "examples/README.md").join()).toContain(install);

    const [program = "", declaration = "", _purchase, ...otherPrograms] = blocks("ts");
    expect(otherPrograms).toEqual([]);
    expect(program).toBe(quickstart.program.trim());
    stack.write(program);
    const account = { CLOUDFLARE_ACCOUNT_ID: ACCOUNT, CLOUDFLARE_API_TOKEN: SECRETS.readToken };
    expect(await ok(configure, account)).toContain("+ 1 to create");
    await ok(up);
    expect(stack.outputs()).toEqual({ balance: 1000, upcomingInvoice: 0, autoTopup: "none" });

    stack.emulator.patchAccount(ACCOUNT, { topupConfig: DASHBOARD });
    expect(await ok(up)).toContain("1 unchanged");
    const [importing = "", line = ""] = declaration.split("\n\n");
    expect(stack.outputs().autoTopup).toBe(line);
    stack.newRequests();
    stack.write(`${program}\n${importing}\n${stack.outputs().autoTopup}`);
    expect(await ok(up)).toContain("+ 1 created");
    expect([...new Set(stack.newRequests())].sort()).toEqual([
      "GET /credit-balance",
      "GET /invoice-preview",
      "GET /topup/config",
    ]);
    expect(await ok(gate)).toContain("2 unchanged");
    stack.emulator.patchAccount(ACCOUNT, { topupConfig: { ...DASHBOARD, amount: 6000 } });
    expect(await stack.shell(gate ?? "")).toMatchObject({
      exitCode: 7,
      output: expect.stringMatching(/~ amount +: 5000 => 6000/),
    });
    stack.emulator.patchAccount(ACCOUNT, { topupConfig: DASHBOARD });

    const [adopted = "", ...otherTopups] = blocks("ts", "docs/first-hour/adopt-auto-topup.md");
    const [preview, ...others] = blocks("bash", "docs/first-hour/adopt-auto-topup.md");
    expect(others).toEqual([up, gate]);
    expect([...otherTopups, ...blocks("ts", "docs/auto-topup.md"), ...blocks("bash", "docs/auto-topup.md")]).toEqual(
      [],
    );
    const adopting = `${program}\n${adopted}`;
    stack.write(adopting);
    stack.emulator.patchAccount(ACCOUNT, { topupConfig: { ...DASHBOARD, disabledReason: "card_declined" } });
    if (isFull) expect(await ok(gate)).toContain("2 unchanged");
    const previewed = await ok(preview);
    expect(previewed).toContain("2 unchanged");
    expect(previewed).toContain("Cloudflare has disabled the auto top-up");
    stack.emulator.patchAccount(ACCOUNT, { topupConfig: DASHBOARD });

    const [purchase = ""] = blocks("ts", "docs/first-hour/buy-credit.md");
    stack.write(`${adopting}\n${purchase}`);
    expect(await ok(preview)).toMatch(/\+ 3 to create\s+2 unchanged/);
    stack.write(adopting);
    stack.emulator.patchAccount(ACCOUNT, { topupConfig: null });
    if (isFull) await followTheEmulatorsPage(stack);
    const [strict, ...otherSettings] = blocks("bash", "docs/configuration.md");
    expect(otherSettings).toEqual([]);
    await ok(strict);
  });
}, 300_000);

async function followTheEmulatorsPage(stack: TestStack) {
  const ok = shellOf(stack);
  const [emulator, point, set, shorten, ...more] = blocks("bash", "docs/emulator.md");
  const [inProcess, ...otherPrograms] = blocks("ts", "docs/emulator.md");
  expect([...more, ...otherPrograms]).toEqual([]);
  // where a user's npx gets the published one
  await ok(`npm install --no-audit --no-fund --prefer-offline ${commandLine.path}`);
  // on a port of our own: somebody else on this machine may follow the README too
  const port = await freePort();
  const onPort = (command = "") => command.replace("8787", String(port));
  expect([emulator, point, set]).toEqual(Array(3).fill(expect.stringContaining("8787")));
  const child = spawn("bash", ["-c", `exec ${onPort(emulator)}`], { cwd: stack.folder, detached: true });
  const [first] = await Promise.race([once(child.stdout.setEncoding("utf8"), "data"), once(child, "close")]);
  expect(String(first).trim()).toBe(`http://127.0.0.1:${port}/client/v4`);
  try {
    await ok(onPort(point));
    // the stack of the emulator knows nothing of the other one
    expect(await ok("pulumi preview --non-interactive")).toContain("Cannot set the auto top-up");
    await ok(onPort(set));
    await ok(shorten);
    expect(await ok("pulumi preview --non-interactive")).toContain("is already as declared: nothing is written");
    await ok("pulumi stack select test");
  } finally {
    process.kill(-(child.pid ?? 0), "SIGTERM");
    await once(child, "close");
  }

  writeFileSync(join(stack.folder, "in-process.mjs"), inProcess ?? "");
  expect(await ok("node in-process.mjs")).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/client\/v4 payment_failed$/m);
}

test("credit is bought by a copy of its example, and as the first hour says; so does every command of the money page and of the pipeline run", async () => {
  const config = {
    ...QUICK_CONFIG,
    "cloudflare-ai-gateway-billing:accountId": ACCOUNT,
    "engine-test:purchase": "2026-10",
  };
  await withStack({ ...example("credit-topup"), api: "2026-10", config }, async (stack) => {
    // the requests are those of the table in docs/credit-topup.md
    const reads = ["GET /topup/limits", "POST /topup/eligibility", "GET /credit-balance", "GET /invoice-history"];
    expect(await stack.preview()).toMatchObject({ exitCode: 0, warnings: [], errors: [] });
    expect(stack.newRequests()).toEqual(reads);
    expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [] });
    const sent = stack.newRequests();
    expect(sent.slice(0, 6)).toEqual([...reads, "GET /invoice-history", "POST /topup"]);
    expect([...new Set(sent.slice(6))]).toEqual(["POST /topup/status"]);
    expect(stack.outputs()).toEqual({ invoiceId: "in_emulator_000001", status: "completed" });

    const [_quickstart, _declaration, credit] = blocks("ts");
    const [look, ...otherPrograms] = blocks("ts", "docs/money.md");
    const [finish, outputs, ...otherCommands] = blocks("bash", "docs/money.md");
    expect([...otherPrograms, ...otherCommands]).toEqual([]);
    const [program = "", ...otherPurchases] = blocks("ts", "docs/first-hour/buy-credit.md");
    const [preview, buy = "", ...furtherCommands] = blocks("bash", "docs/first-hour/buy-credit.md");
    expect([...otherPurchases, ...furtherCommands]).toEqual([]);
    expect(program).toBe(credit);
    stack.write(`${program}\n${look}`);
    expect(await shellOf(stack)(preview)).toContain(
      "`pulumi up` will charge visa …4242 US$52.50 for US$50.00 of credit",
    );
    expect(finish?.split("\n").at(-1)).toBe(buy);
    expect(await shellOf(stack)(finish)).toContain(
      'Waiting 3 s: then the list of invoices shows every charge under way, purchase "2026-11" is recorded, and the card is charged',
    );
    expect(stack.emulator.state().charges).toMatchObject([{ charged: 5250 }, { charged: 5250 }]);
    expect(await shellOf(stack)(finish)).toContain("4 unchanged");
    const shown = await shellOf(stack)(outputs);
    expect(shown).toMatch(/invoiceId +in_emulator_000002/);
    expect(shown).toMatch(/manualInvoices +.*: in_emulator_000002, 5250 cents, paid/);
    // 1000, and two purchases: read after the second one
    expect(shown).toMatch(/balanceAfter +11000/);

    if (!isFull) return;
    stack.write(program.replace("2026-11", "2026-12"));
    await followThePipelinesPage(stack);
    expect(stack.emulator.state().charges).toHaveLength(2);
  });
}, 300_000);

async function followThePipelinesPage(stack: TestStack) {
  const page = "docs/first-hour/pipeline.md";
  const [pack, install, attempt, ...more] = blocks("bash", page);
  expect([pack, ...more, ...blocks("ts", page)]).toEqual([
    "mkdir -p /path/to/program/vendor\nnpm ci && npm pack . ./cli ./policy --pack-destination /path/to/program/vendor",
  ]);
  mkdirSync(join(stack.folder, "vendor"));
  for (const { path } of [tarball, commandLine, policies]) cpSync(path, join(stack.folder, "vendor", basename(path)));
  // the page's stack is called prod
  expect(install).toContain("\npulumi stack select prod\n");
  await shellOf(stack)(withCache(install?.replace("select prod", "select test")));
  expect(existsSync(join(stack.folder, ".github/workflows/ai-gateway-billing.yml"))).toBe(true);
  const configuration = join(stack.folder, "policies.json");
  writeFileSync(configuration, readFileSync(configuration, "utf8").replace('"prod"', '"test"'));
  const judged = await stack.shell(attempt ?? "");
  expect(judged.exitCode).toBe(1);
  expect(judged.output).toMatch(
    /purchase 2026-12, .*: US\$50\.00; US\$52\.50 on the card; REFUSED: to allow it, run the gate with --allow-purchase 2026-12/,
  );
  const gate = attempt?.split("\n").at(-1);
  expect(await stack.shell(`${gate} --allow-purchase 2026-12`)).toMatchObject({ exitCode: 0 });
}

testInFull(
  "a gateway is capped as the first hour says; the plugin of @pulumi/cloudflare is a stand-in",
  async () => {
    const page = "docs/first-hour/cap-gateway.md";
    const [program = "", ...otherPrograms] = blocks("ts", page);
    const [install, preview, up, ...more] = blocks("bash", page);
    expect([install, ...otherPrograms, ...more]).toEqual(["npm install @pulumi/cloudflare@^6.18.0"]);
    const settings = { cacheInvalidateOnUpdate: false, cacheTtl: 0, collectLogs: true };
    const live = {
      accountId: ACCOUNT,
      aiGatewayId: "default",
      ...settings,
      rateLimitingInterval: 0,
      rateLimitingLimit: 0,
    };
    const options = { typescript: true, install: installWithCloudflare, env: { LIVE_GATEWAY: JSON.stringify(live) } };
    await withStack({ ...options, api: "2026-10", program }, async (stack) => {
      const ok = shellOf(stack);
      expect(await ok(preview)).toMatch(/\(import\).*\(update\).*\+ spendLimits.*limit +: 250.*window +: 2592000/s);
      expect(await ok(up)).toMatch(/~ 1 updated\s+= 1 imported/);
      stack.write(program.replace(/import: .*?, (?=protect)/, ""));
      expect(await ok("pulumi preview --expect-no-changes")).toContain("2 unchanged");
    });
  },
  300_000,
);
