/** The grammar all kinds share, on the real client against the emulator. */
import type { ApiGeneration, Emulator } from "../../emulator/index";
import { createEmulator } from "../../emulator/index";
import * as kinds from "../../provider/kinds/index";
import type { Lifecycle } from "../../provider/lifecycle";
import { lifecycle } from "../../provider/lifecycle";
import { ACCOUNT, clientOf, rejection } from "../support/client";

const TOPUP = { accountId: ACCOUNT, amount: 5000, threshold: 1000 };
const LIMIT = { accountId: ACCOUNT, amount: 25000, duration: "monthly", strategy: "fixed" };

const topup = lifecycle(kinds.AutoTopupConfig);
const limit = lifecycle(kinds.SpendingLimit);

let emulator: Emulator;
let warnings: string[];
afterEach(() => emulator.close());

async function start(api: ApiGeneration = "2026-05", token = "test-token-write") {
  emulator = await createEmulator({ api });
  warnings = [];
  return {
    client: clientOf(emulator, { credentials: { kind: "token", token } }),
    warn: (line: string) => warnings.push(line),
    kept: new Set<string>(),
  };
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
    expect(around.kept.size).toBe(0);
  });

  test.each(["reset-after-commit", "status-500-after-commit", "hang-after-commit"])(
    "a removal whose answer is lost to %s is settled by a read",
    async (mode) => {
      const around = await start();
      await life.update(declared, around);
      emulator.addFault({ endpoint: `DELETE ${path}`, mode });
      await life.delete(ACCOUNT, around);
      expect(sent().filter((line) => line.startsWith("DELETE"))).toHaveLength(1);
      expect(await life.read(ACCOUNT, declared, around)).toBeUndefined();
    },
  );

  test("a removal that keeps failing ends with its own error", async () => {
    const around = await start();
    await life.update(declared, around);
    emulator.addFault({ endpoint: `DELETE ${path}`, mode: "status-500-before", times: 9 });
    expect((await rejection(life.delete(ACCOUNT, around))).name).toBe("ServiceError");
    expect(sent().filter((line) => line.startsWith("DELETE"))).toHaveLength(3);
  });

  test("check and diff send nothing", async () => {
    await start();
    life.check(declared, () => false);
    life.diff(declared, { ...declared, amount: 1 });
    expect(sent()).toEqual([]);
  });

  test("a setting that cannot be read is neither written nor forgotten", async () => {
    const around = await start();
    emulator.addFault({ endpoint: `GET ${path}`, mode: "status-403-before", times: 9 });
    for (const call of [
      () => life.create(declared, around),
      () => life.update(declared, around),
      () => life.read(ACCOUNT, declared, around),
      () => life.delete(ACCOUNT, around),
    ]) {
      expect((await rejection(call())).name).toBe("PermissionError");
    }
    expect(sent().every((line) => line.startsWith("GET"))).toBe(true);
  });

  test("a refused write stays a missing permission when the eligibility call cannot tell", async () => {
    const around = await start();
    emulator.addFault({ endpoint: post, mode: "status-403-before" });
    emulator.addFault({ endpoint: "POST /topup/eligibility", mode: "status-500-before", times: 9 });
    expect((await rejection(life.create(declared, around))).name).toBe("PermissionError");
  });
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

test("a closed door without words is told from a missing permission by the eligibility call", async () => {
  const around = await start("2026-10");
  emulator.addFault({ endpoint: "POST /topup/config", mode: "status-403-before" });
  expect((await rejection(topup.create(TOPUP, around))).name).toBe("DashboardOnlyError");
  emulator.addFault({ endpoint: "POST /spending-limit", mode: "status-403-before" });
  expect((await rejection(limit.create(LIMIT, around))).name).toBe("SpendingLimitRetiredError");
});
