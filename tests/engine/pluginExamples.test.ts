/** Copies of the examples on the plugin, from the packed package, outside the repository. */
import { join } from "node:path";
import { SECRETS, withStack } from "../support/engine";
import { edit, installExample } from "../support/example";
import { testInFull } from "../support/full";
import type { PackedPackage } from "../support/pack";
import { packPackage } from "../support/pack";
import { ACCOUNT, OTHER_ACCOUNT } from "../support/programs";
import { QUICK } from "../support/purchases";
import { shortTestOfYaml, YAML_PATH } from "../support/yaml";

let tarball: PackedPackage;
beforeAll(() => {
  tarball = packPackage();
});
afterAll(() => tarball.remove());

/** What the two accounts have, and a token for each. That of the environment is for neither. */
const SEED = {
  accounts: {
    [ACCOUNT]: { topupConfig: { amount: 5000, threshold: 1000 } },
    [OTHER_ACCOUNT]: {
      topupConfig: { amount: 2000, threshold: 500 },
      spendingLimit: { amount: 25_000, duration: "monthly", strategy: "fixed" },
    },
  },
  tokens: [
    { value: SECRETS.key, permission: "write", accounts: [ACCOUNT] },
    { value: SECRETS.readToken, permission: "read", accounts: [OTHER_ACCOUNT] },
  ],
} as const;

const CONFIG = {
  config: {
    "engine-test:productionAccount": ACCOUNT,
    "engine-test:stagingAccount": OTHER_ACCOUNT,
    "engine-test:purchase": "2026-11",
  },
  secrets: { "engine-test:productionToken": SECRETS.key, "engine-test:stagingToken": SECRETS.readToken },
} as const;

/** An example, and where its purchase is made short: in `file`, its provider gets `timing` after its account. */
interface Example {
  readonly name: string;
  readonly file: string;
  readonly account: string;
  readonly timing: string;
}

const NATIVE: Example = {
  name: "native",
  file: "index.ts",
  account: `accountId: config.require("productionAccount"),`,
  timing: ` timing: ${JSON.stringify(JSON.stringify(QUICK))},`,
};

const YAML: Example = {
  name: "yaml",
  file: "Pulumi.yaml",
  account: "accountId: $" + "{productionAccount}",
  timing: `\n      timing: '${JSON.stringify(QUICK)}'`,
};

async function adoptAndBuy({ name, file, account, timing }: Example, otherwise?: string) {
  const options = {
    ...CONFIG,
    api: "2026-10",
    seed: SEED,
    byEnvironment: true,
    env: { PATH: YAML_PATH },
    program: "",
    install: (folder: string) => installExample(name, folder, tarball, otherwise),
  } as const;
  await withStack(options, async (stack) => {
    edit(join(stack.folder, file), account, `${account}${timing}`);
    const up = await stack.pulumi("up", "--yes");
    expect(up).toMatchObject({ exitCode: 0, errors: [], warnings: [] });
    expect(up.infos).toContainEqual(expect.stringContaining("US$52.50 for US$50.00 of credit"));
    expect(stack.outputs()).toMatchObject({
      stagingBalance: 1000,
      productionUpcoming: { amountDue: 0 },
      invoiceId: "in_emulator_000001",
    });
    expect(await stack.preview("--expect-no-changes")).toMatchObject({ exitCode: 0, warnings: [] });

    const { charges, requests } = stack.emulator.state();
    expect(charges).toMatchObject([{ accountId: ACCOUNT, amount: 5000 }]);
    // each token is used for its own account alone, and no setting is written
    expect(requests.filter(({ status }) => status >= 400)).toEqual([]);
    const sent = requests.map(({ method, path }) => `${method} ${path.replace(/^.*\/billing/, "")}`);
    expect([...new Set(sent)].filter((request) => !request.startsWith("GET"))).toEqual([
      "POST /topup/eligibility",
      "POST /topup",
      "POST /topup/status",
    ]);
  });
}

testInFull("TypeScript: the settings of two accounts are adopted, and credit is bought once", () =>
  adoptAndBuy(NATIVE),
);

shortTestOfYaml("YAML: the settings of two accounts are adopted, and credit is bought once", () => adoptAndBuy(YAML));

testInFull.each([["native", NATIVE] as const, ["yaml", YAML] as const])("under pnpm: %s", async (_, example) => {
  const setPath = `npm pkg set dependencies.pulumi-cloudflare-ai-gateway-billing=file:${tarball.path}`;
  await adoptAndBuy(example, `${setPath}\nnpx --yes pnpm@10.20.0 install --prefer-offline`);
});
