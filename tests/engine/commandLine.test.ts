/** The commands with `--stack`: the real Pulumi CLI decrypts the configuration of a stack. */
import { join, resolve } from "node:path";
import { withStack } from "../support/engine";
import { ACCOUNT, declare, TOPUP } from "../support/programs";

const MAIN = join(resolve(__dirname, "../.."), "cli/dist/main.js");
const CONFIG = { "cloudflare-ai-gateway-billing:accountId": ACCOUNT };

test("account, URL and secret token come from the stack, and the environment has none", async () => {
  await withStack({ api: "2026-10", program: "", config: CONFIG }, async ({ shell, emulator }) => {
    emulator.patchAccount(ACCOUNT, { balance: 1234 });
    const { exitCode, output } = await shell(`node ${MAIN} status --stack test --json`);
    expect(exitCode).toBe(0);
    expect(JSON.parse(output).accounts).toMatchObject([
      { accountId: ACCOUNT, balance: { value: 1234 }, eligibility: { state: "known" } },
    ]);
    expect(await shell(`node ${MAIN} check --stack test --min-balance 20`)).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining("US$12.34 is left, less than US$20.00."),
    });

    const sentSoFar = emulator.state().requests.length;
    expect(await shell(`node ${MAIN} status --stack tset`)).toEqual({
      exitCode: 2,
      output: expect.stringMatching(
        /^Could not run `pulumi config` for stack tset: .*no stack named.* Run the command in the folder of the stack's project, after `pulumi login`\.\n$/,
      ),
    });
    expect(emulator.state().requests).toHaveLength(sentSoFar);
  });
});

test("a report compares the account with what the stack has applied", async () => {
  await withStack({ api: "2026-10", program: declare({ topup: TOPUP }), config: CONFIG }, async (stack) => {
    const { shell, emulator } = stack;
    const settings = async () => {
      const { exitCode, output } = await shell(`node ${MAIN} report --stack test --format json`);
      expect([exitCode, output]).toEqual([0, expect.stringContaining("{")]);
      return JSON.parse(output).accounts[0].settings;
    };
    emulator.patchAccount(ACCOUNT, { topupConfig: { amount: TOPUP.amount, threshold: TOPUP.threshold } });
    expect((await stack.up("--yes", "--skip-preview")).exitCode).toBe(0);
    const declared = { resource: "topup", declared: { amount: TOPUP.amount, threshold: TOPUP.threshold } };
    expect((await settings())[0]).toEqual({ setting: "autoTopup", verdict: "same", ...declared });
    emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 9000, threshold: TOPUP.threshold } });
    expect((await settings())[0]).toEqual({ setting: "autoTopup", verdict: "differs", ...declared });
  });
});
