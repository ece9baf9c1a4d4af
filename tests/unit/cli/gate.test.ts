/** The purchase gate on made-up plans; the e2e test has real ones. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Allowed } from "../../../cli/gate/gate";
import { findMoney, judge, parsePlan } from "../../../cli/gate/gate";
import { renderMarkdown, renderText } from "../../../cli/gate/report";
import { runCommandLine } from "../../../cli/run";
import { GATE } from "../../../cli/texts";
import { ACCOUNT, OTHER_ACCOUNT } from "../../support/programs";

const FAMILIES = ["pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:", "cloudflare-ai-gateway-billing:index:"];
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const NOT_KNOWN = "an unknown amount";
const SAME_FILE = "Give the gate the same file again: the JSON of the preview, not the update plan.";
const ADOPTION =
  "Created or adopted: if the account already has exactly this auto top-up, pulumi up adopts it and writes nothing. Otherwise it sets it. The plan does not show which.";
const NOTHING: Allowed = { purchases: [], autoTopups: [] };

interface Given {
  op: string;
  family?: string | undefined;
  name?: string;
  inputs?: object;
  old?: { inputs?: object; outputs?: object } | undefined;
}

const stepOf = (kind: string, parent: string) =>
  function step({ op, family = FAMILIES[0], name = "it", inputs, old }: Given) {
    return {
      op,
      urn: `urn:pulumi:test::project::${parent}${family}${kind}::${name}`,
      ...(old ? { oldState: { type: `${family}${kind}`, ...old } } : {}),
      ...(inputs ? { newState: { type: `${family}${kind}`, inputs } } : {}),
      detailedDiff: null,
    };
  };
const charge = stepOf("TopupCharge", "cloudflare-ai-gateway-billing:index:CreditTopup$");
const autoTopup = stepOf("AutoTopupConfig", "");

const BUY = { accountId: ACCOUNT, amount: 5000, purchase: "2026-11" };
const SET = { accountId: ACCOUNT, amount: 5000, threshold: 1000 };
const inForce = (more: object = {}) => ({
  inputs: SET,
  outputs: { ...SET, disabledReason: null, error: null, ...more },
});

const planOf = (...steps: object[]) => JSON.stringify({ steps, changeSummary: { same: 1 } });
const moneyIn = (...steps: object[]) => findMoney(parsePlan(planOf(...steps)));

describe.each(FAMILIES)("a %s… step", (family) => {
  test.each(["create", "create-replacement", "import-and-more", ""])("%j of a charge moves money", (op) => {
    expect(moneyIn(charge({ op, family, inputs: BUY }))).toEqual([
      { what: "purchase", how: "created", resource: "it", word: "2026-11", account: ACCOUNT, amount: 5000 },
    ]);
  });

  test("a replacement of a charge moves money, and so does one of an auto top-up", () => {
    expect(moneyIn(charge({ op: "replace", family, inputs: BUY, old: { inputs: BUY } }))).toMatchObject([
      { how: "replaced", word: "2026-11" },
    ]);
    const other = { ...SET, accountId: OTHER_ACCOUNT };
    expect(moneyIn(autoTopup({ op: "replace", family, inputs: other, old: inForce() }))).toMatchObject([
      { what: "auto top-up", how: "replaced", account: OTHER_ACCOUNT },
    ]);
  });

  test.each(["same", "update", "delete", "delete-replaced", "read", "refresh", "discard", "import"])(
    "%s of a charge moves none",
    (op) => {
      expect(moneyIn(charge({ op, family, inputs: { ...BUY, purchase: "2026-12" }, old: { inputs: BUY } }))).toEqual(
        [],
      );
    },
  );

  test("an auto top-up that is created moves money", () => {
    expect(moneyIn(autoTopup({ op: "create", family, inputs: SET }))).toEqual([
      { what: "auto top-up", how: "created", resource: "it", account: ACCOUNT, amount: 5000, threshold: 1000 },
    ]);
  });
});

test.each<[string, object, Given["old"]]>([
  ["a higher amount", { ...SET, amount: 5001 }, inForce()],
  ["a higher threshold", { ...SET, threshold: 1001 }, inForce()],
  ["a higher amount and a lower threshold", { ...SET, amount: 6000, threshold: 500 }, inForce()],
  ["an unknown amount", { ...SET, amount: UNKNOWN }, inForce()],
  ["a secret amount", { ...SET, amount: "[secret]" }, inForce()],
  ["no amount", { accountId: ACCOUNT, threshold: 1000 }, inForce()],
  ["an unknown threshold", { ...SET, threshold: UNKNOWN }, inForce()],
  ["a secret amount before", SET, inForce({ amount: "[secret]" })],
  ["no state before", SET, undefined],
  ["a live amount that is lower than the declared one was", SET, inForce({ amount: 4000 })],
])("an update of an auto top-up to %s raises it", (_, inputs, old) => {
  expect(moneyIn(autoTopup({ op: "update", inputs, old }))).toMatchObject([{ how: "raised", account: ACCOUNT }]);
});

test.each<[string, object, Given["old"]]>([
  ["the same", SET, inForce()],
  ["less", { ...SET, amount: 4000 }, inForce()],
  ["a lower threshold", { ...SET, threshold: 500 }, inForce()],
  ["another allowOverwrite", { ...SET, allowOverwrite: true }, inForce()],
  ["the same, by a state without outputs", SET, { inputs: SET }],
])("an update of an auto top-up to %s moves no money", (_, inputs, old) => {
  expect(moneyIn(autoTopup({ op: "update", inputs, old }))).toEqual([]);
});

test("an update of an auto top-up that Cloudflare has disabled may switch it on again", () => {
  const old = inForce({ disabledReason: "payment_failed" });
  expect(moneyIn(autoTopup({ op: "update", inputs: { ...SET, amount: 4000 }, old }))).toMatchObject([
    { how: "switched on again", amount: 4000 },
  ]);
});

test.each(["same", "delete", "delete-replaced", "read", "refresh", "discard", "import"])(
  "%s of an auto top-up moves no money",
  (op) => {
    expect(moneyIn(autoTopup({ op, inputs: { ...SET, amount: 9000 }, old: inForce() }))).toEqual([]);
  },
);

test("what a plan does not describe is listed as unknown", () => {
  expect(moneyIn(charge({ op: "create", name: "credit-charge" }), autoTopup({ op: "update" }))).toEqual([
    { what: "purchase", how: "created", resource: "credit-charge" },
    { what: "auto top-up", how: "raised", resource: "it", before: {} },
  ]);
});

test.each([
  "my-cloudflare-ai-gateway-billing:index:TopupCharge",
  "cloudflare-ai-gateway-billing:index:TopupCharge/of",
  "cloudflare-ai-gateway-billing:index:TopupCharges",
  "aws:s3:TopupCharge",
])("%s is no charge of ours", (type) => {
  const urn = `urn:pulumi:test::project::${type}::it`;
  expect(moneyIn({ op: "create", urn, newState: { inputs: BUY } })).toEqual([]);
});

test("an unknown word or account is called unknown", () => {
  const verdicts = judge(moneyIn(charge({ op: "create", inputs: { amount: 5000 } })), {
    purchases: ["undefined", "undefined/undefined"],
    autoTopups: [],
  });
  expect(verdicts).toMatchObject([{ allowed: false, name: undefined }]);
  expect(renderText(verdicts)).toContain("purchase with an unknown word, created (it, account unknown)");
  expect(renderMarkdown(verdicts)).toContain("| purchase with an unknown word, created | unknown | US$50.00 |");
  const known = moneyIn(charge({ op: "create", inputs: { ...BUY, purchase: UNKNOWN } }));
  expect(judge(known, { purchases: [`${ACCOUNT}/undefined`], autoTopups: [] })).toMatchObject([{ allowed: false }]);
});

test("a resource is listed once, and others are not looked at", () => {
  const steps = ["create-replacement", "replace"].map((op) => charge({ op, inputs: BUY, old: { inputs: BUY } }));
  const others = ["TopupIntent", "SpendingLimit", "CreditTopup"].map((kind) =>
    stepOf(kind, "")({ op: "create", inputs: BUY }),
  );
  expect(moneyIn(...others, ...steps)).toHaveLength(1);
  expect(moneyIn(charge({ op: "create", name: "a::b", inputs: BUY }))).toMatchObject([{ resource: "a::b" }]);
});

test.each([
  ["nothing", ""],
  ["text", "Previewing update (dev)"],
  ["text before the plan", `Previewing update (dev)\n${planOf()}`],
  ["half a plan", planOf(charge({ op: "create", inputs: BUY })).slice(0, -9)],
  ["an empty object", "{}"],
  ["a list", "[]"],
  ["a state", JSON.stringify({ version: 3, deployment: { resources: [] } })],
  ["an update plan, of --save-plan", JSON.stringify({ resourcePlans: {}, config: {} })],
  ["steps without a summary", JSON.stringify({ steps: [] })],
  ["a summary without steps", JSON.stringify({ changeSummary: {} })],
  ["a step without an operation", planOf({ urn: "urn:pulumi:a::b::c::d" })],
  ["a step without a resource", planOf({ op: "create", urn: "no" })],
])("%s is an invalid plan", (_, text) => {
  expect(() => parsePlan(text)).toThrow("This is not the output of `pulumi preview --json`.");
});

test("an update plan is named, with the command for the right file", () => {
  expect(() => parsePlan(JSON.stringify({ manifest: {}, resourcePlans: {}, config: {} }))).toThrow(
    "This is not the output of `pulumi preview --json`. It is an update plan, which `--save-plan` writes for `pulumi up --plan`. One run makes both: `pulumi preview --refresh --json --save-plan update-plan.json > preview.json`. Give preview.json to the gate.",
  );
});

test("a failed preview is an invalid plan, and its errors are printed", () => {
  const diagnostics = [
    { severity: "warning", message: "no matter" },
    { severity: "error", message: "error: one\n" },
    { severity: "error", message: "error: two" },
  ];
  const failed = (all: object[]) => JSON.stringify({ steps: [], changeSummary: {}, diagnostics: all });
  expect(() => parsePlan(failed(diagnostics))).toThrow("The preview failed. Fix this first:\nerror: one\nerror: two");
  expect(parsePlan(failed(diagnostics.slice(0, 1))).steps).toEqual([]);
});

test("what a diagnostic holds for a terminal or a pipeline is spelt out, and its lines stay", () => {
  const message = `error: \u001b[2Jone\r\n  ::error::two\u2028\u202e\nthree ##[error]\r${"x".repeat(20_000)}`;
  const text = JSON.stringify({ steps: [], changeSummary: {}, diagnostics: [{ severity: "error", message }] });
  const told = String.raw`error: \u{1b}[2Jone
  \u{3a}:error::two\u{2028}\u{202e}
three \u{23}#[error]\u{d}xxx`;
  expect(() => parsePlan(text)).toThrow(`The preview failed. Fix this first:\n${told}`);
  expect(() => parsePlan(text)).toThrow(/^.{9000,11000}…$/s);
});

test("a purchase is allowed by its word alone, an auto top-up by its account alone", () => {
  const money = moneyIn(charge({ op: "create", inputs: BUY }), autoTopup({ op: "create", inputs: SET }));
  const allowed = (purchases: string[], autoTopups: string[]) =>
    judge(money, { purchases, autoTopups }).map((one) => one.allowed);
  expect(allowed([], [])).toEqual([false, false]);
  expect(allowed(["2026-11"], [])).toEqual([true, false]);
  expect(allowed([], [ACCOUNT])).toEqual([false, true]);
  expect(allowed([ACCOUNT, "2026-1", "2026-111"], ["2026-11", OTHER_ACCOUNT])).toEqual([false, false]);
});

test("a word that several purchases have allows none of them, and the account tells them apart", () => {
  const other = { ...BUY, accountId: OTHER_ACCOUNT, amount: 5_000_000 };
  const money = moneyIn(
    charge({ op: "create", name: "one", inputs: BUY }),
    charge({ op: "create", name: "other", inputs: other }),
  );
  const allowed = (...purchases: string[]) =>
    judge(money, { purchases, autoTopups: [] }).map((verdict) => verdict.allowed);
  expect(allowed("2026-11")).toEqual([false, false]);
  expect(allowed(`${ACCOUNT}/2026-11`)).toEqual([true, false]);
  expect(allowed(`${ACCOUNT}/2026-11`, `${OTHER_ACCOUNT}/2026-11`)).toEqual([true, true]);
  expect(renderText(judge(money, NOTHING))).toContain(`run the gate with --allow-purchase ${OTHER_ACCOUNT}/2026-11`);
  // the longer name is good for a single purchase too
  const [single] = judge(money.slice(0, 1), { purchases: [`${ACCOUNT}/2026-11`], autoTopups: [] });
  expect(single?.allowed).toBe(true);
  const secret = moneyIn(
    charge({ op: "create", name: "one", inputs: BUY }),
    charge({ op: "create", name: "other", inputs: { ...BUY, accountId: UNKNOWN } }),
  );
  expect(renderText(judge(secret, NOTHING))).toContain("give the account/word as a plain value that is not secret");
});

test.each([UNKNOWN, "[secret]", "", 7, null, undefined])(
  "%p is no word and no account that could be allowed",
  (value) => {
    const money = moneyIn(
      charge({ op: "create", inputs: { ...BUY, purchase: value } }),
      autoTopup({ op: "create", inputs: { ...SET, accountId: value } }),
    );
    const verdicts = judge(money, { purchases: [String(value)], autoTopups: [String(value)] });
    expect(verdicts.map(({ allowed }) => allowed)).toEqual([false, false]);
    expect(renderText(verdicts)).toContain("give the purchase word as a plain value that is not secret");
    expect(renderText(verdicts)).toContain("give the account as a plain value that is not secret");
  },
);

test.each([UNKNOWN, "[secret]", "5000", undefined, null, 0, -5000])(
  "an amount of %p is not known, and the purchase needs its word",
  (amount) => {
    const verdicts = judge(moneyIn(charge({ op: "create", inputs: { ...BUY, amount } })), NOTHING);
    expect(verdicts).toMatchObject([{ amount: undefined, allowed: false }]);
    expect(renderText(verdicts)).toContain(`${NOT_KNOWN}; ${NOT_KNOWN} on the card; REFUSED`);
    expect(renderMarkdown(verdicts)).toContain(`| ${NOT_KNOWN} | ${NOT_KNOWN} | **no** |`);
  },
);

const SEVERAL = () =>
  moneyIn(
    charge({ op: "create", name: "credit-charge", inputs: { ...BUY, amount: 1999 } }),
    autoTopup({ op: "update", name: "topup", inputs: { ...SET, amount: 6000 }, old: inForce() }),
  );

test("the report says dollars, the fee and the way out", () => {
  const verdicts = judge(SEVERAL(), { purchases: ["2026-11"], autoTopups: [] });
  expect(renderText(verdicts)).toBe(
    [
      "This plan moves money:",
      `- purchase 2026-11, created (credit-charge, account ${ACCOUNT}): US$19.99; US$20.99 on the card; allowed`,
      `- auto top-up, raised from US$50.00 whenever less than US$10.00 is left (topup, account ${ACCOUNT}): US$60.00 whenever less than US$10.00 is left; US$63.00 on the card each time; REFUSED: to allow it, run the gate with --allow-auto-topup ${ACCOUNT}`,
      SAME_FILE,
    ].join("\n"),
  );
});

test("an auto top-up that is created may be adopted, and the report says so once", () => {
  const SETS = ["one", "other"].map((name) => autoTopup({ op: "create", name, inputs: SET }));
  const verdicts = judge(moneyIn(...SETS), { purchases: [], autoTopups: [ACCOUNT] });
  expect(renderText(verdicts)).toBe(
    [
      "This plan moves money:",
      ...["one", "other"].map(
        (name) =>
          `- auto top-up, created or adopted (${name}, account ${ACCOUNT}): US$50.00 whenever less than US$10.00 is left; US$52.50 on the card each time; allowed`,
      ),
      ADOPTION,
    ].join("\n"),
  );
  expect(renderMarkdown(verdicts)).toMatch(
    /\| auto top-up, created or adopted \|[^|]+\|[^|]+\| US\$52\.50 each time \| yes \|/,
  );
  expect(renderMarkdown(verdicts).endsWith(`\n\n${ADOPTION}`)).toBe(true);
  for (const others of [SEVERAL(), []]) expect(renderText(judge(others, NOTHING))).not.toContain(ADOPTION);
});

test("the report for a pull request is a table", () => {
  expect(renderMarkdown(judge(SEVERAL(), { purchases: [], autoTopups: [ACCOUNT] }))).toBe(
    [
      "### This plan moves money",
      "",
      "| what | account | credit | on the card | allowed |",
      "| --- | --- | --- | --- | --- |",
      `| purchase <code>2026-11</code>, created | <code>${ACCOUNT}</code> | US$19.99 | US$20.99 | **no** |`,
      `| auto top-up, raised from US$50.00 whenever less than US$10.00 is left | <code>${ACCOUNT}</code> | US$60.00 whenever less than US$10.00 is left | US$63.00 each time | yes |`,
      "",
      "**Refused:**",
      "",
      "- <code>credit-charge</code>: to allow it, run the gate with --allow-purchase 2026-11",
      "",
      SAME_FILE,
    ].join("\n"),
  );
  const allAllowed = renderMarkdown(judge(SEVERAL(), { purchases: ["2026-11"], autoTopups: [ACCOUNT] }));
  expect(allAllowed.split("\n").slice(6)).toEqual([]);
  expect([renderText([]), renderMarkdown([])]).toEqual(Array(2).fill("This plan moves no money."));
});

test("an auto top-up that is switched on again is listed with its new amounts", () => {
  const step = autoTopup({ op: "update", inputs: { ...SET, amount: 4000 }, old: inForce({ disabledReason: "x" }) });
  expect(renderText(judge(moneyIn(step), { purchases: [], autoTopups: [ACCOUNT] }))).toContain(
    `- auto top-up, switched on again (it, account ${ACCOUNT}): US$40.00 whenever less than US$10.00 is left; US$42.00`,
  );
});

test.each(["-x", "a b", "a;b", "x$", "$x"])("the word %s is not offered for copying", (word) => {
  const verdicts = judge(moneyIn(charge({ op: "create", inputs: { ...BUY, purchase: word } })), NOTHING);
  expect(renderText(verdicts)).toContain(`purchase "${word}", created`);
  expect(renderText(verdicts)).toMatch(/run the gate with --allow-purchase and the purchase word$/m);
});

test("what a terminal would not show, or would obey, is spelt out", () => {
  const word = "x\u009b31m\u202ed\u2028";
  const verdicts = judge(moneyIn(charge({ op: "create", inputs: { ...BUY, purchase: word } })), NOTHING);
  expect(renderText(verdicts)).toContain(String.raw`purchase "x\u{9b}31m\u{202e}d\u{2028}", created`);
});

test("words that look alike are shown differently, and a long one is cut and not offered for copying", () => {
  const reports = (word: string) => {
    const verdicts = judge(moneyIn(charge({ op: "create", name: word, inputs: { ...BUY, purchase: word } })), NOTHING);
    return [renderText(verdicts), renderMarkdown(verdicts)];
  };
  for (const blank of ["\u2800", "\u3164", "\u200b", "\u034f", "\ufe0f"]) {
    const code = blank.codePointAt(0)?.toString(16);
    const [text = "", markdown = ""] = reports(`2026-11${blank}`);
    expect(text).toContain(`purchase "2026-11\\u{${code}}"`);
    expect(markdown).toContain(`<code>2026-11&#92;u&#123;${code}&#125;</code>`);
    expect(text + markdown).not.toContain(blank);
    expect(markdown).not.toContain(`&#${blank.codePointAt(0)};`);
  }
  for (const report of reports("x".repeat(9000))) {
    expect(report.length).toBeLessThan(900);
    expect(report).toContain("run the gate with --allow-purchase and the purchase word");
  }
});

test("a text of the plan is neither markup in a pull request nor a command in a shell", () => {
  const word = "`|@everyone<img src=x>\u001b[2K$(reboot)";
  const verdicts = judge(moneyIn(charge({ op: "create", name: word, inputs: { ...BUY, purchase: word } })), NOTHING);
  expect(renderMarkdown(verdicts)).toContain(
    "| purchase <code>&#96;&#124;&#64;everyone&#60;img src&#61;x&#62;&#92;u&#123;1b&#125;&#91;2K",
  );
  const cells = renderMarkdown(verdicts).replaceAll(/<\/?code>|&#\d+;/g, "");
  expect(cells).not.toMatch(/[`@<>(]/);
  expect(cells).not.toContain("\u001b");
  expect(renderMarkdown(verdicts).split("\n")[4]?.split("|")).toHaveLength(7);
  expect(renderText(verdicts)).not.toContain("\u001b");
  expect(renderText(verdicts)).not.toContain("--allow-purchase `");
  expect(renderText(verdicts)).toContain("run the gate with --allow-purchase and the purchase word");
});

test("a plan with a charge that was not named never passes", () => {
  const words = fc.constantFrom("2026-11", "2026-12", "-x", UNKNOWN, "[secret]");
  const harmless = ["same", "update", "delete", "delete-replaced", "read", "refresh"];
  const op = fc.oneof(fc.constantFrom("create", "replace", "create-replacement", ...harmless), fc.string());
  const amount = fc.oneof(fc.integer(), fc.constantFrom(UNKNOWN, "[secret]", undefined, null, 5000, 6000));
  const step = fc.record({
    make: fc.constantFrom(charge, autoTopup),
    op,
    family: fc.constantFrom(...FAMILIES),
    name: fc.string({ minLength: 1 }),
    inputs: fc.record({ accountId: fc.constantFrom(ACCOUNT, UNKNOWN), amount, threshold: amount, purchase: words }),
    old: fc.option(fc.constant(inForce()), { nil: undefined }),
  });
  const harmlessFor = new Set([...harmless, "read-replacement", "discard", "discard-replaced"]);
  const others = new Set(["remove-pending-replace", "import", "import-replacement"]);
  fc.assert(
    fc.property(
      fc.uniqueArray(step, { selector: ({ make, family, name }) => `${make === charge} ${family} ${name}` }),
      fc.subarray(["2026-11", "2026-12", UNKNOWN, "[secret]"]),
      fc.subarray([ACCOUNT, UNKNOWN]),
      (steps, purchases, autoTopups) => {
        const verdicts = judge(moneyIn(...steps.map(({ make, ...given }) => make(given))), { purchases, autoTopups });
        const passes = verdicts.every(({ allowed }) => allowed);
        const charging = steps.filter(
          ({ make, op }) => !harmlessFor.has(op) && !others.has(op) && (make === charge || op !== "update"),
        );
        const unnamed = charging.filter(({ make, inputs }) => {
          const name = make === charge ? inputs.purchase : inputs.accountId;
          const names: string[] = make === charge ? purchases : autoTopups;
          return name === UNKNOWN || name === "[secret]" || !names.includes(name);
        });
        if (unnamed.length > 0) expect(passes).toBe(false);
        // and every line of the report is one thing that moves money, or one of the two notes
        const lines = renderText(verdicts)
          .split("\n")
          .slice(1)
          .filter((line) => line !== ADOPTION && line !== SAME_FILE);
        expect(lines).toHaveLength(verdicts.length);
        expect(lines.filter((line) => line.includes("REFUSED"))).toHaveLength(
          verdicts.filter(({ allowed }) => !allowed).length,
        );
      },
    ),
    { numRuns: 2000 },
  );
});

describe("the command", () => {
  const folder = mkdtempSync(join(tmpdir(), "gate-"));
  const file = join(folder, "plan.json");
  const printed: string[] = [];
  beforeEach(() => {
    printed.length = 0;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const stream = (name: string) => ({
    write: (text: string) => void printed.push(`${name}: ${text.replace(/\n$/, "")}`),
  });
  const runGate = (args: readonly string[]) =>
    runCommandLine(["gate", ...args], { stdout: stream("log"), stderr: stream("error") });
  const gate = (plan: string, ...flags: string[]) => {
    writeFileSync(file, plan);
    return runGate([file, ...flags]);
  };
  const BUYS = planOf(charge({ op: "create", inputs: BUY }), autoTopup({ op: "create", inputs: SET }));

  test("0: nothing moves money, or all of it was named", async () => {
    expect(await gate(planOf())).toBe(0);
    expect(await gate(BUYS, "--allow-purchase", "2026-11", "--allow-auto-topup", ACCOUNT)).toBe(0);
    expect(
      await gate(BUYS, "--allow-purchase=x", "--allow-purchase=2026-11", "--markdown", `--allow-auto-topup=${ACCOUNT}`),
    ).toBe(0);
    expect(printed.at(-1)).toMatch(/^log: ### This plan moves money/);
    expect(await runGate(["--help"])).toBe(0);
    expect(printed.at(-1)).toMatch(/^log: Usage:\n {2}ai-gateway-billing gate /);
    expect(printed.at(-1)).toContain(GATE.fullDescription);
  });

  test("1: something was not named, and the report is still printed", async () => {
    expect(await gate(BUYS)).toBe(1);
    expect(await gate(BUYS, "--allow-purchase", "2026-11", "--markdown")).toBe(1);
    expect(printed).toEqual([
      expect.stringMatching(/^log: This plan moves money:\n/),
      expect.stringMatching(/^log: ### This plan moves money\n/),
    ]);
  });

  test.each<[string, string[]]>([
    ["a file that is not there", [join(folder, "nothing.json")]],
    ["an invalid plan", ["package.json"]],
    ["a flag that is not one", ["package.json", "--allow-everything"]],
    ["a flag without its word", ["package.json", "--allow-purchase"]],
  ])("2: %s", async (_, args) => {
    expect(await runGate(args)).toBe(2);
    expect(printed).toEqual([expect.stringMatching(/^error: ./)]);
  });

  test.each(["", "two\nlines", "-x", "--help"])("a flag with the value %j allows that word alone", async (word) => {
    expect(await gate(planOf(), `--allow-purchase=${word}`)).toBe(0);
    expect(await gate(BUYS, `--allow-purchase=${word}`, `--allow-auto-topup=${ACCOUNT}`)).toBe(1);
    const buys = planOf(charge({ op: "create", inputs: { ...BUY, purchase: word } }));
    expect(await gate(buys, `--allow-purchase=${word}`)).toBe(word === "" ? 1 : 0);
  });

  test("2, and how to call it: without a plan, or with two", async () => {
    writeFileSync(file, planOf());
    for (const files of [[], [file, file]]) expect(await runGate(files)).toBe(2);
    const wayOut = "`--help` after the command lists its flags and arguments.";
    expect(printed).toEqual([
      `error: PREVIEW is missing. ${wayOut}`,
      `error: "${file}" is one argument too many: this command takes 1. ${wayOut}`,
    ]);
  });
});
