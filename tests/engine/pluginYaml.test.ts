/** Programs in YAML on the plugin: the one of its page, and one with a provider for each account. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { PLAIN_TOKENS, SECRETS, withStack } from "../support/engine";
import { OWN, pluginStack } from "../support/plugin";
import { ACCOUNT, OTHER_ACCOUNT } from "../support/programs";
import { QUICK, QUICK_CONFIG } from "../support/purchases";
import { testOfYaml, writeYaml, YAML_PATH } from "../support/yaml";

const REPOSITORY = resolve(__dirname, "../..");

const options = (tokens: ReadonlyArray<{ value: string; permission: "write"; accounts: readonly string[] }>) =>
  pluginStack("", {
    seed: { tokens },
    config: { [`${OWN}:accountId`]: ACCOUNT },
    env: { PATH: YAML_PATH },
  });

const OWN_TOKEN = { value: SECRETS.token, permission: "write", accounts: [ACCOUNT] } as const;

const [, PAGE = "", PURCHASE = ""] = [
  ...readFileSync(join(REPOSITORY, "docs/plugin.md"), "utf8").matchAll(/^```yaml\n([\s\S]*?)^```$/gm),
].map(([, text = ""]) => text);

testOfYaml("the program of the page lives from preview to destroy, and a mistake in it is named", async () => {
  await withStack(options([OWN_TOKEN]), async (stack) => {
    writeYaml(stack, PAGE);
    const first = await stack.preview();
    expect(first).toMatchObject({ exitCode: 0, steps: { topup: "create" }, warnings: [] });
    expect(first.infos).toContainEqual(expect.stringContaining("charges its default card US$52.50"));
    expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [] });
    expect(stack.outputs()).toEqual({ accountId: ACCOUNT, cents: 1000 });
    expect(await stack.preview("--expect-no-changes")).toMatchObject({ exitCode: 0 });
    writeYaml(stack, PAGE.replace("5000", "6000"));
    expect(await stack.preview()).toMatchObject({ diffs: { topup: { amount: "update" } } });
    writeYaml(stack, PAGE.replace("5000", "50"));
    expect((await stack.preview()).errors.join("\n")).toContain(
      "amount must be a whole number of US cents, at least 1000",
    );
    expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
    expect(stack.emulator.state().accounts[ACCOUNT]?.topupConfig).toBeNull();
  });
});

testOfYaml("a purchase is charged once, and a preview says so; nothing else charges", async () => {
  await withStack(
    { ...options([OWN_TOKEN]), config: { ...QUICK_CONFIG, [`${OWN}:accountId`]: ACCOUNT } },
    async (stack) => {
      const bought = PAGE.replace("variables:", `${PURCHASE}variables:`);
      writeYaml(stack, bought);
      expect((await stack.preview()).infos).toContainEqual(expect.stringContaining("US$52.50 for US$50.00 of credit"));
      expect(await stack.up()).toMatchObject({
        exitCode: 0,
        errors: [],
        steps: { credit: "create", "credit-intent": "create", "credit-charge": "create" },
      });
      expect(await stack.preview("--expect-no-changes")).toMatchObject({ exitCode: 0 });
      expect(await stack.refresh()).toMatchObject({ exitCode: 0 });
      writeYaml(
        stack,
        bought
          .replace('"2026-11"', '"2026-12"')
          .replace("      amount: 5000 # US cents; the", "      amount: 50 # the"),
      );
      expect((await stack.preview()).errors.join("\n")).toMatch(
        /amount must be a whole number of US cents, at least 1000/,
      );
      writeYaml(stack, bought.replace('"2026-11"', '"2026-12"'));
      expect(await stack.preview()).toMatchObject({ diffs: { "credit-charge": { purchase: "update-replace" } } });
      expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
      expect(stack.emulator.state().charges).toHaveLength(1);
    },
  );
});

testOfYaml("each provider of a program uses its own token and account", async () => {
  const other = { value: PLAIN_TOKENS.right, permission: "write", accounts: [OTHER_ACCOUNT] } as const;
  await withStack(options([OWN_TOKEN, other]), async (stack) => {
    const { url } = stack.emulator;
    const program = PAGE.replace(
      "variables:",
      `  other:
    type: pulumi:providers:${OWN}
    properties: { accountId: ${OTHER_ACCOUNT}, apiToken: ${other.value}, baseUrl: "${url}", timing: '${JSON.stringify(QUICK)}' }
  explicit:
    type: ${OWN}:SpendingLimit
    properties: { amount: 25000, duration: monthly, strategy: fixed }
    options: { provider: "\${other}" }
  credit:
    type: ${OWN}:CreditTopup
    properties: { purchase: "2026-11", amount: 2000 }
    options: { provider: "\${other}", protect: true }
variables:`,
    );
    writeYaml(stack, program);
    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { topup: "create", explicit: "create" } });
    const { accounts, charges, requests } = stack.emulator.state();
    expect(charges).toMatchObject([{ accountId: OTHER_ACCOUNT, amount: 2000 }]);
    expect(requests.filter(({ status }) => status === 401 || status === 403)).toEqual([]);
    expect(accounts).toMatchObject({
      [ACCOUNT]: { topupConfig: { amount: 5000 }, spendingLimit: null },
      [OTHER_ACCOUNT]: { topupConfig: null, spendingLimit: { amount: 25000 } },
    });
    expect((await stack.pulumi("stack", "export")).output).not.toContain(other.value);
  });
});
