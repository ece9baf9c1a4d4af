/** The command `adopt` on the emulator: what it reads, what it writes, and what it never overwrites. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openNotebook } from "../../../cli/adopt/memory";
import { systemClock } from "../../../provider/billing/systemClock";
import { ACCOUNT } from "../../support/client";
import type { World } from "../../support/commandLine";
import { createWorld, MIXED, MIXED_ENVIRONMENT, mixedAccounts, sent, worldOfEachTest } from "../../support/commandLine";
import { OTHER_ACCOUNT } from "../../support/programs";

const THIRD_ACCOUNT = "33333333333333333333333333333333";
const TOPUP = { amount: 5000, threshold: 1000 };
const LIMIT = { amount: 25_000, duration: "monthly", strategy: "fixed" };
const HOUR_MS = 3_600_000;
/** The requests for the sixty accounts: two for each that can be read. */
const UNREAD = 5 * 2 + 1;
const ALL = 54 * 2 + UNREAD;

const begin = worldOfEachTest();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "adopt-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A file for `--accounts` with these lines below `accounts:`. */
function listed(...lines: readonly string[]): string {
  const file = join(folder, "accounts.yaml");
  writeFileSync(file, `accounts:\n${lines.map((line) => `  - { ${line} }\n`).join("")}`);
  return file;
}

/** The folder for the files, which are named in texts by a name that is always the same. */
const out = () => join(folder, "billing");
const neutral = (text: string) => text.replaceAll(folder, "FOLDER");

