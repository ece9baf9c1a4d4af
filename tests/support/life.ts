/** The whole life of a resource under the real engine, with every request counted by the emulator. */
import type { AccountPatch, EmulatorState } from "../../emulator/index";
import { withStack } from "./engine";
import { GENERATIONS, isFull, testInFull, testSome } from "./full";
import { HOST } from "./host";
import { ACCOUNT, declare, OTHER_ACCOUNT } from "./programs";

type Account = EmulatorState["accounts"][string] | undefined;

export interface LifeOf {
  readonly name: "topup" | "limit";
  readonly kind: string;
  /** Of its endpoints. */
  readonly path: string;
  readonly declared: { readonly accountId: string; readonly [input: string]: unknown };
  readonly changed: { readonly accountId: string; readonly [input: string]: unknown };
  /** What the dashboard would have to do for live to equal declared, to differ, and to be unset. */
  readonly live: AccountPatch;
  readonly other: AccountPatch;
  readonly none: AccountPatch;
  /** Another kind is tested whole, and shares its lifecycle with this one: `npm test` asks only for what is its own. */
  readonly isLikeAnother?: boolean;
  /** The outputs that are not inputs. */
  readonly status: object;
  liveOf(account: Account): unknown;
}

export function describeLife(life: LifeOf) {
  const { name, kind, path, declared, changed, live, other, none, status, liveOf, isLikeAnother = false } = life;
  const shared = isLikeAnother ? testInFull : test;
  const inGenerations = testSome(isLikeAnother ? 0 : 1, GENERATIONS);
  const [GET, POST, DELETE] = [`GET ${path}`, `POST ${path}`, `DELETE ${path}`];
  const ELIGIBILITY = "POST /topup/eligibility";

  test("lives from create to destroy where writes are open, with the documented requests", async () => {
    await withStack({ api: "2026-05", program: declare({ [name]: declared }) }, async (stack) => {
      const account = () => liveOf(stack.emulator.state().accounts[ACCOUNT]);

      // preview: a read, and since it differs one eligibility call
      expect(await stack.preview()).toMatchObject({ exitCode: 0, steps: { [name]: "create" }, warnings: [] });
      expect(stack.newRequests()).toEqual([GET, ELIGIBILITY]);

      // create: read, write
      expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { [name]: "create" }, warnings: [], errors: [] });
      expect(stack.newRequests()).toEqual([GET, POST]);
      const { accountId, ...setting } = declared;
      expect(account()).toMatchObject(setting);
      expect(stack.resources()[name]).toMatchObject({ id: accountId, outputs: { ...declared, ...status } });

      if (isLikeAnother && !isFull) return;

      // nothing to do: no request from the provider; the preview reads once
      expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { [name]: "same" } });
      expect(stack.newRequests()).toEqual([]);
      expect(await stack.preview("--expect-no-changes")).toMatchObject({ exitCode: 0, warnings: [] });
      // The plugin looks at what changes.
      expect(stack.newRequests()).toEqual(HOST === "plugin" ? [] : [GET]);

      // the drift gate: 0 without drift, 7 with it
      expect(await stack.driftGate()).toMatchObject({ exitCode: 0 });
      expect(stack.newRequests()).toEqual([GET]);
      stack.emulator.patchAccount(ACCOUNT, other);
      expect(await stack.driftGate()).toMatchObject({ exitCode: 7 });
      stack.newRequests();

      // refresh takes the drift in, up puts the declared values back
      expect(await stack.refresh()).toMatchObject({ exitCode: 0 });
      expect(stack.resources()[name]?.outputs).toMatchObject(Object.values(other)[0] as object);
      expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { [name]: "update" } });
      expect(stack.newRequests()).toEqual([GET, GET, POST]);
      expect(account()).toMatchObject(setting);

      // an update in place
      stack.write(declare({ [name]: changed }));
      if (isFull) {
        expect(await stack.preview()).toMatchObject({ steps: { [name]: "update" }, warnings: [] });
        expect(stack.newRequests()).toEqual([GET, ELIGIBILITY]);
      }
      expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { [name]: "update" } });
      expect(stack.newRequests()).toEqual([GET, POST]);
      const { accountId: _, ...changedSetting } = changed;
      expect(account()).toMatchObject(changedSetting);

      // an update whose values somebody has already set writes nothing
      stack.write(declare({ [name]: declared }));
      stack.emulator.patchAccount(ACCOUNT, live);
      expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { [name]: "update" } });
      expect(stack.newRequests()).toEqual([GET]);

      // destroy: read, delete
      expect(await stack.destroy()).toMatchObject({ exitCode: 0, steps: { [name]: "delete" } });
      expect(stack.newRequests()).toEqual([GET, DELETE]);
      expect(account()).toBeNull();
      expect(stack.resources()).toEqual({});
    });
  });

  inGenerations(
    "adopts an equal live setting without a write, and a refresh forgets it once it is gone (%s)",
    async (api) => {
      const seed = { accounts: { [ACCOUNT]: live } };
      await withStack({ api, program: declare({ [name]: declared }), seed }, async (stack) => {
        expect(await stack.preview()).toMatchObject({ exitCode: 0, steps: { [name]: "create" }, warnings: [] });
        expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { [name]: "create" }, warnings: [] });
        expect(stack.newRequests()).toEqual([GET, GET]);
        if (isFull) expect(await stack.driftGate()).toMatchObject({ exitCode: 0 });

        stack.emulator.patchAccount(ACCOUNT, none);
        expect(await stack.driftGate()).toMatchObject({ exitCode: 7 });
        expect(await stack.refresh()).toMatchObject({ exitCode: 0 });
        expect(stack.resources()).toEqual({});
        if (!isFull) return;
        const again = await stack.up();
        expect(again.steps).toEqual({ [name]: "create" });
        expect(again.exitCode === 0).toBe(api === "2026-05");
      });
    },
  );

  inGenerations("refuses a different live setting, until allowOverwrite (%s)", async (api) => {
    await withStack(
      { api, program: declare({ [name]: declared }), seed: { accounts: { [ACCOUNT]: other } } },
      async (stack) => {
        const refused = await stack.up();
        expect(refused.exitCode).not.toBe(0);
        expect(refused.errors.join("\n")).toMatch(
          /already has another .*: live is amount .*; declared is amount .*allowOverwrite: true/,
        );
        expect(stack.newRequests()).toEqual([GET]);
        expect(stack.resources()).toEqual({});

        // where writes are closed, refusals.test.ts has it
        if (api === "2026-10" && !isFull) return;
        stack.write(declare({ [name]: { ...declared, allowOverwrite: true } }));
        const overwritten = await stack.up();
        if (api === "2026-05") {
          expect(overwritten).toMatchObject({ exitCode: 0, steps: { [name]: "create" } });
          expect(stack.newRequests()).toEqual([GET, POST]);
          expect(await stack.driftGate()).toMatchObject({ exitCode: 0 });
        } else {
          expect(overwritten.exitCode).not.toBe(0);
          expect(stack.newRequests()).toEqual([GET, POST, ELIGIBILITY]);
          expect(liveOf(stack.emulator.state().accounts[ACCOUNT])).toMatchObject(Object.values(other)[0] as object);
        }
      },
    );
  });

  testInFull("a change of account replaces: the new one is set before the old one is removed", async () => {
    await withStack({ api: "2026-05", program: declare({ [name]: declared }) }, async (stack) => {
      expect(await stack.up()).toMatchObject({ exitCode: 0 });
      stack.newRequests();
      stack.write(declare({ [name]: { ...declared, accountId: OTHER_ACCOUNT } }));
      expect((await stack.preview()).steps[name]).toContain("replace");
      stack.newRequests();
      expect(await stack.up()).toMatchObject({
        exitCode: 0,
        steps: { [name]: "create-replacement replace delete-replaced" },
      });
      expect(stack.newRequests()).toEqual([GET, POST, GET, DELETE]);
      expect(liveOf(stack.emulator.state().accounts[ACCOUNT])).toBeNull();
      expect(liveOf(stack.emulator.state().accounts[OTHER_ACCOUNT])).toMatchObject(Object.values(live)[0] as object);
    });
  });

  testInFull("a change of account whose new setting is refused leaves the old one alone", async () => {
    await withStack(
      { api: "2026-05", program: declare({ [name]: declared }), seed: { accounts: { [OTHER_ACCOUNT]: other } } },
      async (stack) => {
        expect(await stack.up()).toMatchObject({ exitCode: 0 });
        stack.write(declare({ [name]: { ...declared, accountId: OTHER_ACCOUNT } }));
        expect((await stack.up()).exitCode).not.toBe(0);
        expect(liveOf(stack.emulator.state().accounts[ACCOUNT])).toMatchObject(Object.values(live)[0] as object);
        expect(stack.resources()[name]?.id).toBe(ACCOUNT);
      },
    );
  });

  inGenerations(
    "a rename without an alias, and a forced replacement, keep the setting; destroy passes once it is gone (%s)",
    async (api) => {
      const seed = { accounts: { [ACCOUNT]: live } };
      await withStack({ api, program: declare({ [name]: declared }), seed }, async (stack) => {
        expect(await stack.up()).toMatchObject({ exitCode: 0 });
        stack.write(declare({ [name]: declared }).replace(`("${name}"`, `("renamed"`));
        const renamed = await stack.up();
        expect(renamed).toMatchObject({ exitCode: 0, steps: { renamed: "create", [name]: "delete" } });
        expect(renamed.output).toMatch(/stays as it is: another resource of this stack declares it.*give it an alias/);
        const { urn } = JSON.parse((await stack.pulumi("stack", "export")).output).deployment.resources.find(
          ({ id }: { id?: string }) => id === ACCOUNT,
        );
        expect(await stack.up("--replace", urn)).toMatchObject({ exitCode: 0 });
        expect(liveOf(stack.emulator.state().accounts[ACCOUNT])).toMatchObject(Object.values(live)[0] as object);
        if (isFull) expect(await stack.driftGate()).toMatchObject({ exitCode: 0 });

        stack.emulator.patchAccount(ACCOUNT, none);
        stack.newRequests();
        expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
        expect(stack.newRequests()).toEqual([GET]);
      });
    },
  );

  testInFull("a rename that was interrupted before its delete keeps the setting in the next up too", async () => {
    await withStack({ api: "2026-05", program: declare({ [name]: declared }) }, async (stack) => {
      expect(await stack.up()).toMatchObject({ exitCode: 0 });
      const renamed = declare({ [name]: declared }).replace(`("${name}"`, `("renamed"`);
      // a declaration that fails, once the other is there, stops the up before its deletes
      const failing = `renamed.id.apply(() => new ${kind}("failing", ${JSON.stringify({ ...declared, accountId: OTHER_ACCOUNT })}));`;
      stack.write(`${renamed.replace(`const ${name} =`, "const renamed =")}\n${failing}`);
      stack.emulator.patchAccount(OTHER_ACCOUNT, other);
      expect((await stack.up()).exitCode).not.toBe(0);
      expect(Object.keys(stack.resources()).sort()).toEqual(["renamed", name].sort());
      stack.write(renamed);
      expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { renamed: "same", [name]: "delete" } });
      expect(liveOf(stack.emulator.state().accounts[ACCOUNT])).toMatchObject(Object.values(live)[0] as object);
    });
  });

  testInFull.each(GENERATIONS)("destroy --run-program asks for the removal (%s)", async (api) => {
    const seed = { accounts: { [ACCOUNT]: live } };
    await withStack({ api, program: declare({ [name]: declared }), seed }, async (stack) => {
      expect(await stack.up()).toMatchObject({ exitCode: 0 });
      stack.newRequests();
      const { exitCode } = await stack.destroy("--run-program");
      expect(stack.newRequests()).toContain(DELETE);
      expect(exitCode === 0).toBe(liveOf(stack.emulator.state().accounts[ACCOUNT]) === null);
    });
  });

  shared(
    "in today's API a change of account adopts, and the old setting goes as far as Cloudflare lets it",
    async () => {
      const seed = { accounts: { [ACCOUNT]: live, [OTHER_ACCOUNT]: live } };
      await withStack({ api: "2026-10", program: declare({ [name]: declared }), seed }, async (stack) => {
        expect(await stack.up()).toMatchObject({ exitCode: 0 });
        stack.newRequests();
        stack.write(declare({ [name]: { ...declared, accountId: OTHER_ACCOUNT } }));
        const replaced = await stack.up();
        if (name === "limit") {
          expect(replaced.exitCode).toBe(0);
          expect(stack.newRequests()).toEqual([GET, GET, DELETE]);
        } else {
          expect(replaced.exitCode).not.toBe(0);
          expect(stack.newRequests()).toEqual([GET, GET, DELETE, ELIGIBILITY]);
          // the old half stays in the state until the dashboard has switched it off
          stack.emulator.patchAccount(ACCOUNT, none);
          expect(await stack.up()).toMatchObject({ exitCode: 0 });
        }
        expect(stack.resources()[name]?.id).toBe(OTHER_ACCOUNT);
        expect(liveOf(stack.emulator.state().accounts[ACCOUNT])).toBeNull();
        expect(await stack.driftGate()).toMatchObject({ exitCode: 0 });
      });
    },
  );
}
