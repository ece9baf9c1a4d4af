/** The warnings of a preview, word for word, and on the right resource. */
import { SECRETS, withStack } from "../support/engine";
import { isFull, testInFull } from "../support/full";
import { ACCOUNT, declare, LIMIT, program, TOPUP } from "../support/programs";

const CLOSED_TOPUP =
  "This `pulumi up` will fail. Cannot set the auto top-up of account 0123456789abcdef0123456789abcdef: Cloudflare lets only its dashboard change the auto top-up, not API tokens. " +
  "Set amount 5000 (US$50.00), threshold 1000 (US$10.00) in the Cloudflare dashboard > AI > AI Gateway > Credits Available > Manage > auto top-up (https://dash.cloudflare.com/0123456789abcdef0123456789abcdef/ai/ai-gateway). `pulumi up` then passes without a write, since live equals declared.";

const CLOSED_LIMIT =
  'This `pulumi up` will fail. Cannot set the spending limit of account 0123456789abcdef0123456789abcdef to amount 25000 (US$250.00), duration "monthly", strategy "fixed": ' +
  "Cloudflare has retired the spending limit of accounts: it no longer creates, enables or changes one. " +
  "If the account still has a limit, you can keep it: declare its live values, and `pulumi up` writes nothing. " +
  "Or use the successor, which is per gateway: set spendLimits on cloudflare.AiGateway (@pulumi/cloudflare 6.18 or later), in US dollars (US$250.00 is limit 250), by hand or with BudgetedGateway of pulumi-cloudflare-ai-gateway-billing/gateway. " +
  "Then remove this declaration: that also deletes a limit that the account still has, for good. If an earlier `pulumi up` has made the resource, it is protected: first run `pulumi state unprotect <urn>`.";

const DIFFERS =
  "This `pulumi up` will fail. Account 0123456789abcdef0123456789abcdef already has another auto top-up: live is amount 2000 (US$20.00), threshold 500 (US$5.00); declared is amount 5000 (US$50.00), threshold 1000 (US$10.00). " +
  "Declare the live values to adopt it. Or set allowOverwrite: true to replace it, if Cloudflare lets these credentials write.";

/** Two more accounts. */
const [DIFFERENT, DISABLED] = ["d".repeat(32), "e".repeat(32)];

const topup = (name: string, inputs: object) =>
  `new AutoTopupConfig("${name}", ${JSON.stringify({ ...TOPUP, ...inputs })});`;

const OTHER_TOPUP = { topupConfig: { amount: 2000, threshold: 500 } };

test("what a create will meet is announced, on each resource: refused, a different live one, a disabled one", async () => {
  const disabled = { amount: 5000, threshold: 1000, disabledReason: "card_declined", error: "declined" };
  const seed = {
    accounts: { [DIFFERENT]: OTHER_TOPUP, [DISABLED]: { topupConfig: { ...disabled, lastFailedAt: 1790000000 } } },
  };
  const text = `Cloudflare has disabled the auto top-up of account ${DISABLED}: card_declined. Its values do nothing until you enable it again in the Cloudflare dashboard > AI > AI Gateway > Credits Available > Manage (https://dash.cloudflare.com/${DISABLED}/ai/ai-gateway).`;
  const adopted = topup("disabled", { accountId: DISABLED });
  const all = [declare({ topup: TOPUP, limit: LIMIT }), topup("different", { accountId: DIFFERENT }), adopted];
  await withStack({ api: "2026-10", program: all.join("\n"), seed }, async (stack) => {
    const { exitCode, warnings, output } = await stack.preview();
    expect(exitCode).toBe(0);
    expect([...warnings].sort()).toEqual(
      [
        `${CLOSED_TOPUP} (Live now: not set.)`,
        `${CLOSED_LIMIT} (Live now: not set.)`,
        `${DIFFERS} ${CLOSED_TOPUP.replace("This `pulumi up` will fail. ", "")}`.replaceAll(ACCOUNT, DIFFERENT),
        text,
      ].sort(),
    );
    expect(output).toMatch(
      /AutoTopupConfig \(topup\):\n\s+warning: This `pulumi up` will fail\. Cannot set the auto top-up/,
    );
    expect([...stack.newRequests()].sort()).toEqual([
      "GET /spending-limit",
      "GET /topup/config",
      "GET /topup/config",
      "GET /topup/config",
      "POST /topup/eligibility",
      "POST /topup/eligibility",
      "POST /topup/eligibility",
    ]);

    stack.write(program(adopted));
    const up = await stack.up();
    expect(up).toMatchObject({ exitCode: 0 });
    expect(up.output).toContain(`warning: ${text}`);
    expect(stack.resources().disabled?.outputs).toMatchObject({ ...disabled, lastFailedAt: 1790000000 });
  });
});