/** Every file of the folder, by name. */
const files = () =>
  Object.fromEntries(
    readdirSync(out(), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort()
      .map((name) => [name, readFileSync(join(out(), name), "utf8")]),
  );
const file = (name: string) => files()[name] ?? "";
const skipped = () => JSON.parse(file("skipped.json"));

/** The requests since the last call of it. */
function counter(of: World) {
  let seen = 0;
  return () => {
    const all = sent(of).slice(seen);
    seen += all.length;
    return all;
  };
}

const declarationsIn = (program: string) =>
  program
    .split("\n")
    .filter((line) => line.startsWith("new "))
    .sort();

function endFaults(emulator: World["emulator"]) {
  const before = emulator.snapshot();
  emulator.reset();
  emulator.restore(before);
}

/** Two accounts with a setting each, and one with both and a token of its own. */
async function threeAccounts() {
  const now = await begin();
  now.emulator.patchAccount(ACCOUNT, { topupConfig: TOPUP });
  now.emulator.patchAccount(OTHER_ACCOUNT, { spendingLimit: LIMIT });
  now.emulator.patchAccount(THIRD_ACCOUNT, {
    topupConfig: { amount: 1999, threshold: 501, disabledReason: "payment_failed */ `evil`\n# x" },
    spendingLimit: { amount: 12_345, duration: "daily", strategy: "sliding" },
  });
  const file = listed(
    `id: "${ACCOUNT}", name: production`,
    `id: "${OTHER_ACCOUNT}", name: Zürich & Söhne`,
    `id: "${THIRD_ACCOUNT}", name: "a customer */ of \${x}", token: TOKEN_OF_CUSTOMER`,
  );
  return {
    ...now,
    world: now,
    args: ["adopt", "--accounts", file],
    environment: { TOKEN_OF_CUSTOMER: "test-token-read" },
  };
}

test.each([
  ["typescript", ["--new"]],
  ["yaml", ["--new"]],
  ["typescript", ["--out"]],
  ["yaml", ["--out"]],
])("in %s with %j: the program, the import file, and what was said", async (language, where) => {
  const { call, args, environment } = await threeAccounts();
  const { code, stdout, stderr } = await call([...args, "--language", language, ...where, out()], environment);
  expect([code, stderr]).toEqual([0, ""]);
  expect(neutral(stdout)).toMatchSnapshot("said");
  const { "adopt.json": memory, "skipped.json": skippedFile, ...others } = files();
  expect(others).toMatchSnapshot("files");
  expect(memory).toContain("TOKEN_OF_CUSTOMER");
  expect(skippedFile).not.toContain("TOKEN_OF_CUSTOMER");
  for (const content of Object.values(files())) expect(content).not.toContain("test-token");
});

test("what to do next, in a project where a part of it is done", async () => {
  const { call, args, environment } = await threeAccounts();
  const steps = async () => {
    const { stdout } = await call([...args, "--new", out()], environment);
    return stdout.split("\n").filter((line) => line.startsWith("  "));
  };
  const [install, init, ofAll, ofCustomer, up] = await steps();
  expect(await steps()).toEqual([install, init, ofAll, ofCustomer, up]);
  mkdirSync(join(out(), "node_modules/pulumi-cloudflare-ai-gateway-billing"), { recursive: true });
  expect(await steps()).toEqual([init, ofAll, ofCustomer, up]);
  const configuration = file("Pulumi.prod.yaml");
  writeFileSync(join(out(), "Pulumi.prod.yaml"), `encryptionsalt: v1:abc\n${configuration}`);
  expect(await steps()).toEqual([ofAll, ofCustomer, up]);
  const token = "  cloudflare-ai-gateway-billing:apiToken:\n    secure: v1:abc\n";
  writeFileSync(join(out(), "Pulumi.prod.yaml"), configuration + token);
  expect(await steps()).toEqual([ofCustomer, up]);
  const own = "  billing:TOKEN_OF_CUSTOMER:\n    secure: v1:abc\n";
  writeFileSync(join(out(), "Pulumi.prod.yaml"), configuration + token + own);
  expect(await steps()).toEqual([up]);
});

test.each([
  ["--new", "typescript", "yaml", "index.ts"],
  ["--out", "typescript", "yaml", "adopted.ts"],
  ["--out", "yaml", "typescript", "adopted.yaml"],
])("with %s, first in %s and then in %s: it says that %s is not used any more", async (where, first, second, old) => {
  const { call } = await begin();
  const adopt = (language: string) => call(["adopt", "--account", ACCOUNT, where, out(), "--language", language]);
  const line = `Not used any more: FOLDER/billing/${old}. An earlier run has written it in the other language. Delete it.\n`;
  expect((await adopt(first)).stdout).not.toContain("Not used any more");
  expect(neutral((await adopt(second)).stdout)).toContain(line);
  expect(Object.keys(files())).toContain(old);
  rmSync(join(out(), old));
  expect((await adopt(second)).stdout).not.toContain("Not used any more");
});

test("accounts of one token: the classes of the package, and with --native those of the plugin", async () => {
  const { call, emulator } = await begin();
  emulator.patchAccount(ACCOUNT, { topupConfig: TOPUP });
  for (const more of [[], ["--native"]]) {
    const { code, stdout } = await call(["adopt", "--account", ACCOUNT, "--new", out(), ...more]);
    expect(code).toBe(0);
    expect(neutral(stdout)).toMatchSnapshot(`said ${more}`);
    const { "index.ts": program, "Pulumi.yaml": project } = files();
    expect({ program, project }).toMatchSnapshot(`files ${more}`);
  }
});

test("a new project is like the examples", async () => {
  const { call } = await begin();
  const example = (name: string) => readFileSync(resolve(__dirname, "../../../examples", name), "utf8");
  const parsed = (text = "") => JSON.parse(text);
  await call(["adopt", "--account", ACCOUNT, "--new", out()]);
  expect({ ...parsed(file("package.json")), name: "" }).toEqual({
    ...parsed(example("quickstart/package.json")),
    name: "",
  });
  expect(parsed(file("tsconfig.json"))).toEqual(parsed(example("quickstart/tsconfig.json")));
  rmSync(out(), { recursive: true });
  await call(["adopt", "--account", ACCOUNT, "--new", out(), "--language", "yaml"]);
  expect({ ...parsed(file("package.json")), name: "" }).toEqual({ ...parsed(example("yaml/package.json")), name: "" });
});

test("sixty accounts in mixed states, the same in both generations; a second run changes no byte", async () => {
  const accounts = join(folder, "accounts.yaml");
  const results: string[] = [];
  for (const api of ["2026-05", "2026-10"] as const) {
    const now = await createWorld({ api, ...MIXED });
    writeFileSync(accounts, mixedAccounts(now));
    const args = ["adopt", "--accounts", accounts, "--out", out()];
    const { code, stdout, stderr } = await now.call(args, MIXED_ENVIRONMENT);
    expect([code, stderr]).toEqual([1, ""]);
    const first = files();
    const requests = counter(now);
    // five accounts belong to a token without permission, which is asked twice, and the last one to nobody
    expect(requests()).toHaveLength(ALL);
    expect(
      skipped()
        .accounts.map(({ requests }: { requests: number }) => requests)
        .reduce((a: number, b: number) => a + b),
    ).toBe(ALL);
    const again = await now.call(args, MIXED_ENVIRONMENT);
    expect([again.code, files()]).toEqual([1, first]);
    // only those that could not be read
    expect(requests()).toHaveLength(UNREAD);
    expect((await now.call([...args, "--refresh"], MIXED_ENVIRONMENT)).code).toBe(1);
    expect([requests().length, files()]).toEqual([ALL, first]);
    now.advance(HOUR_MS + 1);
    expect((await now.call(args, MIXED_ENVIRONMENT)).code).toBe(1);
    expect(requests()).toHaveLength(ALL);
    expect({ ...files(), "adopt.json": "" }).toEqual({ ...first, "adopt.json": "" });
    results.push(
      neutral(stdout).replace(/cf-ray [^\s)]+/g, "cf-ray RAY"),
      first["adopted.ts"] ?? "",
      first["import.json"] ?? "",
    );
    rmSync(out(), { recursive: true });
    await now.close();
  }
  expect(results.slice(0, 3)).toEqual(results.slice(3));
  expect(results.slice(0, 2)).toMatchSnapshot();
});

