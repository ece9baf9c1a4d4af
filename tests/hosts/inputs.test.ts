/** Inputs as the real dynamic host gets them: what is refused, with property, rule and hint, and what passes. */
import { providerText } from "../../provider/hosts/dynamic/text";
import type { DynamicHost, Properties } from "../support/dynamicHost";
import { startDynamicHost } from "../support/dynamicHost";

const ID = "0123456789abcdef0123456789abcdef";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const TOPUP = { accountId: ID, amount: 5000, threshold: 1000 };
const LIMIT = { accountId: ID, amount: 25000, duration: "monthly", strategy: "fixed" };
const KINDS = { AutoTopupConfig: TOPUP, SpendingLimit: LIMIT } as const;
type Kind = keyof typeof KINDS;

const ABSENT = Symbol("absent");

/** [kind, property, value, what the reason must say besides] */
type Row = readonly [kind: Kind, property: string, value: unknown, says: string];

const RULES: Record<string, string> = {
  accountId: "must be a Cloudflare account id, 32 lower-case hex digits; got ",
  duration: 'must be one of "daily", "weekly", "monthly"; got ',
  strategy: 'must be one of "fixed", "sliding"; got ',
  allowOverwrite: "must be true or false; got ",
};
const MINIMUM: Record<string, readonly [number, string]> = {
  "AutoTopupConfig.amount": [1000, "US$10.00"],
  "AutoTopupConfig.threshold": [500, "US$5.00"],
  "SpendingLimit.amount": [100, "US$1.00"],
};

function ruleOf(kind: Kind, property: string): string {
  const minimum = MINIMUM[`${kind}.${property}`];
  return minimum
    ? `must be a whole number of US cents, at least ${minimum[0]} (${minimum[1]}); got `
    : Object.hasOwn(RULES, property)
      ? (RULES[property] ?? "")
      : "";
}

const AMOUNTS: ReadonlyArray<readonly [Kind, string]> = [
  ["AutoTopupConfig", "amount"],
  ["AutoTopupConfig", "threshold"],
  ["SpendingLimit", "amount"],
];

const badAmounts: Row[] = AMOUNTS.flatMap(([kind, property]) => {
  const [minimum] = MINIMUM[`${kind}.${property}`] ?? [0];
  const rows: Array<readonly [unknown, string]> = [
    [ABSENT, "got nothing."],
    [null, "got null."],
    [Number.NaN, "got NaN."],
    [Number.POSITIVE_INFINITY, "got Infinity."],
    [Number.NEGATIVE_INFINITY, "got -Infinity."],
    [0, "got 0."],
    [-0, "got -0."],
    [-1, "got -1."],
    [-5000, "got -5000."],
    [minimum - 1, `got ${minimum - 1}.`],
    [minimum + 0.5, `If ${minimum + 0.5} US dollars were meant, write usd(${minimum + 0.5})`],
    [5000.001, "A cent has no fraction."],
    [5000.5, "If 5000.5 US dollars were meant, write usd(5000.5), which is 500050 cents."],
    [50, "If 50 US dollars were meant, write usd(50), which is 5000 cents."],
    [49.99, "If 49.99 US dollars were meant, write usd(49.99), which is 4999 cents."],
    [0.1 + 0.2, "got 0.30000000000000004."],
    [1e-7, "got 1e-7."],
    [2 ** 53, `got ${2 ** 53}.`],
    [1e21, "got 1e+21."],
    [Number.MAX_VALUE, "got 1.7976931348623157e+308."],
    [Number.MIN_VALUE, "got 5e-324."],
    ["5000", 'got "5000". Write it as a number, without quotes: 5000.'],
    ["5e3", "Write it as a number, without quotes: 5000."],
    ["0x1388", "Write it as a number, without quotes: 5000."],
    ["$50", 'got "$50".'],
    ["50 USD", 'got "50 USD".'],
    ["", "got an empty string."],
    ["x".repeat(200), "got a string of 200 characters."],
    [true, "got true."],
    [false, "got false."],
    [[], "got a list."],
    [[5000], "got a list."],
    [{}, "got a value of type object."],
    [{ cents: 5000 }, "got a value of type object."],
  ];
  return rows.map(([value, says]): Row => [kind, property, value, says]);
});

