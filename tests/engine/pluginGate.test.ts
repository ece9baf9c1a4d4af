/**
 * The policies and the gate on real plans of the plugin, whose type tokens are not those of the dynamic resources:
 * programs in YAML, and with the entry `/native`.
 */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { StackOptions, TestStack } from "../support/engine";
import { withStack } from "../support/engine";
import { testInFull } from "../support/full";
import { OWN } from "../support/host";
import { violations, withPolicies } from "../support/policies";
import { ACCOUNT, OTHER_ACCOUNT } from "../support/programs";
import { QUICK_CONFIG } from "../support/purchases";
import { shortTestOfYaml, YAML_PATH } from "../support/yaml";

const REPOSITORY = resolve(__dirname, "../..");

interface Declared {
  readonly kind: string;
  readonly args: object;
  readonly opts?: object;
}
type Program = Readonly<Record<string, Declared>>;

/** No declaration names the account of the stack: its provider fills it in. */
const LIMIT = { amount: 25_000, duration: "monthly", strategy: "fixed" };
const BEFORE: Program = {
  topup: { kind: "AutoTopupConfig", args: { amount: 5000, threshold: 1000 } },
  limit: { kind: "SpendingLimit", args: LIMIT, opts: { protect: false } },
};

/**
 * The cap is gone, the auto top-up is raised, and a purchase is new. Another account has an unprotected limit, and its
 * auto top-up is raised as it is imported.
 */
const AFTER: Program = {
  topup: { kind: "AutoTopupConfig", args: { amount: 6000, threshold: 4000 } },
  other: { kind: "SpendingLimit", args: { ...LIMIT, accountId: OTHER_ACCOUNT }, opts: { protect: false } },
  imported: {
    kind: "AutoTopupConfig",
    args: { accountId: OTHER_ACCOUNT, amount: 9000, threshold: 1000 },
    opts: { import: OTHER_ACCOUNT },
  },
  credit: { kind: "CreditTopup", args: { purchase: "2026-11", amount: 7000, reason: "TICKET-7" } },
};

const inNode = (program: Program) =>
  Object.entries(program)
    .map(
      ([name, { kind, args, opts }]) =>
        `new (require("pulumi-cloudflare-ai-gateway-billing").${kind})("${name}", ${JSON.stringify(args)}, ${JSON.stringify(opts ?? {})});`,
    )
    .join("\n");

/** JSON is YAML. */
const inYaml = (program: Program) => {
  const resources = Object.entries(program).map(([name, { kind, args, opts }]) => [
    name,
    { type: `${OWN}:${kind}`, properties: args, ...(opts ? { options: opts } : {}) },
  ]);
  const plugins = { providers: [{ name: OWN, path: "node_modules/.bin" }] };
  return JSON.stringify({
    name: "engine-test",
    runtime: "yaml",
    plugins,
    resources: Object.fromEntries(resources),
  });
};

const OPTIONS: StackOptions = {
  api: "2026-05",
  host: "plugin",
  program: "",
  config: { ...QUICK_CONFIG, [`${OWN}:accountId`]: ACCOUNT },
  env: { PATH: YAML_PATH },
  seed: { accounts: { [OTHER_ACCOUNT]: { topupConfig: { amount: 5000, threshold: 1000 } } } },
};

const judged = (write: (stack: TestStack, program: Program) => void) => async () => {
  await withStack(OPTIONS, async (stack) => {
    write(stack, BEFORE);
    expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [] });
    write(stack, AFTER);

    const refused = await stack.preview(
      ...withPolicies(stack, { "manual-topup-allowlist": { allowedStacks: ["prod"] } }),
    );
    expect(refused.exitCode).not.toBe(0);
    expect(violations(refused).sort()).toEqual([
      "advisory no-legacy-spending-limit other",
      "advisory payment-method-pinned credit-charge",
      "advisory payment-method-pinned credit-intent",
      "advisory protect-required credit-intent",
      "advisory protect-required imported",
      "advisory protect-required other",
      "advisory protect-required topup",
      "advisory topup-threshold-ratio topup",
      "mandatory cap-required-with-auto-topup topup",
      "mandatory manual-topup-allowlist credit",
    ]);

    // what a policy changes is in the plan that the gate reads
    const clamped = withPolicies(stack, {
      all: "disabled",
      "clamp-amount": { enforcementLevel: "remediate", maxAmountCents: 5500 },
    });
    const preview = `pulumi preview --refresh --json --non-interactive ${clamped.join(" ")} > preview.json`;
    const gate = (flags = "") => stack.shell(`node ${join(REPOSITORY, "cli/dist/main.js")} gate preview.json ${flags}`);
    expect(await stack.shell(preview)).toMatchObject({ exitCode: 0 });
    const verdicts = await gate();
    expect(verdicts.exitCode).toBe(1);
    expect(verdicts.output).toContain(
      `purchase 2026-11, created (credit-charge, account ${ACCOUNT}): US$55.00; US$57.75 on the card; REFUSED: to allow it, run the gate with --allow-purchase 2026-11`,
    );
    expect(verdicts.output).toContain(
      `auto top-up, raised from US$50.00 whenever less than US$10.00 is left (topup, account ${ACCOUNT}): US$55.00 whenever less than`,
    );
    expect(verdicts.output).toContain(
      `auto top-up, raised from US$50.00 whenever less than US$10.00 is left (imported, account ${OTHER_ACCOUNT}): US$55.00 whenever less than`,
    );
    expect(verdicts.output.match(/^- /gm)).toHaveLength(3);
    const autoTopups = `--allow-auto-topup ${ACCOUNT} --allow-auto-topup ${OTHER_ACCOUNT}`;
    expect(await gate(autoTopups)).toMatchObject({ exitCode: 1 });
    expect(await gate(`--allow-purchase 2026-11 ${autoTopups}`)).toMatchObject({ exitCode: 0 });
    expect(stack.emulator.state().charges).toEqual([]);
  });
};

shortTestOfYaml(
  "in YAML: a removed cap blocks, advice is printed, and the gate lists what moves money",
  judged(({ folder }, program) => writeFileSync(join(folder, "Pulumi.yaml"), inYaml(program))),
);

testInFull(
  "with /native: a removed cap blocks, advice is printed, and the gate lists what moves money",
  judged((stack, program) => stack.write(inNode(program))),
);
