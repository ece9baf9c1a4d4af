// The package on an emulated Cloudflare, with the real Pulumi CLI: no account, no money. Without an argument it tells
// the story of the settings; with --purchase, that of buying credit.
import { purchases } from "./purchases.mjs";
import { settings } from "./settings.mjs";
import { perform } from "./stage.mjs";

if (process.argv.includes("--purchase")) await perform("examples/credit-topup", purchases);
else await perform("tools/demo/program", settings);