const badAccounts: Row[] = (["AutoTopupConfig", "SpendingLimit"] as const).flatMap((kind) => {
  const rows: Array<readonly [unknown, string]> = [
    [ABSENT, "got nothing. Find it in the dashboard's address"],
    [null, "got null."],
    ["", "got an empty string."],
    [ID.toUpperCase(), "Write it in lower case."],
    [`${ID} `, "Remove the spaces around it."],
    [`\n${ID}`, "Remove the spaces around it."],
    [ID.slice(1), "got a string of 31 characters."],
    [`${ID}0`, "got a string of 33 characters."],
    [ID.replace("0", "g"), "got a string of 32 characters."],
    [`/${ID.slice(1)}`, "Give the id alone, without a path or an address."],
    [`accounts/${ID}`, "Give the id alone, without a path or an address."],
    [`https://dash.cloudflare.com/${ID}/ai`, "Give the id alone, without a path or an address."],
    ["../".repeat(10), "Give the id alone, without a path or an address."],
    ["01234567-89ab-cdef-0123-456789abcdef", "Write it without dashes, in lower case."],
    ["my account", "got a string of 10 characters."],
    [ID.replace("0", "\u0660"), "got a string of 32 characters."],
    [12345, "got a value of type number."],
    [0, "got a value of type number."],
    [true, "got a value of type boolean."],
    [[ID], "got a list."],
    [{ id: ID }, "got a value of type object."],
  ];
  return rows.map(([value, says]): Row => [kind, "accountId", value, says]);
});

const badWords: Row[] = [
  ...([
    ["duration", "Monthly", 'Write "monthly".'],
    ["duration", " daily", 'Write "daily".'],
    ["duration", "WEEKLY", 'Write "weekly".'],
    ["strategy", "Fixed", 'Write "fixed".'],
    ["strategy", "sliding ", 'Write "sliding".'],
  ] as const),
  ...(["duration", "strategy"] as const).flatMap((property) =>
    (
      [
        [ABSENT, "got nothing."],
        [null, "got null."],
        ["", "got an empty string."],
        ["yearly", 'got "yearly".'],
        ["month", 'got "month".'],
        [30, "got 30."],
        [true, "got true."],
        [[property], "got a list."],
        [{}, "got a value of type object."],
        ["toString", 'got "toString".'],
        ["__proto__", 'got "__proto__".'],
      ] as const
    ).map(([value, says]) => [property, value, says] as const),
  ),
].map(([property, value, says]): Row => ["SpendingLimit", property, value, says]);

const badFlags: Row[] = (["AutoTopupConfig", "SpendingLimit"] as const).flatMap((kind) =>
  (
    [
      ["true", "Write it without quotes."],
      ["false", "Write it without quotes."],
      ["yes", 'got "yes".'],
      [1, "got 1."],
      [0, "got 0."],
      [null, "got null."],
      [{}, "got a value of type object."],
    ] as const
  ).map(([value, says]): Row => [kind, "allowOverwrite", value, says]),
);

const unknownKeys: Row[] = (["AutoTopupConfig", "SpendingLimit"] as const).flatMap((kind) => {
  const properties = Object.keys(KINDS[kind]).concat("allowOverwrite").join(", ");
  return (
    [
      ["account_id", "Write accountId."],
      ["AccountId", "Write accountId."],
      ["AMOUNT", "Write amount."],
      ["allow_overwrite", "Write allowOverwrite."],
      ["treshold", "Remove it."],
      ["enabled", "Remove it."],
      ["disabledReason", "Remove it."],
      ["apiToken", "Remove it."],
      ["constructor", "Remove it."],
      ["toString", "Remove it."],
      ["hasOwnProperty", "Remove it."],
      ["prototype", "Remove it."],
      ["", "Remove it."],
      ["x".repeat(100), "Remove it."],
    ] as const
  ).map(
    ([key, says]): Row => [kind, key, "anything", `is not a property of ${kind}, which has ${properties}. ${says}`],
  );
});

const BAD = [...badAmounts, ...badAccounts, ...badWords, ...badFlags, ...unknownKeys];

