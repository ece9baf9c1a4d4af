/**
 * Programs in Python and Go on the plugin, with the SDKs that the engine's generators make from the schema: the programs
 * of the page, then those that use every resource, function and output. A wrong type in the schema shows only here.
 */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { createEmulator } from "../../emulator/index";
import type { TestStack } from "../support/engine";
import { SECRETS, withStack } from "../support/engine";
import { usePlugin } from "../support/host";
import { languageHost } from "../support/languages";
import { installPlugin, OWN } from "../support/plugin";
import { ACCOUNT, OTHER_ACCOUNT } from "../support/programs";
import { QUICK_CONFIG } from "../support/purchases";

const REPOSITORY = resolve(__dirname, "../..");
const [SECTION = ""] =
  /^## Python and Go\n[\s\S]*?(?=^## )/m.exec(readFileSync(join(REPOSITORY, "docs/plugin.md"), "utf8")) ?? [];
const blocks = (language: string) =>
  [...SECTION.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, text = ""]) => text);
const [GENERATE = "", PYTHON_SETUP = "", GO_SETUP = "", ...MORE_COMMANDS] = blocks("bash");

const everythingIn = (file: string) => readFileSync(join(REPOSITORY, "tests/fixtures/languages", file), "utf8");

const LANGUAGES = [
  {
    language: "python",
    file: "__main__.py",
    everything: "everything.py",
    page: blocks("python"),
    // With the newest version of Pulumi's SDK, the test could break one day.
    prepare: `echo pulumi==3.248.0 > constraints.txt; export PIP_CONSTRAINT=constraints.txt\n${PYTHON_SETUP}`,
    check: "true",
    call: (name: string) => `billing\\.${name.startsWith("get") ? snake(name) : name}(_output)?\\(`,
  },
  {
    language: "go",
    file: "main.go",
    everything: "everything.go",
    page: blocks("go"),
    prepare: GO_SETUP.replace("go mod tidy", "go mod edit -require github.com/pulumi/pulumi/sdk/v3@v3.259.0\n$&"),
    check: "go mod tidy && go vet .",
    // A function of the name that the reader of a resource has is a Lookup.
    call: (name: string) => `billing\\.${name.replace(/^get/, "(Get|Lookup)").replace(/^[A-Z]/, "New$&")}(Output)?\\(`,
  },
] as const;

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

test.each(LANGUAGES)("the program in $language uses every resource and function", ({ everything, call }) => {
  const { resources, functions } = JSON.parse(readFileSync(join(REPOSITORY, "sdk/schema.json"), "utf8"));
  const names = Object.keys({ ...resources, ...functions }).map((token) => token.split(":").at(-1) ?? "");
  expect(names).toHaveLength(12);
  expect(names.filter((name) => !new RegExp(call(name)).test(everythingIn(everything)))).toEqual([]);
});

/** Another account, on a Cloudflare of today: its auto top-up has failed, and only the provider of a program has its token. */
const elsewhere = () =>
  createEmulator({
    api: "2026-10",
    seed: {
      tokens: [{ value: SECRETS.unknownToken, permission: "write", accounts: [OTHER_ACCOUNT] }],
      accounts: {
        [OTHER_ACCOUNT]: {
          topupConfig: {
            amount: 7000,
            threshold: 1500,
            disabledReason: "card_declined",
            error: "Your card was declined.",
            lastFailedAt: 1_790_000_000,
          },
        },
      },
    },
  });

