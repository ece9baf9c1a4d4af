/**
 * What a run declares is known to all its provider processes, of both hosts. The engine creates before it deletes, and
 * here another process creates than deletes. Nothing that is declared is removed, and nothing false is said.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { Outcome, TestStack } from "../support/engine";
import { withStack } from "../support/engine";
import { testInFull } from "../support/full";
import { installPlugin, OWN } from "../support/host";
import { ACCOUNT, LIMIT, TOPUP } from "../support/programs";
import { QUICK_CONFIG } from "../support/purchases";

const CLASSES = `
const pulumi = require("@pulumi/pulumi");
const dynamic = require("pulumi-cloudflare-ai-gateway-billing");
const native = require("pulumi-cloudflare-ai-gateway-billing/native");
`;

const topup = (host: string, name: string, opts = "{}") =>
  `new ${host}.AutoTopupConfig("${name}", ${JSON.stringify(TOPUP)}, ${opts});`;

const limit = (host: string, name: string) =>
  `new ${host}.SpendingLimit("${name}", ${JSON.stringify(LIMIT)}, { protect: false });`;

const credit = (host: string, purchase: string) =>
  `new ${host}.CreditTopup("credit", { accountId: "${ACCOUNT}", amount: 5000, purchase: "${purchase}" });`;

const program = (...lines: string[]) => CLASSES + lines.join("\n");

/** A second process of the dynamic host. */
const SECOND = `const second = new (class extends pulumi.ProviderResource {})("pulumi-nodejs", "second");`;

/** A limit on the plugin, without the alias that the classes set. */
const UNALIASED = `new pulumi.CustomResource("${OWN}:index:SpendingLimit", "limit", ${JSON.stringify(LIMIT)});`;

/** All warnings, of both hosts: the dynamic host has no events for its own. */
const warningsOf = ({ output }: Outcome) =>
  (output.split("Diagnostics:")[1] ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("warning: "))
    .sort();

const stays = (noun: string) =>
  expect.stringContaining(
    `The ${noun} of account ${ACCOUNT} stays as it is: another resource of this stack declares it.`,
  );

/** A stack whose second dynamic host has credentials, too: that of a provider of one's own sees no configuration. */
async function withBothHosts(test: (stack: TestStack, filesLeft: () => string[]) => Promise<void>) {
  const parent = mkdtempSync(join(tmpdir(), "runs-"));
  const first = program(topup("dynamic", "topup"), limit("dynamic", "limit"), credit("dynamic", "2026-11"));
  const options = { api: "2026-05", host: "dynamic", byEnvironment: true, config: QUICK_CONFIG } as const;
  try {
    await withStack({ ...options, program: first, env: { TMPDIR: parent } }, async (stack) => {
      installPlugin(stack.folder);
      expect(await stack.up()).toMatchObject({ exitCode: 0, warnings: [] });
      await test(stack, () => readdirSync(join(parent, `cloudflare-ai-gateway-billing-${userInfo().uid}`)));
    });
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** Runs the program, in which both settings are declared anew, and a charge is replaced. */
async function move(stack: TestStack, charges: number, ...lines: string[]) {
  stack.write(program(...lines));
  const moved = await stack.up();
  expect(moved).toMatchObject({ exitCode: 0, errors: [] });
  expect(moved.steps["credit-charge"]).toBe("create-replacement replace delete-replaced");
  expect(Object.values(moved.steps).filter((step) => /^(create )?delete$/.test(step))).toHaveLength(2);
  expect(warningsOf(moved)).toEqual([stays("auto top-up"), stays("spending limit")]);
  const { accounts, charges: made } = stack.emulator.state();
  expect(accounts[ACCOUNT]).toMatchObject({
    topupConfig: { amount: TOPUP.amount },
    spendingLimit: { amount: LIMIT.amount },
  });
  expect(made).toHaveLength(charges);
}

const TO_THREE = [SECOND, topup("dynamic", "renamed", "{ provider: second }"), UNALIASED, credit("native", "2026-12")];

test("a rename to a second dynamic host, a move without an alias, and a charge that is replaced while it moves", async () => {
  await withBothHosts(async (stack, filesLeft) => {
    await move(stack, 2, ...TO_THREE);
    expect(filesLeft()).toEqual([]);
  });
}, 240_000);

testInFull(
  "the same in each direction, and then all can be removed",
  async () => {
    await withBothHosts(async (stack, filesLeft) => {
      await move(stack, 2, ...TO_THREE);
      await move(stack, 3, topup("native", "again"), limit("dynamic", "other"), credit("dynamic", "2027-01"));
      await move(stack, 4, topup("dynamic", "back"), limit("native", "third"), credit("native", "2027-02"));
      expect(filesLeft()).toEqual([]);
      stack.write(program(credit("native", "2027-02")));
      const removed = await stack.up();
      expect(removed).toMatchObject({ exitCode: 0, steps: { back: "delete", third: "delete" }, errors: [] });
      expect(warningsOf(removed)).toEqual([]);
      expect(stack.emulator.state().accounts[ACCOUNT]).toMatchObject({ topupConfig: null, spendingLimit: null });
      expect(stack.emulator.state().charges).toHaveLength(4);
    });
  },
  240_000,
);