test("an account that a later run cannot read stays in the program, and so does one that it is not asked for", async () => {
  const { call, emulator, args, environment } = await threeAccounts();
  await call([...args, "--out", out()], environment);
  const before = file("adopted.ts");
  emulator.addFault({ endpoint: "*", mode: "status-500-before", times: 1000 });
  const failing = await call([...args, "--out", out()], environment);
  expect(failing.code).toBe(2);
  expect(failing.stdout).toContain("Nothing could be read, so no file was written.");
  expect(file("adopted.ts")).toBe(before);
  endFaults(emulator);
  const fourth = "44444444444444444444444444444444";
  emulator.patchAccount(fourth, { topupConfig: { amount: 2000, threshold: 500 } });
  emulator.addFault({ endpoint: "GET /spending-limit", mode: "wrong-types", times: 1000 });
  const one = await call(["adopt", "--account", fourth, "--account", OTHER_ACCOUNT, "--out", out()]);
  expect(one.code).toBe(1);
  const after = file("adopted.ts");
  const added = `new AutoTopupConfig("${fourth}-topup", { accountId: "${fourth}", amount: usd(20), threshold: usd(5) });`;
  expect(declarationsIn(after)).toEqual([added, ...declarationsIn(before)].sort());
  expect(skipped().accounts.find(({ accountId }: { accountId: string }) => accountId === OTHER_ACCOUNT)).toMatchObject({
    state: "failed",
    settings: [
      { state: "unset" },
      {
        state: "failed",
        declared: LIMIT,
        reason: expect.stringMatching(/An earlier run has adopted it, and the program keeps that\.$/),
      },
    ],
  });
  // what the account no longer has stays, too, until it is to go
  endFaults(emulator);
  emulator.patchAccount(OTHER_ACCOUNT, { spendingLimit: null });
  const unset = ["adopt", "--account", OTHER_ACCOUNT, "--out", out()];
  const kept = await call(unset);
  expect([kept.code, file("adopted.ts")]).toEqual([1, after]);
  expect(kept.stdout).toContain("The program keeps a setting that its account does not have any more.");
  expect(kept.stdout).not.toContain("It must say of each setting that nothing is written");
  const removed = await call([...unset, "--remove-unset"]);
  expect(removed.code).toBe(0);
  expect(removed.stdout).toContain("the next `pulumi up` deletes the setting if the account has it again");
  expect(file("adopted.ts")).not.toContain("zurich-sohne");
  expect((await call(unset)).code).toBe(0);
});

