/** The purchase gate on what `pulumi preview --json` really prints, and what an update plan lets `pulumi up` do. */
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestStack } from "../support/engine";
import { withStack } from "../support/engine";
import { isFull } from "../support/full";
import { ACCOUNT, OTHER_ACCOUNT, TOPUP } from "../support/programs";
import { QUICK_CONFIG } from "../support/purchases";

const REPOSITORY = resolve(__dirname, "../..");
const PROVIDER = "pulumi-cloudflare-ai-gateway-billing";
const PACKAGE = "pulumi-cloudflare-ai-gateway-billing-cli";
const COMMAND = "ai-gateway-billing";
const CHARGE =
  "urn:pulumi:test::engine-test::cloudflare-ai-gateway-billing:index:CreditTopup$pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:TopupCharge::credit-charge";

const programOf = (purchase: string | undefined, topup: object | undefined, ...more: string[]) =>
  purchaseOf(purchase, 5000, topup, ...more);

const purchaseOf = (purchase: string | undefined, amount: number, topup: object | undefined, ...more: string[]) =>
  [
    `const { AutoTopupConfig, CreditTopup } = require("${PROVIDER}");`,
    `const pulumi = require("@pulumi/pulumi");`,
    purchase
      ? `new CreditTopup("credit", { accountId: "${ACCOUNT}", amount: ${amount}, purchase: "${purchase}" });`
      : "",
    topup ? `new AutoTopupConfig("topup", ${JSON.stringify(topup)});` : "",
    ...more,
  ].join("\n");

/** The commands of the page on the gate: plan and judge, then apply what was judged. */
const [DOCUMENTED = "false", APPLY = "false"] = [
  ...readFileSync(join(REPOSITORY, "docs/pipelines.md"), "utf8").matchAll(/(?<=^```bash\n)[\s\S]*?(?=^```$)/gm),
].map(([text]) => text);

/** A stack with short commands: a preview into preview.json and the update plan, and the gate on it. */
async function withGate(
  test: (stack: TestStack, preview: Preview, gate: (...flags: string[]) => Promise<Ended>) => Promise<void>,
) {
  const options = { api: "2026-05", config: QUICK_CONFIG, program: programOf("2026-11", TOPUP) } as const;
  await withStack(options, async (stack) => {
    const bin = join(stack.folder, "node_modules/.bin");
    mkdirSync(bin);
    symlinkSync(join(REPOSITORY, "cli/dist/main.js"), join(bin, COMMAND));
    symlinkSync(join(REPOSITORY, "cli"), join(stack.folder, "node_modules", PACKAGE));
    const preview: Preview = async (program, ...flags) => {
      stack.write(program);
      const command = "pulumi preview --json --save-plan update-plan.json --non-interactive";
      return (await stack.shell([command, ...flags.map((flag) => `'${flag}'`), "> preview.json"].join(" "))).exitCode;
    };
    await test(stack, preview, (...flags) =>
      stack.shell(`node_modules/.bin/${COMMAND} gate preview.json ${flags.join(" ")}`),
    );
  });
}
type Ended = Awaited<ReturnType<TestStack["shell"]>>;
type Preview = (program: string, ...flags: string[]) => Promise<number>;

const NOTHING = { exitCode: 0, output: expect.stringContaining("This preview moves no money.") };

