/** A purchase whose word or account is given as a secret, under the real engine. */
import { withStack } from "../support/engine";
import { isFull } from "../support/full";
import { ACCOUNT } from "../support/programs";
import { buy, QUICK_CONFIG } from "../support/purchases";

const START = { api: "2026-10", config: QUICK_CONFIG } as const;
const secretly = (property: string, value: string, program = buy({ purchase: "2026-11" })) =>
  program
    .replace("const credit", 'const pulumi = require("@pulumi/pulumi");\nconst credit')
    .replace(`"${property}":"${value}"`, `"${property}":pulumi.secret("${value}")`);

/** Pulumi says first which property it was about. */
const REFUSED =
  /^error serializing property "purchase": .*CreditTopup "credit" has a secret for purchase\. The word is part of the resource's id and of the record, which the state keeps unencrypted\. Give it as a plain value: the same word charges nothing again\.$/;

test("a secret word is refused in one line, in the preview too, and nothing is charged or recorded", async () => {
  await withStack({ ...START, program: secretly("purchase", "2026-11") }, async (stack) => {
    for (const run of [...(isFull ? [() => stack.preview()] : []), () => stack.up()]) {
      const { exitCode, errors } = await run();
      expect(exitCode).not.toBe(0);
      expect(errors).toEqual([expect.stringMatching(REFUSED)]);
    }
    expect(stack.emulator.state().charges).toEqual([]);
    expect(stack.newRequests()).toEqual([]);
    expect(stack.resources()).toEqual({});
  });
});

test("a word that becomes a secret is refused too, and plain again it charges nothing again", async () => {
  await withStack({ ...START, program: buy({ purchase: "2026-11" }) }, async (stack) => {
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    stack.write(secretly("purchase", "2026-11"));
    expect(await stack.up()).toMatchObject({ errors: [expect.stringMatching(REFUSED)] });
    stack.write(buy({ purchase: "2026-11" }));
    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { "credit-charge": "same" } });
    expect(stack.emulator.state().charges).toHaveLength(1);
  });
});

test("an account may be a secret: it says where the purchase is, and its id shows it unencrypted", async () => {
  await withStack({ ...START, program: secretly("accountId", ACCOUNT) }, async (stack) => {
    if (isFull) expect(await stack.preview()).toMatchObject({ exitCode: 0 });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(stack.resources()["credit-charge"]?.id).toBe(`${ACCOUNT}/2026-11`);
    expect(stack.emulator.state().charges).toHaveLength(1);
  });
});
