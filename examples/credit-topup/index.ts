import * as pulumi from "@pulumi/pulumi";
import { CreditTopup, usd } from "pulumi-cloudflare-ai-gateway-billing";

// The account comes from `cloudflare-ai-gateway-billing:accountId` or CLOUDFLARE_ACCOUNT_ID.

// pulumi config set purchase 2026-11
// pulumi config set amount 5000      (whole US cents; US$50.00 unless set)
const config = new pulumi.Config();

// `pulumi up` CHARGES THE CARD, once for each new word in `purchase`. The same word charges nothing again.
//
// If it is interrupted, run `pulumi up` again with the same word. (If the first run is dead and the stack is locked, run
// `pulumi cancel` before.) It looks for the charge before it makes one. If it finds the charge, it takes it over. If
// there is none, it charges the card now. If the result is ambiguous, it stops and asks you. See docs/money.md.
const credit = new CreditTopup("credit", {
  purchase: config.require("purchase"),
  amount: config.getNumber("amount") ?? usd(50),
  reason: "Credit for the coming month",
});

export const invoiceId = credit.invoiceId;
export const status = credit.status;
