/** Words of Cloudflare in sentences beside those of failed requests: spelt out, and no longer than needed. */
import { inspect } from "node:util";
import { whyNotEligible } from "../../../provider/billing/eligibility";
import { ConfigurationError } from "../../../provider/contract/errors";
import { inWords } from "../../../provider/purchase/invoices";
import { cardInWords } from "../../../provider/purchase/sentences";
import { outOfForce } from "../../../provider/settings/sentences";
import { spendingLimit } from "../../../provider/settings/spendingLimit";
import { ACCOUNT } from "../../support/client";

const HOSTILE = `\u001b[2J\n::error::\u202e${"x".repeat(9000)}`;

const invoice = (id: string, status: string) => ({
  id,
  status,
  amountDue: 5250,
  amountPaid: 0,
  amountRemaining: 5250,
  currency: "usd",
  description: null,
  autoAdvance: null,
  invoicePdf: null,
  attemptCount: null,
  attempted: null,
  created: null,
  createdSeconds: null,
  createdBy: null,
  invoiceOrigin: null,
});

test.each([
  ["the reasons of an eligibility", (word: string) => whyNotEligible(ACCOUNT, word, word)],
  ["the reason of a disabled auto top-up", (word: string) => outOfForce("auto top-up", ACCOUNT, word)],
  ["an invoice", (word: string) => inWords([invoice(word, word)])],
  ["a card", (word: string) => String(cardInWords(word, word))],
  ["a live spending limit", (word: string) => spendingLimit.describe({ amount: 100, duration: word, strategy: word })],
])("%s", (_, sentence) => {
  expect(sentence("PLAIN_word é")).toContain("PLAIN_word é");
  const told = sentence(HOSTILE);
  expect(told).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]|x{300}/u);
  expect(told).toContain(String.raw`\u{1b}[2J ::error::`);
});

test("an error, also where it is inspected", () => {
  const error = new ConfigurationError(HOSTILE);
  for (const told of [error.message, String(error.stack), inspect(error)]) {
    expect(told).toContain(String.raw`\u{1b}[2J ::error::`);
    expect(told.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  }
});
