/** The inputs of a purchase as the real dynamic host gets them, and the frozen texts of its two kinds. */
import { providerText } from "../../provider/hosts/dynamic/text";
import { dynamicType } from "../../provider/hosts/tokens";
import type { DynamicHost } from "../support/dynamicHost";
import { startDynamicHost } from "../support/dynamicHost";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const ID = "0123456789abcdef0123456789abcdef";
const __provider = providerText("TopupIntent");
const INTENT = { accountId: ID, amount: 5000, purchase: "2026-11", __provider };

let host: DynamicHost;
beforeAll(async () => {
  host = await startDynamicHost({ "cloudflare-ai-gateway-billing:apiToken": "t" });
});
afterAll(() => host.close());

const reasons = async (change: object, olds: Record<string, unknown> = {}) =>
  (await host.check({ ...INTENT, ...change }, olds)).failures.map(({ reason }) => reason).join("\n");

test("the tokens and texts of both kinds are frozen", () => {
  for (const kind of ["TopupIntent", "TopupCharge"]) {
    expect(dynamicType(kind)).toBe(`pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:${kind}`);
    expect(providerText(kind)).toBe(providerText("AutoTopupConfig").replace("AutoTopupConfig", kind));
  }
});

test.each<[object]>([
  [{}],
  [{ purchase: "Q4, for the launch / team A" }],
  [{ purchase: "十一月" }],
  [{ purchase: "été 🎉", reason: "नवंबर" }],
  [{ purchase: "x".repeat(100) }],
  [{ amount: 1000 }],
  [{ accountId: UNKNOWN }],
  [{ reason: "TICKET-7: launch", paymentMethodId: "pm_1", settleWithinSeconds: 0, repeatGuardDays: 0 }],
  [{ abandonPurchase: "2026-10" }],
  [{ abandonPurchase: ["2026-09", "2026-10"] }],
  [{ abandonPurchase: [] }],
  [{ adoptInvoiceId: UNKNOWN, paymentMethodId: UNKNOWN }],
])("passes: %p", async (change) => {
  expect(await reasons(change)).toBe("");
});

const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

const WORD = "purchase must be the word for a purchase, such as 2026-11: a text of 1 to 100 characters on one line";

