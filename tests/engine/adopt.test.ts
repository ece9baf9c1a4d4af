/** What `adopt` writes, under the real engine: the first `pulumi up` and an import send no write, and then nothing differs. */
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ApiGeneration } from "../../emulator/index";
import { MIXED, MIXED_ENVIRONMENT, mixedAccounts } from "../support/commandLine";
import type { TestStack } from "../support/engine";
import { CHECKED, SECRETS, withStack } from "../support/engine";
import { testInFull } from "../support/full";
import { installPlugin } from "../support/host";
import { ACCOUNT, LIMIT, OTHER_ACCOUNT, TOPUP } from "../support/programs";
import { shortTestOfYaml, testOfYaml, YAML_PATH } from "../support/yaml";

const REPOSITORY = resolve(__dirname, "../..");
const MAIN = join(REPOSITORY, "cli/dist/main.js");

/** The page whose commands are run here. */
const PAGE = readFileSync(join(REPOSITORY, "docs/first-hour/adopt-many-accounts.md"), "utf8");
const blocks = (language: string) =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, text = ""]) => text.trim());
const [ADOPT = "", NEXT = "", PROVIDERS = "", IMPORT = "", ...others] = blocks("bash");

test("every command of the page is run here", () => {
  expect(others).toEqual([]);
  expect(ADOPT).toBe("npx pulumi-cloudflare-ai-gateway-billing-cli adopt --accounts accounts.yaml --new billing");
  expect(NEXT).toMatch(/^cd billing\n/);
});
const UNSET_ACCOUNT = "55555555555555555555555555555555";
const { accountId: _topup, ...topup } = TOPUP;
const { accountId: _limit, ...limit } = LIMIT;

/** The token of the second account alone. */
const OWN_TOKEN = "TOKEN_OF_CUSTOMER";

interface Case {
  readonly api: ApiGeneration;
  /** The flags of adopt beside the accounts and the folder. */
  readonly flags: string;
  readonly hasOwnToken: boolean;
}

/** Adopts one account with an auto top-up, one with both settings, of which Cloudflare has disabled one, and one with none. */
async function withAdopted({ api, flags, hasOwnToken }: Case, test: (project: Project) => Promise<void>) {
  const seed = {
    accounts: {
      [ACCOUNT]: { topupConfig: topup },
      [OTHER_ACCOUNT]: { topupConfig: { ...topup, disabledReason: "payment_failed" }, spendingLimit: limit },
    },
    tokens: [
      {
        value: SECRETS.token,
        permission: "write",
        accounts: [ACCOUNT, UNSET_ACCOUNT, ...(hasOwnToken ? [] : [OTHER_ACCOUNT])],
      },
      { value: SECRETS.readToken, permission: "read", accounts: [OTHER_ACCOUNT] },
    ],
  } as const;
  const env = { ...CHECKED, PATH: YAML_PATH, [OWN_TOKEN]: SECRETS.readToken };
  await withStack({ api, seed, env, program: "", byEnvironment: true }, async (stack) => {
    const own = hasOwnToken ? `, token: ${OWN_TOKEN}` : "";
    const accounts = [
      `{ id: "${ACCOUNT}", name: production }`,
      `{ id: "${OTHER_ACCOUNT}", name: customer${own} }`,
      `{ id: "${UNSET_ACCOUNT}" }`,
    ];
    await test(await adopt(stack, `accounts:\n${accounts.map((account) => `  - ${account}\n`).join("")}`, flags));
  });
}

interface Project {
  readonly stack: TestStack;
  /** The project's folder. */
  readonly folder: string;
  /** Runs a line in it that must succeed, and returns what it prints. */
  ok(line: string): Promise<string>;
  /** Fails if anything but a read was sent since the last time. */
  expectOnlyReads(): void;
}

/** Makes the project, and does what adopt says is next, up to `pulumi up`. */
async function adopt(stack: TestStack, accounts: string, flags: string, expectedCode = 0): Promise<Project> {
  writeFileSync(join(stack.folder, "accounts.yaml"), accounts);
  const { accounts: before } = stack.emulator.state();
  const folder = join(stack.folder, "billing");
  const command = ADOPT.replace("npx pulumi-cloudflare-ai-gateway-billing-cli", `node ${MAIN}`);
  const { exitCode, output } = await stack.shell(`${command} ${flags}`);
  expect([exitCode, output]).toEqual([expectedCode, expect.stringContaining("Next, in billing:")]);
  const [install, ...commands] = [...output.matchAll(/^ {2}(.*)$/gm)].map(([, line]) => line);
  const own = `pulumi config set --secret ${OWN_TOKEN} "$${OWN_TOKEN}"\n`;
  expect([install, ...commands].join("\n")).toBe(
    NEXT.replace("cd billing\n", "").replace(accounts.includes(OWN_TOKEN) ? "" : own, ""),
  );
  // as the installed package would be there
  if (!existsSync(join(stack.folder, "node_modules/.bin"))) installPlugin(stack.folder);
  symlinkSync(join(stack.folder, "node_modules"), join(folder, "node_modules"));
  const ok = async (line: string) => {
    const done = await stack.shell(`cd billing\n${line}`);
    expect(done.exitCode === 0 ? "" : done.output).toBe("");
    return done.output;
  };
  await ok(commands.slice(0, -1).join("\n"));
  return {
    stack,
    folder,
    ok,
    expectOnlyReads() {
      expect(stack.newRequests().filter((request) => !request.startsWith("GET "))).toEqual([]);
      expect(stack.emulator.state().accounts).toMatchObject(before);
    },
  };
}

