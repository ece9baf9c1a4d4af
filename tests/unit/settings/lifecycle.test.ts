/** The lifecycle that all kinds of settings share, on the real client against the emulator. */
import type { ApiGeneration, Emulator } from "../../../emulator/index";
import { createEmulator } from "../../../emulator/index";
import type { Connected } from "../../../provider/billing/connected";
import { systemClock } from "../../../provider/billing/systemClock";
import type { Lifecycle } from "../../../provider/contract/lifecycle";
import * as kinds from "../../../provider/settings/index";
import { lifecycle } from "../../../provider/settings/lifecycle";
import { ACCOUNT, clientOf, rejection } from "../../support/client";
import { surroundings } from "../../support/surroundings";

const TOPUP = { accountId: ACCOUNT, amount: 5000, threshold: 1000 };
const LIMIT = { accountId: ACCOUNT, amount: 25000, duration: "monthly", strategy: "fixed" };

const topup = lifecycle(kinds.AutoTopupConfig);
const limit = lifecycle(kinds.SpendingLimit);

let emulator: Emulator;
let warnings: string[];
afterEach(() => emulator.close());

async function start(api: ApiGeneration = "2026-05") {
  emulator = await createEmulator({ api });
  warnings = [];
  return newRun();
}

/** What a run of its own works with. */
function newRun() {
  const warn = (line: string) => warnings.push(line);
  return { ...surroundings(clientOf(emulator), { clock: { ...systemClock, random: () => 0.01 } }), warn };
}

const sent = () =>
  emulator.state().requests.map(({ method, path, status }) => `${method} ${path.replace(/^.*billing/, "")} ${status}`);

const CASES: ReadonlyArray<readonly [string, Lifecycle, { accountId: string }, string]> = [
  ["AutoTopupConfig", topup, TOPUP, "/topup/config"],
  ["SpendingLimit", limit, LIMIT, "/spending-limit"],
];