test("what an interrupted run has read is believed for its accounts alone, and with the same token", async () => {
  const now = await begin();
  const { call, emulator } = now;
  for (const id of [ACCOUNT, OTHER_ACCOUNT]) emulator.patchAccount(id, { topupConfig: TOPUP });
  const given = (id: string, token: string) => ["--accounts", listed(`id: "${id}"${token}`)];
  const adopt = (id: string, token = "") =>
    call(["adopt", ...given(id, token), "--out", out()], { A: "test-token-read", B: "wrong-token" });
  await adopt(ACCOUNT, ", token: A");
  // as an interrupted run leaves it: read, and not in a program
  const left = JSON.parse(file("adopt.json"));
  const accounts = left.accounts.map((account: object) => ({ ...account, label: null, readAt: now.now() }));
  rmSync(join(out(), "adopted.ts"));
  writeFileSync(join(out(), "adopt.json"), JSON.stringify({ ...left, accounts, files: {} }));
  for (const name of ["import.json", "skipped.json"]) rmSync(join(out(), name));
  const requests = counter(now);
  requests();
  expect((await adopt(ACCOUNT, ", token: B")).code).toBe(2);
  expect(requests()).toEqual(["GET /topup/config"]);
  expect((await adopt(OTHER_ACCOUNT)).code).toBe(0);
  expect(file("adopted.ts")).not.toContain(ACCOUNT);
});

test("what was read is written twice a second, and not after each account", () => {
  let time = 0;
  const { note, flush } = openNotebook(folder, { ...systemClock, monotonic: () => time });
  const written = () => Object.keys(JSON.parse(readFileSync(join(folder, "adopt.json"), "utf8")).files).length;
  const noted = (count: number) => note({ accounts: [], files: Object.fromEntries(Object.entries("x".repeat(count))) });
  const steps = [0, 1, 499, 500, 501].map((at, index) => {
    time = at;
    noted(index + 1);
    return written();
  });
  expect(steps).toEqual([1, 1, 1, 4, 4]);
  flush();
  expect(written()).toBe(5);
});

test("an account keeps the name of its resources, whatever comes later; names that look alike get the ids", async () => {
  const { call, emulator } = await begin();
  const names = () => JSON.parse(file("import.json")).resources.map(({ name }: { name: string }) => name);
  for (const id of [ACCOUNT, OTHER_ACCOUNT, THIRD_ACCOUNT]) emulator.patchAccount(id, { topupConfig: TOPUP });
  const adopt = (...lines: string[]) => call(["adopt", "--accounts", listed(...lines), "--out", out()]);
  await adopt(`id: "${ACCOUNT}", name: Team A`);
  expect(names()).toEqual(["team-a-topup"]);
  await adopt(
    `id: "${ACCOUNT}", name: another`,
    `id: "${OTHER_ACCOUNT}", name: team-a`,
    `id: "${THIRD_ACCOUNT}", name: 研究`,
  );
  expect(names()).toEqual([`${THIRD_ACCOUNT}-topup`, "team-a-topup", `team-a-${OTHER_ACCOUNT}-topup`]);
  rmSync(out(), { recursive: true });
  await adopt(`id: "${ACCOUNT}", name: Team A`, `id: "${OTHER_ACCOUNT}", name: team-a`);
  expect(names()).toEqual([`team-a-${ACCOUNT}-topup`, `team-a-${OTHER_ACCOUNT}-topup`]);
});

