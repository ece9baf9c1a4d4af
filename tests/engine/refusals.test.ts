/** What Cloudflare refuses today, and what still works. */
import { SECRETS, withStack } from "../support/engine";
import { GENERATIONS, isFull, testInFull } from "../support/full";
import { ACCOUNT, declare, LIMIT, TOPUP } from "../support/programs";

const LIVE_TOPUP = { topupConfig: { amount: 5000, threshold: 1000 } };
const LIVE_LIMIT = { spendingLimit: { amount: 25000, duration: "monthly", strategy: "fixed" } };
const ELIGIBILITY = "POST /topup/eligibility";

test("a refused auto top-up says where to set what, leaves nothing in state, and passes after the dashboard was changed", async () => {
  await withStack({ api: "2026-10", program: declare({ topup: TOPUP }) }, async (stack) => {
    const refused = await stack.up();
    expect(refused.exitCode).not.toBe(0);
    expect(stack.newRequests()).toEqual(["GET /topup/config", "POST /topup/config", ELIGIBILITY]);
    expect(refused.errors[0]).toBe(
      "Could not set the auto top-up of account 0123456789abcdef0123456789abcdef: Cloudflare answered 403, code 10000, cf-ray 0000000000000002-EMU. " +
        "Cloudflare lets only its dashboard change the auto top-up, not API tokens. " +
        "Set amount 5000 (US$50.00), threshold 1000 (US$10.00) in the Cloudflare dashboard > AI > AI Gateway > Credits Available > Manage > auto top-up (https://dash.cloudflare.com/0123456789abcdef0123456789abcdef/ai/ai-gateway). " +
        "`pulumi up` then passes without a write, since live equals declared.",
    );
    expect(stack.resources()).toEqual({});

    stack.emulator.patchAccount(ACCOUNT, LIVE_TOPUP);
    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { topup: "create" } });
    expect(stack.newRequests()).toEqual(["GET /topup/config"]);
    expect(await stack.driftGate()).toMatchObject({ exitCode: 0 });

    // drift is still found, and a refused update leaves the state as it was
    stack.emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 9000, threshold: 1000 } });
    expect(await stack.driftGate()).toMatchObject({ exitCode: 7 });
    expect(await stack.refresh()).toMatchObject({ exitCode: 0 });
    stack.newRequests();
    expect((await stack.up()).exitCode).not.toBe(0);
    expect(stack.newRequests()).toEqual(["GET /topup/config", "POST /topup/config", ELIGIBILITY]);
    expect(stack.resources().topup?.outputs).toMatchObject({ amount: 9000 });
  });
});

test("a refused spending limit names its successor, leaves nothing in state, and passes once live equals declared", async () => {
  await withStack({ api: "2026-10", program: declare({ limit: LIMIT }) }, async (stack) => {
    const refused = await stack.up();
    expect(refused.exitCode).not.toBe(0);
    expect(stack.newRequests()).toEqual(["GET /spending-limit", "POST /spending-limit", ELIGIBILITY]);
    expect(refused.errors[0]).toBe(
      'Could not set the spending limit of account 0123456789abcdef0123456789abcdef to amount 25000 (US$250.00), duration "monthly", strategy "fixed": Cloudflare answered 403, code 2021, cf-ray 0000000000000002-EMU. ' +
        "Cloudflare has retired the spending limit of accounts: it no longer creates, enables or changes one. " +
        "If the account still has a limit, you can keep it: declare its live values, and `pulumi up` writes nothing. " +
        "Or use the successor, which is per gateway: set spendLimits on cloudflare.AiGateway (@pulumi/cloudflare 6.18 or later), in US dollars (US$250.00 is limit 250), by hand or with BudgetedGateway of pulumi-cloudflare-ai-gateway-billing/gateway. " +
        "Then remove this declaration: that also deletes a limit that the account still has, for good. If an earlier `pulumi up` has made the resource, it is protected: first run `pulumi state unprotect <urn>`.",
    );
    expect(stack.resources()).toEqual({});

    stack.emulator.patchAccount(ACCOUNT, LIVE_LIMIT);
    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { limit: "create" } });
    stack.newRequests();

    // Cloudflare still removes it
    expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
    expect(stack.newRequests()).toEqual(["GET /spending-limit", "DELETE /spending-limit"]);
    expect(stack.emulator.state().accounts[ACCOUNT]?.spendingLimit).toBeNull();
  });
});