for (const { language, file, everything, page, prepare, check } of LANGUAGES) {
  const host = languageHost(language);
  (host === undefined ? test.skip : test)(
    `programs in ${language}, from the SDK that is generated, live from up to destroy and charge once`,
    async () => {
      expect([page.length, MORE_COMMANDS]).toEqual([1, []]);
      const other = await elsewhere();
      // On the PATH of the CLI, which is set before there is a folder.
      const links = mkdtempSync(join(tmpdir(), "links-"));
      const install = async (folder: string) => {
        await installPlugin(folder);
        writeFileSync(join(folder, "Pulumi.yaml"), `name: engine-test\nruntime: ${language}\n`);
        usePlugin(folder);
        symlinkSync(join(folder, "venv"), join(links, "venv"));
      };
      const options = {
        api: "2026-05",
        program: "",
        install,
        seed: {
          tokens: [{ value: SECRETS.token, permission: "write", accounts: [ACCOUNT] }],
          accounts: { [ACCOUNT]: { balance: 3000 } },
        },
        config: {
          ...QUICK_CONFIG,
          [`${OWN}:accountId`]: ACCOUNT,
          "engine-test:otherAccount": OTHER_ACCOUNT,
          "engine-test:otherUrl": other.url,
        },
        secrets: { [`${OWN}:apiToken`]: SECRETS.token, "engine-test:otherToken": SECRETS.unknownToken },
        env: { PATH: [join(links, "venv/bin"), host, process.env.PATH].join(delimiter) },
      } as const;
      try {
        await withStack(options, async (stack) => {
          stack.emulator.use(ACCOUNT, 501);
          await ok(stack, GENERATE.replaceAll("/path/to/program", stack.folder), REPOSITORY);
          writeFileSync(join(stack.folder, file), page[0] ?? "");
          await ok(stack, prepare);
          expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [], warnings: [] });
          expect(stack.outputs()).toEqual({ accountId: ACCOUNT, cents: 7499 });

          writeFileSync(join(stack.folder, file), everythingIn(everything));
          await ok(stack, check);
          expect(await stack.preview()).toMatchObject({ exitCode: 0, errors: [] });
          expect(await stack.up()).toMatchObject({
            exitCode: 0,
            errors: [],
            steps: { topup: "same", failed: "create", limit: "create", credit: "same", "credit-charge": "same" },
          });
          expect(stack.outputs()).toEqual({
            topup: 5000,
            failed: 1_790_000_000,
            limit: "monthly",
            spent: ACCOUNT,
            charge: ["charged", "completed"],
            cents: 7499,
            firstInvoice: expect.objectContaining({ ciphertext: expect.any(String) }),
            used: 501,
            minCents: 1000,
            eligible: "ELIGIBLE",
          });
          const again = await stack.up("--expect-no-changes");
          expect(again).toMatchObject({ exitCode: 0, errors: [] });
          expect(new Set(Object.values(again.steps))).toEqual(new Set(["same"]));

          const { accounts, charges, requests } = stack.emulator.state();
          expect(charges).toMatchObject([{ accountId: ACCOUNT, amount: 5000, charged: 5250, kind: "manual" }]);
          expect(accounts[ACCOUNT]).toMatchObject({
            topupConfig: { amount: 5000, threshold: 1000 },
            spendingLimit: { amount: 25000, duration: "monthly", strategy: "fixed" },
          });
          expect(requests.filter(({ status }) => status === 401 || status === 403)).toEqual([]);
          expect(await stack.destroy()).toMatchObject({ exitCode: 0, errors: [] });
          const after = stack.emulator.state();
          expect(after.accounts[ACCOUNT]).toMatchObject({ topupConfig: null, spendingLimit: null });
          expect(after.charges).toHaveLength(1);

          // The other account was only read, and kept what it had.
          const { charges: none, requests: reads, accounts: others } = other.state();
          expect([none, others[OTHER_ACCOUNT]?.topupConfig?.amount]).toEqual([[], 7000]);
          expect(
            new Set(reads.map(({ method, path, status }) => `${method} ${path.replace(/.*billing/, "")} ${status}`)),
          ).toEqual(
            new Set([
              "GET /topup/config 200",
              "GET /credit-balance 200",
              "GET /topup/limits 200",
              "POST /topup/eligibility 200",
            ]),
          );
        });
      } finally {
        await other.close();
        rmSync(links, { recursive: true, force: true });
      }
    },
    600_000,
  );
}

async function ok(stack: TestStack, lines: string, folder = stack.folder) {
  const { exitCode, output } = await stack.shell(`cd ${folder}\n${lines}`);
  expect(exitCode === 0 ? "" : output).toBe("");
}