test("what a program cannot declare is told, and is not in the program", async () => {
  const { call, emulator } = await begin();
  emulator.patchAccount(ACCOUNT, {
    topupConfig: { amount: 5000, threshold: 100 },
    spendingLimit: { ...LIMIT, duration: "yearly" },
  });
  emulator.patchAccount(OTHER_ACCOUNT, { topupConfig: TOPUP });
  const { code, stdout } = await call(["adopt", "--account", ACCOUNT, "--account", OTHER_ACCOUNT, "--out", out()]);
  expect(code).toBe(1);
  expect(stdout).toContain("the provider does not accept its threshold, which is 100. Manage it in the dashboard.");
  expect(stdout).toContain('the provider does not accept its duration, which is "yearly".');
  expect(file("adopted.ts")).not.toContain(ACCOUNT);
});

test("a file that somebody else has written or changed is never overwritten; one of the project is left as it is", async () => {
  const now = await begin();
  const { call, emulator } = now;
  emulator.patchAccount(ACCOUNT, { topupConfig: TOPUP });
  const adopt = () => call(["adopt", "--account", ACCOUNT, "--new", out()]);
  await adopt();
  const program = file("index.ts");
  const edited = `${program}// mine\n`;
  writeFileSync(join(out(), "index.ts"), edited);
  writeFileSync(join(out(), "Pulumi.prod.yaml"), "encryptionsalt: v1:abc\n");
  emulator.patchAccount(ACCOUNT, { topupConfig: { ...TOPUP, amount: 9000 } });
  const before = files();
  const refused = await adopt();
  expect(refused.code).toBe(2);
  expect(neutral(refused.stderr)).toBe(
    "Not written by adopt, or changed since: FOLDER/billing/index.ts. No file was written, but for adopt.json. Move it away, or adopt into another folder and copy the lines that you need. What was read is kept for an hour.\n",
  );
  expect({ ...files(), "adopt.json": "" }).toEqual({ ...before, "adopt.json": "" });

  rmSync(join(out(), "index.ts"));
  const requests = counter(now);
  requests();
  const again = await adopt();
  expect(again.code).toBe(0);
  expect(requests()).toEqual([]);
  expect(file("index.ts")).toBe(program.replace("usd(50)", "usd(90)"));
  expect(neutral(again.stdout)).toContain("Left as you have it: FOLDER/billing/Pulumi.prod.yaml\n");
  expect(file("Pulumi.prod.yaml")).toBe("encryptionsalt: v1:abc\n");

  // a file with the same content as adopt would write does not stop it
  writeFileSync(join(out(), "adopt.json"), before["adopt.json"]?.replace(/"files": \{[^}]*\}/, '"files": {}') ?? "");
  expect((await adopt()).code).toBe(0);
  writeFileSync(join(out(), "adopt.json"), "{}");
  const foreign = await adopt();
  expect([foreign.code, neutral(foreign.stderr)]).toEqual([
    2,
    "FOLDER/billing/adopt.json is not a file that this version of adopt has written. Move it away, or give another folder.\n",
  ]);
});

test("one stale read takes nothing out of a program, and a setting that is there again is as before", async () => {
  const { call, emulator } = await begin();
  emulator.patchAccount(ACCOUNT, { topupConfig: TOPUP });
  const args = ["adopt", "--account", ACCOUNT, "--new", out()];
  await call(args);
  const before = file("index.ts");
  emulator.patchAccount(ACCOUNT, { topupConfig: null });
  expect((await call([...args, "--refresh"])).code).toBe(1);
  emulator.patchAccount(ACCOUNT, { topupConfig: TOPUP });
  expect((await call([...args, "--refresh"])).code).toBe(0);
  expect(file("index.ts")).toBe(before);
});