const UP = "pulumi up --yes --non-interactive";
const SAME = "pulumi preview --expect-no-changes --non-interactive";

async function bringUp({ ok, expectOnlyReads }: Project, hasOwnToken: boolean) {
  const up = await ok(UP);
  expectOnlyReads();
  expect(up).toContain(`+ ${hasOwnToken ? 5 : 4} created`);
  expect(up).toContain(`Cloudflare has disabled the auto top-up of account ${OTHER_ACCOUNT}: payment_failed.`);
  expect(up).toContain(`The auto top-up of account ${ACCOUNT} is already as declared: nothing is written.`);
  await ok(SAME);
  expectOnlyReads();
}

async function bringIn({ ok, expectOnlyReads }: Project, hasOwnToken: boolean) {
  if (hasOwnToken) await ok(PROVIDERS);
  // it ends with a preview that must show no change
  expect(await ok(IMPORT)).toContain("3 imported");
  expectOnlyReads();
}

test("TypeScript on the dynamic host: the first up adopts, and writes nothing", () =>
  withAdopted({ api: "2026-10", flags: "", hasOwnToken: false }, (project) => bringUp(project, false)));

shortTestOfYaml(
  "YAML on the plugin, with tokens of their own: the import takes everything in, and writes nothing",
  () =>
    withAdopted({ api: "2026-10", flags: "--language yaml", hasOwnToken: true }, (project) => bringIn(project, true)),
);

testOfYaml.each([
  { api: "2026-10", flags: "--language yaml", hasOwnToken: true },
  { api: "2026-05", flags: "--language yaml", hasOwnToken: false },
] as const)("the first up of $flags, $api, own token: $hasOwnToken", (given) =>
  withAdopted(given, (project) => bringUp(project, given.hasOwnToken)),
);

testInFull.each([
  { api: "2026-05", flags: "", hasOwnToken: false },
  { api: "2026-10", flags: "", hasOwnToken: true },
  { api: "2026-05", flags: "--native", hasOwnToken: false },
] as const)("the first up of TypeScript $flags, $api, own token: $hasOwnToken", (given) =>
  withAdopted(given, (project) => bringUp(project, given.hasOwnToken)),
);

testInFull.each([
  { api: "2026-05", flags: "--native", hasOwnToken: false },
  { api: "2026-10", flags: "", hasOwnToken: true },
] as const)("the import of TypeScript $flags, $api, own token: $hasOwnToken", (given) =>
  withAdopted(given, (project) => bringIn(project, given.hasOwnToken)),
);

async function withSixty(flags: string, test: (project: Project) => Promise<void>) {
  const seed = {
    ...MIXED.seed,
    tokens: [...MIXED.seed.tokens, { value: SECRETS.token, permission: "write" }],
  } as const;
  const env = { ...CHECKED, PATH: YAML_PATH, ...MIXED_ENVIRONMENT };
  await withStack({ api: "2026-10", seed, env, program: "", byEnvironment: true }, async (stack) => {
    const accounts = mixedAccounts({ emulator: stack.emulator, now: Date.now });
    for (const id of Object.keys(stack.emulator.state().accounts).slice(0, 30))
      stack.emulator.patchAccount(id, { spendingLimit: limit });
    // some belong to a token without permission, and one to nobody
    await test(await adopt(stack, accounts, flags, 1));
  });
}

testInFull(
  "sixty accounts in mixed states: the first up of TypeScript writes nothing",
  () =>
    withSixty("", async ({ ok, expectOnlyReads }) => {
      expect(await ok(UP)).toMatch(/\+ 4\d created/);
      expectOnlyReads();
      await ok(SAME);
      expectOnlyReads();
    }),
  300_000,
);

testOfYaml.each(["--language yaml", "--native"])(
  "sixty accounts in mixed states: the import of %s writes nothing",
  (flags) =>
    withSixty(flags, async ({ ok, expectOnlyReads }) => {
      expect(await ok(IMPORT)).toMatch(/4\d imported/);
      expectOnlyReads();
    }),
  300_000,
);

testInFull("beside a program that exists: it imports the file", async () => {
  const program = 'import "./adopted";\n';
  const seed = {
    accounts: { [ACCOUNT]: { topupConfig: topup } },
    tokens: [{ value: SECRETS.token, permission: "read" }],
  } as const;
  await withStack({ api: "2026-10", seed, program, typescript: true, byEnvironment: true }, async (stack) => {
    const { exitCode, output } = await stack.shell(`node ${MAIN} adopt --account ${ACCOUNT}`);
    expect([exitCode, output]).toEqual([0, expect.stringContaining(program.trim().replace(/;$/, ""))]);
    stack.newRequests();
    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { [`${ACCOUNT}-topup`]: "create" } });
    expect(stack.newRequests()).toEqual(["GET /topup/config"]);
  });
});
