import type * as cloudflare from "@pulumi/cloudflare";
import type { Refuse } from "./refuse.js";

/** How the optional peer is found. */
export interface Installed {
  readonly sdk: () => typeof cloudflare;
  readonly version: () => string;
}

// Written out, so that a bundler sees them.
const installed: Installed = {
  sdk: () => require("@pulumi/cloudflare"),
  version: () => require("@pulumi/cloudflare/package.json").version,
};

const INSTALL = "In the folder of the program: `npm install @pulumi/cloudflare@^6.18.0`.";

/** Loads `@pulumi/cloudflare` when a gateway is declared. A program that only converts a limit does not need it. */
export function cloudflareSdk(refuse: Refuse, { sdk, version }: Installed = installed): typeof cloudflare {
  const found =
    unlessMissing(version) ?? refuse(`needs the package @pulumi/cloudflare, which is not installed. ${INSTALL}`);
  // An older version silently drops the spend limits, and the gateway would have no cap.
  if (!knowsSpendLimits(found)) refuse(`needs @pulumi/cloudflare 6.18 or later, but ${found} is installed. ${INSTALL}`);
  return sdk();
}

function unlessMissing<Found>(find: () => Found): Found | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, "code") === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

function knowsSpendLimits(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 6 || (major === 6 && minor >= 18);
}