const GOOD: ReadonlyArray<readonly [Kind, Properties]> = [
  ...[1000, 1001, 5000, 999_999, 1e7, 2 ** 31, Number.MAX_SAFE_INTEGER].map(
    (amount) => ["AutoTopupConfig", { ...TOPUP, amount }] as const,
  ),
  ...[500, 501, 1000, 4999, 5000, 5001, 1e6].map((threshold) => ["AutoTopupConfig", { ...TOPUP, threshold }] as const),
  ...[100, 101, 25000, 1e9, Number.MAX_SAFE_INTEGER].map((amount) => ["SpendingLimit", { ...LIMIT, amount }] as const),
  ...["daily", "weekly", "monthly"].flatMap((duration) =>
    ["fixed", "sliding"].map((strategy) => ["SpendingLimit", { ...LIMIT, duration, strategy }] as const),
  ),
  ...["0".repeat(32), "f".repeat(32), "a1".repeat(16), "0123456789abcdef".repeat(2)].flatMap(
    (accountId) =>
      [
        ["AutoTopupConfig", { ...TOPUP, accountId }],
        ["SpendingLimit", { ...LIMIT, accountId }],
      ] as const,
  ),
  ...[true, false].flatMap(
    (allowOverwrite) =>
      [
        ["AutoTopupConfig", { ...TOPUP, allowOverwrite }],
        ["SpendingLimit", { ...LIMIT, allowOverwrite }],
      ] as const,
  ),
  ...["accountId", "amount", "threshold", "allowOverwrite"].map(
    (property) => ["AutoTopupConfig", { ...TOPUP, [property]: UNKNOWN }] as const,
  ),
  ...["accountId", "amount", "duration", "strategy", "allowOverwrite"].map(
    (property) => ["SpendingLimit", { ...LIMIT, [property]: UNKNOWN }] as const,
  ),
  ["AutoTopupConfig", { accountId: UNKNOWN, amount: UNKNOWN, threshold: UNKNOWN }],
  ["SpendingLimit", { accountId: UNKNOWN, amount: UNKNOWN, duration: UNKNOWN, strategy: UNKNOWN }],
  ["AutoTopupConfig", { threshold: 500, amount: 1000, accountId: ID }],
  ["SpendingLimit", { strategy: "fixed", duration: "daily", amount: 100, accountId: ID }],
];

let host: DynamicHost;
beforeAll(async () => {
  host = await startDynamicHost({});
});
afterAll(() => host.close());

function propertiesWith(kind: Kind, property: string, value: unknown): Properties {
  const properties: Properties = { ...KINDS[kind], __provider: providerText(kind) };
  if (value === ABSENT) delete properties[property];
  else properties[property] = value;
  return properties;
}

test(`the table holds at least 150 bad inputs and 50 good ones (${BAD.length} and ${GOOD.length})`, () => {
  expect(BAD.length).toBeGreaterThanOrEqual(150);
  expect(GOOD.length).toBeGreaterThanOrEqual(50);
});

test.each(BAD)("%s refuses %s = %p", async (kind, property, value, says) => {
  const { failures } = await host.check(propertiesWith(kind, property, value));
  expect(failures).toHaveLength(1);
  const [failure] = failures;
  expect(failure?.property).toBe("");
  const rule = ruleOf(kind, property);
  if (rule !== "") expect(failure?.reason).toContain(`${property} ${rule}`);
  expect(failure?.reason).toContain(says);
  expect(failure?.reason.length).toBeLessThan(400);
});

test.each(GOOD)("%s accepts %p", async (kind, properties) => {
  const { failures, inputs } = await host.check({ ...properties, __provider: providerText(kind) });
  expect(failures).toEqual([]);
  expect(inputs).toEqual({ ...properties, __provider: providerText(kind) });
});

test("every wrong property is named at once, and an unknown one beside it does not hide them", async () => {
  const { failures } = await host.check({
    accountId: UNKNOWN,
    amount: 5,
    threshold: "x",
    extra: 1,
    __provider: providerText("AutoTopupConfig"),
  });
  expect(failures.map(({ reason }) => reason.split(" ")[0]).sort()).toEqual(['"extra"', "amount", "threshold"]);
});

test("a check needs no credentials and writes nothing to stderr", () => {
  expect(host.stderr()).toBe("");
});
