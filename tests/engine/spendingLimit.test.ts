import { withStack } from "../support/engine";
import { isFull } from "../support/full";
import { describeLife } from "../support/life";
import { ACCOUNT, LIMIT, OTHER_ACCOUNT, program, TOPUP } from "../support/programs";

describeLife({
  name: "limit",
  kind: "SpendingLimit",
  isLikeAnother: true,
  path: "/spending-limit",
  declared: LIMIT,
  changed: { ...LIMIT, duration: "weekly" },
  live: { spendingLimit: { amount: 25000, duration: "monthly", strategy: "fixed" } },
  other: { spendingLimit: { amount: 900, duration: "daily", strategy: "sliding" } },
  none: { spendingLimit: null },
  status: { enabled: true },
  liveOf: (account) => account?.spendingLimit,
});

test("a limit is neither removed, replaced nor destroyed until its protection is lifted, and the preview says so", async () => {
  const topup = `new AutoTopupConfig("topup", ${JSON.stringify(TOPUP)});`;
  const limit = (inputs: object, options = "{}") =>
    program(topup, `new SpendingLimit("limit", ${JSON.stringify(inputs)}, ${options});`);
  const CANNOT = /SpendingLimit::limit" cannot be deleted\s+because it is protected/;
  // made before the class protected it
  await withStack({ api: "2026-05", program: limit(LIMIT, "{ protect: false }") }, async (stack) => {
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    stack.write(limit(LIMIT));
    expect(await stack.up("--expect-no-changes")).toMatchObject({ exitCode: 0, steps: { limit: "same" } });
    stack.newRequests();

    stack.write(program(topup));
    const removed = await stack.preview();
    expect(removed.exitCode).not.toBe(0);
    expect(removed.errors[0]).toMatch(CANNOT);
    stack.write(limit({ ...LIMIT, accountId: OTHER_ACCOUNT }));
    const replaced = await stack.preview();
    expect(replaced.exitCode).not.toBe(0);
    expect(replaced.errors[0]).toMatch(/unable to replace resource .*SpendingLimit::limit/);
    const destroyed = await stack.pulumi("destroy", "--yes");
    expect(destroyed.exitCode).not.toBe(0);
    expect(destroyed.errors[0]).toMatch(CANNOT);
    expect(stack.newRequests().filter((request) => request.startsWith("DELETE"))).toEqual([]);

    // without a preview, Pulumi removes what is beside it
    expect((await stack.destroy()).exitCode).not.toBe(0);
    expect(stack.newRequests().filter((request) => request.startsWith("DELETE"))).toEqual(["DELETE /topup/config"]);

    // let go of it in one step, and take it back
    if (isFull) {
      stack.write(limit(LIMIT, "{ retainOnDelete: true }"));
      expect(await stack.up()).toMatchObject({ exitCode: 0 });
      stack.write(program(topup));
      expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { limit: "delete" } });
      stack.write(limit(LIMIT));
      expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { limit: "create" } });
    }
    expect(stack.emulator.state().accounts[ACCOUNT]?.spendingLimit).not.toBeNull();

    // the way of the README
    stack.write(limit(LIMIT, "{ protect: false }"));
    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { limit: "same" } });
    stack.write(program(topup));
    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { limit: "delete" } });
    expect(stack.emulator.state().accounts[ACCOUNT]?.spendingLimit).toBeNull();
  });
}, 180_000);