test("the import file names the project as its Pulumi.yaml does", async () => {
  const { call, args, environment } = await threeAccounts();
  await call([...args, "--new", out()], environment);
  writeFileSync(join(out(), "Pulumi.yaml"), file("Pulumi.yaml").replace('"billing"', "other"));
  await call([...args, "--new", out()], environment);
  expect(file("import.json")).toContain("urn:pulumi:prod::other::pulumi:providers");
});

test("a token as the name of an account is refused, and neither printed nor written", async () => {
  const { call, emulator } = await begin();
  const { code, stdout, stderr } = await call(
    ["adopt", "--accounts", listed(`id: "${ACCOUNT}", name: test-token-read`), "--out", out()],
    { CLOUDFLARE_API_TOKEN: "test-token-read" },
  );
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/has a token, a key or its email address in its name/);
  expect(stderr).not.toContain("test-token-read");
  expect(emulator.state().requests).toEqual([]);
});

test("what adopt remembers is checked before it becomes a program", async () => {
  const { call, emulator } = await begin();
  emulator.patchAccount(ACCOUNT, { topupConfig: TOPUP });
  await call(["adopt", "--account", ACCOUNT, "--out", out()]);
  for (const [text, evil] of [
    [`"label": "${ACCOUNT}"`, '"label": "x\\"); evil(); (\\""'],
    ['"amount": 5000', '"amount": "evil()"'],
    ['"token": null', '"token": "X; evil()"'],
    ['"name": null', '"name": "x\\nevil()"'],
  ] as const) {
    expect(file("adopt.json")).toContain(text);
    const before = file("adopt.json");
    writeFileSync(join(out(), "adopt.json"), before.replace(text, evil));
    const { code, stderr } = await call(["adopt", "--account", OTHER_ACCOUNT, "--out", out()]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("is not a file that this version of adopt has written"),
    ]);
    writeFileSync(join(out(), "adopt.json"), before);
  }
});

test.each([
  ["a wrong token", { CLOUDFLARE_API_TOKEN: "wrong-token" }],
  ["a host that is not there", { CLOUDFLARE_BASE_URL: "http://127.0.0.1:9/client/v4" }],
  ["a rate limit", {}],
])("%s: it says why, writes no file, and the exit code is 2", async (name, environment) => {
  const { call, emulator } = await begin();
  if (name === "a rate limit") emulator.addFault({ endpoint: "*", mode: "status-429-before", ms: 240_000 });
  const { code, stdout, stderr } = await call(["adopt", "--account", ACCOUNT, "--out", out()], environment);
  expect([code, stderr]).toEqual([2, ""]);
  expect(stdout).toMatchSnapshot();
  expect(readdirSync(folder)).toEqual([]);
});

test("--json prints what skipped.json holds, and a read token is enough", async () => {
  const { call, args } = await threeAccounts();
  const { code, stdout } = await call([...args, "--json", "--out", out()], {
    TOKEN_OF_CUSTOMER: "test-token-read",
    CLOUDFLARE_API_TOKEN: "test-token-read",
  });
  expect(code).toBe(0);
  expect(stdout).toBe(file("skipped.json"));
  expect(JSON.parse(stdout)).toMatchSnapshot();
});

test.each([
  [["--new", "a", "--out", "b"], "Both --out and --new are given. Keep one of them."],
  [["--language", "python"], '--language cannot be "python": it is typescript or yaml.'],
  [["--new", "/dev/null/x"], "Could not read /dev/null/x/adopt.json: ENOTDIR."],
])("%j is refused, and nothing is sent", async (flags, message) => {
  const { call, emulator } = await begin();
  const { code, stdout, stderr } = await call(["adopt", "--account", ACCOUNT, ...flags]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
  expect(emulator.state().requests).toEqual([]);
});
