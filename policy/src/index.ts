/** The policy pack. Pulumi loads this file from the pack's folder, and talks to the server that it starts. */
import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies/index.js";

new PolicyPack("cloudflare-ai-gateway-billing", {
  displayName: "Cloudflare AI Gateway billing",
  description: "Policies for the money side of Cloudflare AI Gateway: ceilings, caps, exposure, and who may buy",
  policies,
});