describe.each(CASES)("%s", (_, life, declared, path) => {
  const post = `POST ${path}`;

  test.each(["reset-after-commit", "hang-after-commit", "status-500-after-commit", "truncate"])(
    "an answer lost to %s is settled by a read, and the write is made once",
    async (mode) => {
      const around = await start();
      emulator.addFault({ endpoint: post, mode });
      expect(await life.create(declared, around)).toMatchObject({ id: ACCOUNT, outputs: declared });
      expect(sent().filter((line) => line.startsWith("POST"))).toHaveLength(1);
      expect(sent().at(-1)).toBe(`GET ${path} 200`);
    },
  );

  test.each(["reset-before", "status-503-before", "html-502"])(
    "a write that %s stopped is made again after a read",
    async (mode) => {
      const around = await start();
      emulator.addFault({ endpoint: post, mode });
      expect(await life.create(declared, around)).toMatchObject({ id: ACCOUNT });
      const methods = sent().map((line) => line.split(" ")[0]);
      expect(methods).toEqual(["GET", "POST", "GET", "POST"]);
    },
  );

  test("a write that keeps failing ends with its own error, after three attempts", async () => {
    const around = await start();
    emulator.addFault({ endpoint: post, mode: "status-503-before", times: 9 });
    const error = await rejection(life.create(declared, around));
    expect(error.name).toBe("ServiceError");
    expect(sent().filter((line) => line.startsWith("POST"))).toHaveLength(3);
    expect(around.declared.size).toBe(0);
  });

  test.each(["reset-after-commit", "status-500-after-commit", "hang-after-commit"])(
    "a removal whose answer is lost to %s is settled by a read",
    async (mode) => {
      const around = await start();
      await life.update(declared, around, {});
      emulator.addFault({ endpoint: `DELETE ${path}`, mode });
      await life.delete(ACCOUNT, newRun(), {});
      expect(sent().filter((line) => line.startsWith("DELETE"))).toHaveLength(1);
      expect(await life.read(ACCOUNT, declared, around)).toBeUndefined();
    },
  );

  test("a removal that keeps failing ends with its own error", async () => {
    const around = await start();
    await life.update(declared, around, {});
    emulator.addFault({ endpoint: `DELETE ${path}`, mode: "status-500-before", times: 9 });
    expect((await rejection(life.delete(ACCOUNT, newRun(), {}))).name).toBe("ServiceError");
    expect(sent().filter((line) => line.startsWith("DELETE"))).toHaveLength(3);
  });

  test("when the read that should settle a lost answer fails too, the error is that of the write", async () => {
    const around = await start();
    emulator.addFault({ endpoint: post, mode: "reset-after-commit" });
    const observing = life.create(declared, around);
    emulator.addFault({ endpoint: `GET ${path}`, mode: "delay-before", ms: 50 });
    for (const mode of ["status-403-before"]) emulator.addFault({ endpoint: `GET ${path}`, mode, times: 9 });
    const error = await rejection(observing);
    expect(error.message).toMatch(/^Could not set .* It is not known whether the change was made/);
  });

  test("what somebody else sets between two attempts is not replaced without allowOverwrite", async () => {
    const around = await start();
    emulator.addFault({ endpoint: post, mode: "status-503-before" });
    const other = {
      topupConfig: { amount: 1234, threshold: 500 },
      spendingLimit: { amount: 1234, duration: "daily", strategy: "fixed" },
    };
    const usingTheDashboardMeanwhile = { ...around.clock, sleep: async () => emulator.patchAccount(ACCOUNT, other) };
    const error = await rejection(life.create(declared, { ...around, clock: usingTheDashboardMeanwhile }));
    expect(error.name).toBe("LiveValueDiffersError");
    expect(sent().filter((line) => line.startsWith("POST"))).toHaveLength(1);
  });

  test("a removal leaves alone what the same run declares: created, updated or unchanged", async () => {
    const around = await start();
    for (const declare of [
      (run: Connected) => life.create(declared, run),
      (run: Connected) => life.update(declared, run, {}),
      async (run: Connected) => life.diff(declared, declared, run),
    ]) {
      const run = newRun();
      await declare(run);
      const before = emulator.state().requests.length;
      await life.delete(ACCOUNT, run, {});
      expect(emulator.state().requests).toHaveLength(before);
    }
    expect(warnings).toHaveLength(3);
    // a declaration that is replaced by one for another account does not keep the old one
    const run = newRun();
    life.diff(declared, { ...declared, accountId: "f".repeat(32) }, run);
    await life.delete(ACCOUNT, run, {});
    expect(await life.read(ACCOUNT, declared, around)).toBeUndefined();
  });

  test("every refused removal says how to stop managing the setting", async () => {
    const around = await start();
    await life.update(declared, around, {});
    emulator.addFault({ endpoint: `DELETE ${path}`, mode: "status-403-before" });
    const error = await rejection(life.delete(ACCOUNT, newRun(), {}));
    expect(error.name).toBe("PermissionError");
    expect(error.message).toMatch(
      /set retainOnDelete on the resource and run `pulumi up` before you remove or replace it, or run `pulumi state delete <urn>`\.$/,
    );
  });

  test("check and diff send nothing", async () => {
    await start();
    life.check({ news: declared, olds: {}, isUnknown: () => false });
    life.diff(declared, { ...declared, amount: 1 }, { declared: new Set() });
    expect(sent()).toEqual([]);
  });

  test("if a setting cannot be read, it is neither written nor removed from the state", async () => {
    const around = await start();
    emulator.addFault({ endpoint: `GET ${path}`, mode: "status-403-before", times: 9 });
    for (const call of [
      () => life.create(declared, around),
      () => life.update(declared, around, {}),
      () => life.read(ACCOUNT, declared, around),
      () => life.delete(ACCOUNT, around, {}),
    ]) {
      expect((await rejection(call())).name).toBe("PermissionError");
    }
    expect(sent().every((line) => line.startsWith("GET"))).toBe(true);
  });

  test("a refused write stays a missing permission when the eligibility call cannot tell", async () => {
    const around = await start();
    emulator.addFault({ endpoint: post, mode: "status-403-before" });
    emulator.addFault({ endpoint: "POST /topup/eligibility", mode: "status-500-before", times: 9 });
    const error = await rejection(life.create(declared, around));
    expect(error.name).toBe("PermissionError");
    expect(error.message).toContain("Or Cloudflare allows this change only in its dashboard");
  });
});