test("where writes are open, a create over a different live one is refused or overwrites; the inputs are those that the engine gets", async () => {
  const overwrites =
    "This `pulumi up` overwrites the auto top-up of account 0123456789abcdef0123456789abcdef: live is amount 2000 (US$20.00), threshold 500 (US$5.00); declared is amount 5000 (US$50.00), threshold 1000 (US$10.00).";
  const accounts = { [ACCOUNT]: OTHER_TOPUP, [DIFFERENT]: OTHER_TOPUP, [DISABLED]: OTHER_TOPUP };
  const lines = [
    `const pulumi = require("@pulumi/pulumi");`,
    `pulumi.runtime.registerStackTransformation(({ name, props, opts }) => (name === "transformed" ? { props: { ...props, allowOverwrite: true }, opts } : undefined));`,
    topup("differs", {}),
    topup("overwrites", { accountId: DIFFERENT, allowOverwrite: true }),
    topup("transformed", { accountId: DISABLED }),
  ];
  await withStack({ api: "2026-05", program: program(...lines), seed: { accounts } }, async (stack) => {
    expect([...(await stack.preview()).warnings].sort()).toEqual(
      [DIFFERS, overwrites.replace(ACCOUNT, DIFFERENT), overwrites.replace(ACCOUNT, DISABLED)].sort(),
    );
    if (!isFull) return;
    stack.write(program(...lines.slice(0, 2), lines[4] ?? ""));
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
  });
});

test("an update is announced when Cloudflare will refuse it, and drift when nothing will be done about it", async () => {
  const seed = { accounts: { [ACCOUNT]: { topupConfig: { amount: 5000, threshold: 1000 } } } };
  await withStack({ api: "2026-10", program: declare({ topup: TOPUP }), seed }, async (stack) => {
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect((await stack.preview()).warnings).toEqual([]);

    stack.write(declare({ topup: { ...TOPUP, amount: 6000 } }));
    expect((await stack.preview()).warnings).toEqual([
      `${CLOSED_TOPUP.replace("amount 5000 (US$50.00)", "amount 6000 (US$60.00)")} (Live now: amount 5000 (US$50.00), threshold 1000 (US$10.00).)`,
    ]);
    // the dashboard did what was asked: the update passes, and the preview is silent
    stack.emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 6000, threshold: 1000 } });
    if (isFull) expect((await stack.preview()).warnings).toEqual([]);

    stack.write(declare({ topup: TOPUP }));
    expect((await stack.preview()).warnings).toEqual([
      "The live auto top-up of account 0123456789abcdef0123456789abcdef differs from what was last applied: live is amount 6000 (US$60.00), threshold 1000 (US$10.00); declared is amount 5000 (US$50.00), threshold 1000 (US$10.00). " +
        `This \`pulumi up\` does not change it. ${CLOSED_TOPUP.replace("This `pulumi up` will fail. ", "")}`,
    ]);
    if (!isFull) return;
    stack.emulator.patchAccount(ACCOUNT, { topupConfig: null });
    expect((await stack.preview()).warnings[0]).toContain("differs from what was last applied: live is not set;");
    const reader = { CLOUDFLARE_API_TOKEN: SECRETS.readToken };
    await stack.shell("pulumi config rm cloudflare-ai-gateway-billing:apiToken");
    expect((await stack.shell("pulumi preview --non-interactive", reader)).output).toContain(
      "This `pulumi up` does not change it. To have the declared ones again, set them in the Cloudflare dashboard > AI",
    );
  });
});

test("a global key is not promised anything", async () => {
  const secrets = { "cloudflare:apiKey": SECRETS.key, "cloudflare:email": SECRETS.email };
  await withStack({ api: "2026-10", program: declare({ topup: TOPUP }), secrets }, async (stack) => {
    expect((await stack.preview()).warnings).toEqual([
      `${CLOSED_TOPUP.replace("will fail", "may fail")} (Live now: not set.)`,
    ]);
  });
});