test("a purchase passes the gate once its word is named", async () => {
  await withGate(async (stack, preview, gate) => {
    // a first purchase, and an auto top-up
    expect(await preview(programOf("2026-11", TOPUP))).toBe(0);
    const first = await gate();
    expect(first.exitCode).toBe(1);
    expect(first.output).toContain(
      `purchase 2026-11, created (credit-charge, account ${ACCOUNT}): US$50.00; US$52.50 on the card; REFUSED: to allow it, run the gate with --allow-purchase 2026-11`,
    );
    expect(first.output).toContain(
      `auto top-up, created or adopted (topup, account ${ACCOUNT}): US$50.00 whenever less than US$10.00 is left; US$52.50 on the card each time; REFUSED`,
    );
    expect(await gate("--allow-purchase 2026-11")).toMatchObject({ exitCode: 1 });
    const named = [`--allow-purchase 2026-11 --allow-auto-topup ${ACCOUNT}`, "--markdown"];
    expect(await gate(...named)).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining("| purchase <code>2026-11</code>, created |"),
    });
    expect(await stack.shell(`npx ${PACKAGE} gate - ${named.join(" ")} < preview.json`)).toMatchObject({ exitCode: 0 });

    // the other file of the same run
    expect(await stack.shell(`node_modules/.bin/${COMMAND} gate update-plan.json`)).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining("It is an update plan, which `--save-plan` writes"),
    });

    // the plan that was judged holds: no other word and no other amount, and then the one that was judged
    expect(APPLY).toContain("pulumi up --yes --skip-preview --refresh --plan update-plan.json");
    const others = {
      "{2026-11}!={2026-12}": programOf("2026-12", TOPUP),
      "{5000}!={9000}": purchaseOf("2026-11", 9000, TOPUP),
    };
    for (const [difference, other] of Object.entries(others).slice(isFull ? 0 : 1)) {
      stack.write(other);
      const refused = await stack.shell(APPLY);
      expect(refused.exitCode).not.toBe(0);
      expect(refused.output).toMatch(/credit-intent violates plan: properties changed/);
      expect(refused.output).toContain(difference);
    }
    expect(stack.emulator.state().charges).toEqual([]);
    stack.write(programOf("2026-11", TOPUP));
    expect(await stack.shell(APPLY)).toMatchObject({ exitCode: 0 });
    expect(stack.emulator.state().charges).toHaveLength(1);

    // nothing to do
    expect(DOCUMENTED).toContain(`npx ${PACKAGE} gate preview.json`);
    expect(await stack.shell(DOCUMENTED)).toMatchObject(NOTHING);
    if (isFull) {
      expect(await preview(programOf("2026-11", TOPUP), "--refresh", "--show-sames", "--show-reads")).toBe(0);
      expect(await gate()).toMatchObject(NOTHING);
    }

    // a replacement of the charge, which takes its own invoice over: still listed, and once
    for (const flags of isFull ? [[], ["--show-replacement-steps"]] : []) {
      expect(await preview(programOf("2026-11", TOPUP), "--replace", CHARGE, ...flags)).toBe(0);
      const replaced = await gate();
      expect(replaced.exitCode).toBe(1);
      expect(replaced.output.match(/purchase 2026-11, replaced/g)).toHaveLength(1);
      expect(await gate("--allow-purchase 2026-11")).toMatchObject({ exitCode: 0 });
    }

    // a new purchase: the word of the last one does not allow it
    expect(await preview(programOf("2026-12", TOPUP))).toBe(0);
    expect(await gate("--allow-purchase 2026-11")).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining("purchase 2026-12, replaced"),
    });
    expect(await gate("--allow-purchase 2026-12")).toMatchObject({ exitCode: 0 });
    expect(stack.emulator.state().charges).toHaveLength(1);
    if (isFull) expect(await stack.shell(APPLY)).toMatchObject({ exitCode: 0 });
    const charges = stack.emulator.state().charges.length;

    // An invalid plan, and a failed preview. Of an error thrown outside a function, Node 20 takes half a minute to print
    // the stack (nodejs/node issue 64011).
    const failing = `function fail() { throw new Error("no such luck"); }\nfail();`;
    expect(await preview(programOf("2026-12", TOPUP, failing))).not.toBe(0);
    expect(await gate()).toMatchObject({
      exitCode: 2,
      output: expect.stringMatching(/The preview failed\..*no such luck/s),
    });
    expect(await stack.shell(`node_modules/.bin/${COMMAND} gate package.json`)).toMatchObject({ exitCode: 2 });
    expect(await stack.shell(`node_modules/.bin/${COMMAND} gate`)).toMatchObject({ exitCode: 2 });
    expect(charges).toBe(isFull ? 2 : 1);
    expect(stack.emulator.state().charges).toHaveLength(charges);
  });
}, 600_000);

test("an auto top-up passes the gate unless it is raised, and then once its account is named", async () => {
  await withGate(async (stack, preview, gate) => {
    stack.write(programOf(undefined, TOPUP));
    expect(await stack.up()).toMatchObject({ exitCode: 0 });

    // raised, lowered, moved to another account, removed
    expect(await preview(programOf(undefined, { ...TOPUP, amount: 6000 }))).toBe(0);
    expect(await gate()).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining("auto top-up, raised from US$50.00 whenever less than US$10.00 is left"),
    });
    expect(await gate(`--allow-auto-topup ${ACCOUNT}`)).toMatchObject({ exitCode: 0 });
    if (isFull) {
      expect(await preview(programOf(undefined, { ...TOPUP, amount: 4000, threshold: 900 }))).toBe(0);
      expect(await gate()).toMatchObject(NOTHING);
    }
    expect(await preview(programOf(undefined, { ...TOPUP, accountId: OTHER_ACCOUNT }))).toBe(0);
    expect(await gate(`--allow-auto-topup ${ACCOUNT}`)).toMatchObject({ exitCode: 1 });
    expect(await gate(`--allow-auto-topup ${OTHER_ACCOUNT}`)).toMatchObject({ exitCode: 0 });
    if (isFull) {
      expect(await preview(programOf(undefined, undefined))).toBe(0);
      expect(await gate()).toMatchObject(NOTHING);
    }

    // amounts that the plan does not tell
    const others = ["a", "b"].map((digit) => digit.repeat(32));
    const untold = programOf(
      undefined,
      TOPUP,
      `const secret = new AutoTopupConfig("secret", { accountId: "${others[0]}", amount: pulumi.secret(5000), threshold: 1000 });`,
      `new AutoTopupConfig("unknown", { accountId: "${others[1]}", amount: secret.lastFailedAt.apply(() => 4000), threshold: 1000 });`,
    );
    expect(await preview(untold)).toBe(0);
    const notTold = await gate();
    expect(notTold.exitCode).toBe(1);
    expect(notTold.output.match(/: an unknown amount whenever/g)).toHaveLength(2);
    expect(await gate(...others.map((account) => `--allow-auto-topup ${account}`))).toMatchObject({ exitCode: 0 });
  });
}, 400_000);