test.each<[object, string]>([
  [{ purchase: undefined }, `${WORD}, without spaces around it; got nothing.`],
  [{ purchase: "" }, `${WORD}, without spaces around it; got an empty string.`],
  [{ purchase: " 2026-11" }, WORD],
  [{ purchase: "2026-11\n" }, WORD],
  [{ purchase: "2026\t11" }, WORD],
  [{ purchase: "2026\u202811" }, WORD],
  [{ purchase: "\u200b2026-11" }, WORD],
  [{ purchase: "e\u0301te\u0301" }, WORD],
  [{ purchase: "2026\u202811" }, "got a text with U+2028, a line break."],
  [{ purchase: "a\u001b[2J" }, "got a text with U+001B, a control character."],
  [{ purchase: "a\u202eb" }, "got a text with U+202E, a character that turns the direction of the text."],
  [
    { purchase: "2026-11\u2800" },
    "purchase is a text with U+2800, a blank that is not a space, so it looks like another text",
  ],
  [
    { purchase: "2026\u316411" },
    "purchase is a text with U+3164, a blank that is not a space, so it looks like another text",
  ],
  [
    { purchase: "2026-11\u034f" },
    "purchase is a text with U+034F, a character that is not shown, so it looks like another text",
  ],
  [
    { purchase: "2026-11\ufe0f" },
    "purchase is a text with U+FE0F, a character that is not shown, so it looks like another text",
  ],
  [{ reason: "\u3164" }, "reason is a text with U+3164, a blank that is not a space, so it looks like another text"],
  [{ reason: "a\u200b" }, "reason must be the reason of the purchase"],
  [{ purchase: "x".repeat(101) }, `${WORD}, without spaces around it; got a string of 101 characters.`],
  [{ purchase: 202611 }, `${WORD}, without spaces around it; got 202611.`],
  [{ purchase: null }, WORD],
  [{ purchase: ["2026-11"] }, WORD],
  [{ purchase: UNKNOWN }, "purchase must be known at preview"],
  [{ amount: UNKNOWN }, "amount must be known at preview"],
  [{ amount: 50 }, "amount must be a whole number of US cents, at least 1000 (US$10.00); got 50. If 50 US dollars"],
  [{ amount: 999 }, "at least 1000 (US$10.00); got 999."],
  [{ amount: 5000.5 }, "amount must be a whole number of US cents"],
  [{ amount: "5000" }, "Write it as a number, without quotes: 5000."],
  [{ amount: -5000 }, "got -5000."],
  [{ accountId: "x" }, "accountId must be a Cloudflare account id"],
  [{ reason: "" }, "reason must be the reason of the purchase"],
  [{ reason: "two\nlines" }, "reason must be the reason of the purchase"],
  [{ reason: 7 }, "reason must be the reason of the purchase"],
  [{ paymentMethodId: " pm_1" }, "paymentMethodId must be the id of a payment method"],
  [{ adoptInvoiceId: "" }, "adoptInvoiceId must be the id of an invoice"],
  [{ adoptInvoiceId: true }, "adoptInvoiceId must be the id of an invoice"],
  [{ abandonPurchase: "2026-11" }, 'abandonPurchase names the purchase itself, "2026-11"'],
  [{ abandonPurchase: ["2026-10", "2026-11"] }, "abandonPurchase names the purchase itself"],
  [{ abandonPurchase: [" x"] }, "abandonPurchase must be the word for a purchase"],
  [{ abandonPurchase: 7 }, "or a list of such words; got 7."],
  [{ settleWithinSeconds: -1 }, "settleWithinSeconds must be a whole number of seconds from 0 to 3600; got -1."],
  [{ settleWithinSeconds: 3601 }, "settleWithinSeconds must be a whole number of seconds from 0 to 3600; got 3601."],
  [{ settleWithinSeconds: "60" }, 'settleWithinSeconds must be a whole number of seconds from 0 to 3600; got "60".'],
  [{ repeatGuardDays: 0.5 }, "repeatGuardDays must be a whole number of days from 0 to 36500; got 0.5."],
  [{ repeatGuardDays: -1 }, "repeatGuardDays must be a whole number of days from 0 to 36500; got -1."],
  [{ Purchase: "x" }, '"Purchase" is not a property of CreditTopup, which has accountId, amount, purchase'],
  [{ allowOverwrite: true }, '"allowOverwrite" is not a property of CreditTopup'],
])("refused: %p", async (change, says) => {
  const given = Object.fromEntries(Object.entries({ ...INTENT, ...change }).filter(([, value]) => value !== undefined));
  const { failures } = await host.check(given);
  expect(failures.map(({ reason }) => reason).join("\n")).toContain(says);
  expect(failures.map(({ reason }) => reason).join("")).not.toMatch(UNSEEN);
  // The engine prints the value of a property that is named.
  expect(failures.every(({ property }) => property === "")).toBe(true);
});

test("a recorded word or reason may stay, even if only an earlier version accepts it", async () => {
  const recorded = { ...INTENT, purchase: "2026-11\u2800", reason: "\u3164" };
  expect(await reasons(recorded, recorded)).toBe("");
  expect(await reasons({ ...recorded, reason: "launch" }, recorded)).toBe("");
  expect(await reasons({ ...recorded, purchase: "2026-11" }, recorded)).toBe("");
  expect(await reasons({ ...recorded, purchase: "2026-12\u2800" }, recorded)).toContain(
    "purchase is a text with U+2800",
  );
  expect(await reasons({ ...recorded, reason: "launch\u2800" }, recorded)).toContain("reason is a text with U+2800");
  const toBeCharged = { ...recorded, record: UNKNOWN, __provider: providerText("TopupCharge") };
  const { failures } = await host.check(toBeCharged);
  expect(failures).toEqual([]);
  // it is given up by the word that the record has
  expect(await reasons({ purchase: "2026-12", abandonPurchase: recorded.purchase }, recorded)).toBe("");
});

test("an invalid account id is not quoted, even if it has changed: it may be a pasted token", async () => {
  const told = await reasons({ accountId: "a-pasted-token" }, INTENT);
  expect(told).toContain("accountId must be a Cloudflare account id");
  expect(told).not.toContain("pasted");
});

test("a purchase is one decision: its amount and account stay, and an adopted invoice is not carried along", async () => {
  expect(await reasons({ amount: 6000 }, INTENT)).toContain('amount was 5000 when purchase "2026-11" was recorded');
  expect(await reasons({ accountId: "f".repeat(32) }, INTENT)).toContain("accountId was 0123");
  expect(await reasons({ amount: 6000, purchase: "2026-12" }, INTENT)).toBe("");
  const adopted = { adoptInvoiceId: "in_1" };
  expect(await reasons({ ...adopted, purchase: "2026-12" }, { ...INTENT, ...adopted })).toContain(
    'adoptInvoiceId is still "in_1", the invoice of purchase "2026-11"',
  );
  expect(await reasons(adopted, { ...INTENT, ...adopted })).toBe("");
});