// npm test has it in terminal.test.ts
testInFull("a token without Write is announced", async () => {
  await withStack(
    {
      api: "2026-10",
      program: declare({ topup: TOPUP }),
      secrets: { "cloudflare-ai-gateway-billing:apiToken": SECRETS.readToken },
    },
    async (stack) => {
      expect((await stack.preview()).warnings).toEqual([
        "With these credentials `pulumi up` will fail: they lack the permission AI Gateway Write for account 0123456789abcdef0123456789abcdef. For the same reason this preview could not check whether Cloudflare accepts what the program declares.",
        "Set amount 5000 (US$50.00), threshold 1000 (US$10.00) in the Cloudflare dashboard > AI > AI Gateway > Credits Available > Manage > auto top-up (https://dash.cloudflare.com/0123456789abcdef0123456789abcdef/ai/ai-gateway). `pulumi up` then adopts it with these credentials too: it writes nothing.",
      ]);
    },
  );
});

test("missing credentials are a warning that names the keys, and a preview without preflight is silent and sends nothing", async () => {
  await withStack({ api: "2026-10", program: declare({ topup: TOPUP }), secrets: {} }, async (stack) => {
    const preview = await stack.preview();
    expect(preview.exitCode).toBe(0);
    expect(preview.warnings).toHaveLength(1);
    expect(preview.warnings[0]).toMatch(
      /^This preview could not compare the program with the live account\. No Cloudflare credentials are set\. Run .*cloudflare-ai-gateway-billing:apiToken.*CLOUDFLARE_API_TOKEN.*CLOUDFLARE_EMAIL/,
    );
    // npm test has it in wrongToken.test.ts
    if (!isFull) return;
    const up = await stack.up();
    expect(up.exitCode).not.toBe(0);
    expect(up.errors[0]).toContain("No Cloudflare credentials are set.");
  });
  await withStack(
    {
      api: "2026-10",
      program: declare({ topup: TOPUP }),
      config: { "cloudflare-ai-gateway-billing:preflight": "false" },
    },
    async (stack) => {
      expect(await stack.preview()).toMatchObject({ exitCode: 0, warnings: [] });
      expect(stack.newRequests()).toEqual([]);
    },
  );
});

test("a server that cannot be reached is a warning at preview and an error at up", async () => {
  await withStack(
    {
      api: "2026-10",
      program: declare({ topup: TOPUP }),
      config: { "cloudflare-ai-gateway-billing:timing": '{"callMs": 2000}' },
    },
    async (stack) => {
      await stack.emulator.close();
      const preview = await stack.preview();
      expect(preview.exitCode).toBe(0);
      expect(preview.warnings[0]).toMatch(
        /^This preview could not compare the program with the live account\. Could not read the auto top-up of account 0123456789abcdef0123456789abcdef: the connection failed \(ECONNREFUSED/,
      );
      if (isFull) expect((await stack.up()).exitCode).not.toBe(0);
    },
  );
});

test("when the call that tells whether writes are closed gets no answer, the preview says that it cannot tell", async () => {
  await withStack({ api: "2026-10", program: declare({ topup: TOPUP }) }, async (stack) => {
    stack.emulator.addFault({ endpoint: "POST /topup/eligibility", mode: "status-400-before", times: 9 });
    expect((await stack.preview()).warnings).toEqual([
      "This preview cannot tell whether `pulumi up` will succeed. It has to write the auto top-up of account 0123456789abcdef0123456789abcdef, and the call that says whether Cloudflare lets these credentials write got no answer. Run the preview again to know before `pulumi up`.",
    ]);
  });
});

testInFull("the preview takes an output without a value for an input that is not given", async () => {
  const nothing = `new AutoTopupConfig("topup", { ...${JSON.stringify(TOPUP)}, allowOverwrite: require("@pulumi/pulumi").output(undefined) });`;
  await withStack({ api: "2026-10", program: program(nothing) }, async (stack) => {
    expect((await stack.preview()).warnings).toEqual([`${CLOSED_TOPUP} (Live now: not set.)`]);
  });
});