test("a write to an auto top-up that Cloudflare has disabled says that it may stay so", async () => {
  const around = await start();
  emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 2000, threshold: 500, disabledReason: "card_declined" } });
  await topup.update(TOPUP, around, {});
  expect(warnings).toEqual([
    expect.stringMatching(
      /^Cloudflare has disabled the auto top-up .*: card_declined\. .*Cloudflare does not say whether this write enabled it: run `pulumi refresh` to see\.$/,
    ),
  ]);
});

test("an auto top-up that is zero, or that has no threshold, reads as unset and as set", async () => {
  const around = await start();
  emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 0, threshold: 0 } });
  expect(await topup.read(ACCOUNT, TOPUP, around)).toBeUndefined();
  emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 5000, threshold: null } });
  expect(await topup.read(ACCOUNT, TOPUP, around)).toMatchObject({ inputs: { amount: 5000, threshold: 0 } });
});

test("a limit with a word of a later API is read as it is", async () => {
  const around = await start();
  emulator.patchAccount(ACCOUNT, { spendingLimit: { amount: 100, duration: "yearly", strategy: "rolling" } });
  expect(await limit.read(ACCOUNT, LIMIT, around)).toMatchObject({
    inputs: { duration: "yearly", strategy: "rolling" },
  });
  expect(warnings).toEqual([]);
});

test("in the newer generation the message decides even when the eligibility call fails", async () => {
  const around = await start("2026-10");
  emulator.addFault({ endpoint: "POST /topup/eligibility", mode: "status-500-before", times: 99 });
  expect((await rejection(topup.create(TOPUP, around))).name).toBe("DashboardOnlyError");
  expect((await rejection(limit.create(LIMIT, around))).name).toBe("SpendingLimitRetiredError");
});

test("the eligibility call tells a closed write without a message from a missing permission", async () => {
  const around = await start("2026-10");
  emulator.addFault({ endpoint: "POST /topup/config", mode: "status-403-before" });
  expect((await rejection(topup.create(TOPUP, around))).name).toBe("DashboardOnlyError");
  emulator.addFault({ endpoint: "POST /spending-limit", mode: "status-403-before" });
  expect((await rejection(limit.create(LIMIT, around))).name).toBe("SpendingLimitRetiredError");
});

describe("a spending limit that may be meant in dollars", () => {
  const HINT = "The amount is in US cents, so 250 is US$2.50. If you meant 250 US dollars, write usd(250).";
  const textsOf = async (around: Connected, amount: number) =>
    (await limit.preview({ step: "create", declared: { ...LIMIT, amount } }, around)).map(({ text }) => text).join(" ");

  test("the preview asks, in both generations", async () => {
    const older = await start();
    const permission = `\`pulumi up\` needs the permission AI Gateway Write for account ${ACCOUNT}. This preview cannot check it: this generation of the API has no call that does.`;
    expect(await textsOf(older, 250)).toBe(`${HINT} ${permission}`);
    expect(await textsOf(older, 1000)).toBe(permission);
    await emulator.close();
    const newer = await start("2026-10");
    expect(await textsOf(newer, 250)).toContain(HINT);
    expect(await textsOf(newer, 1000)).not.toContain("US dollars, write");
  });

  test("the error about another live limit asks", async () => {
    const around = await start();
    emulator.patchAccount(ACCOUNT, { spendingLimit: { amount: 25_000, duration: "monthly", strategy: "fixed" } });
    const error = await rejection(limit.create({ ...LIMIT, amount: 250 }, around));
    expect(error.message).toContain(HINT);
    expect((await rejection(limit.create({ ...LIMIT, amount: 1000 }, around))).message).not.toContain("write usd(");
  });
});
