import * as pulumi from "@pulumi/pulumi";
import { CreditTopup, usd } from "pulumi-cloudflare-ai-gateway-billing";

// The account comes from `cloudflare-ai-gateway-billing:accountId` or CLOUDFLARE_ACCOUNT_ID.

// pulumi config set purchase 2026-11
// pulumi config set amount 5000      (whole US cents; US$50.00 unless set)
const config = new pulumi.Config();

// `pulumi up` CHARGES THE CARD, once for each new word in `purchase`; the same word charges nothing again.
//
// When it is interrupted, run `pulumi up` again with the same word (and `pulumi cancel` before, if the stack is
// locked and the first run is dead). It looks for the charge before it makes one: found, it is taken over; not
// found, the card is charged now; not clear, it stops and asks. See docs/money.md.
const credit = new CreditTopup("credit", {
  purchase: config.require("purchase"),
  amount: config.getNumber("amount") ?? usd(50),
  reason: "Credit for the coming month",
});

export const invoiceId = credit.invoiceId;
export const status = credit.status;