test("a refused destroy says how to let go, and each way works", async () => {
  await withStack(
    { api: "2026-10", program: declare({ topup: TOPUP }), seed: { accounts: { [ACCOUNT]: LIVE_TOPUP } } },
    async (stack) => {
      expect(await stack.up()).toMatchObject({ exitCode: 0 });
      stack.newRequests();
      const refused = await stack.destroy();
      expect(refused.exitCode).not.toBe(0);
      expect(stack.newRequests()).toEqual(["GET /topup/config", "DELETE /topup/config", ELIGIBILITY]);
      expect(refused.errors[0]).toContain(
        "If it was removed from the program by mistake, put its declaration back. Otherwise switch it off in the Cloudflare dashboard > AI > AI Gateway > Credits Available > Manage > auto top-up (https://dash.cloudflare.com/0123456789abcdef0123456789abcdef/ai/ai-gateway), and run the same command again. " +
          "Or keep it and stop managing it: set retainOnDelete on the resource and run `pulumi up` before you remove or replace it, or run `pulumi state delete <urn>`.",
      );
      expect(Object.keys(stack.resources())).toEqual(["topup"]);

      // retainOnDelete
      stack.write(declare({ topup: TOPUP }).replace(/\);$/, ", { retainOnDelete: true });"));
      expect(await stack.up()).toMatchObject({ exitCode: 0 });
      expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
      expect(stack.emulator.state().accounts[ACCOUNT]?.topupConfig).toMatchObject({ amount: 5000 });

      // state delete
      stack.write(declare({ topup: TOPUP }));
      if (isFull) {
        expect(await stack.up()).toMatchObject({ exitCode: 0 });
        const { urn } = JSON.parse((await stack.pulumi("stack", "export")).output).deployment.resources.find(
          ({ id }: { id?: string }) => id === ACCOUNT,
        );
        expect(await stack.pulumi("state", "delete", urn, "--yes")).toMatchObject({ exitCode: 0 });
        expect(stack.resources()).toEqual({});
      }

      // the dashboard
      expect(await stack.up()).toMatchObject({ exitCode: 0 });
      stack.emulator.patchAccount(ACCOUNT, { topupConfig: null });
      expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
    },
  );
});

// The texts have unit tests.
testInFull.each(GENERATIONS)("a missing permission and a closed write have different errors (%s)", async (api) => {
  const secrets = { "cloudflare-ai-gateway-billing:apiToken": SECRETS.readToken };
  await withStack({ api, program: declare({ topup: TOPUP }), secrets }, async (stack) => {
    const refused = await stack.up();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.errors[0]).toContain(
      "Could not set the auto top-up of account 0123456789abcdef0123456789abcdef: Cloudflare answered 403 (code 10000: Authentication error; cf-ray 0000000000000002-EMU). Give the token the permission AI Gateway Write",
    );
    expect(stack.newRequests()).toEqual(["GET /topup/config", "POST /topup/config", ELIGIBILITY]);
    expect(stack.resources()).toEqual({});
  });
});

testInFull("a spending limit before the first manual top-up is refused with what to do", async () => {
  await withStack(
    {
      api: "2026-05",
      program: declare({ limit: LIMIT }),
      seed: { accounts: { [ACCOUNT]: { firstTopupSuccess: false } } },
    },
    async (stack) => {
      const refused = await stack.up();
      expect(refused.errors[0]).toContain("Buy credit by hand once");
      expect(stack.newRequests()).toEqual(["GET /spending-limit", "POST /spending-limit"]);
    },
  );
});

test("a global API key may write where Cloudflare still lets it", async () => {
  const secrets = {
    "cloudflare-ai-gateway-billing:apiKey": SECRETS.key,
    "cloudflare-ai-gateway-billing:email": SECRETS.email,
  };
  await withStack(
    {
      api: "2026-10",
      program: declare({ topup: TOPUP }),
      secrets,
      seed: { quirks: { globalKeyWritesTopupConfig: true } },
    },
    async (stack) => {
      expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { topup: "create" } });
      expect(stack.newRequests()).toEqual(["GET /topup/config", "POST /topup/config"]);
    },
  );
});

test("an answer lost after the change was made ends in one write and a state that holds it", async () => {
  await withStack({ api: "2026-05", program: declare({ topup: TOPUP, limit: LIMIT }) }, async (stack) => {
    stack.emulator.addFault({ endpoint: "POST /topup/config", mode: "reset-after-commit" });
    stack.emulator.addFault({ endpoint: "POST /spending-limit", mode: "status-500-after-commit" });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    const requests = stack.newRequests();
    expect(requests.filter((request) => request.startsWith("POST"))).toHaveLength(2);
    expect(await stack.driftGate()).toMatchObject({ exitCode: 0 });
  });
});
