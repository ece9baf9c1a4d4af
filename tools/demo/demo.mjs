// `npm run demo`: reads the options, and tells one of two stories.
import { parseArgs } from "node:util";

const HELP = `Usage: npm run demo [-- OPTIONS]

Runs the real Pulumi CLI with this package, against an emulated Cloudflare on this machine: no account, no money.

Without an option it has two parts:
  1. Cloudflare's API of today (2026-10): read an account, adopt the auto top-up that the dashboard has, buy credit,
     notice a change, and see what Cloudflare refuses to API tokens.
  2. The earlier API (2026-05), in which API tokens could write everything: set, put back and remove settings.

Options:
  --purchase  only about buying credit, with a run that is killed in the middle of a charge
  --help, -h  print this text

Time: about half a minute, with or without --purchase.

Needs: Node.js 20 or later, and \`npm ci\`. If PATH has no Pulumi CLI, the demo downloads one, or builds it with Go in
about four minutes. It does so once, and keeps the CLI in $XDG_CACHE_HOME (~/.cache). Nothing else is left behind.

Set NO_COLOR=1 for a text without colours.`;

const OPTIONS = { purchase: { type: "boolean" }, help: { type: "boolean", short: "h" } };

const { tokens } = parseArgs({ options: OPTIONS, strict: false, allowPositionals: true, tokens: true });
const isKnown = ({ kind, name, value }) => kind === "option" && Object.hasOwn(OPTIONS, name) && value === undefined;
const wrong = tokens.find((token) => !isKnown(token));
const has = (option) => tokens.some(({ name }) => name === option);

if (wrong !== undefined) {
  console.error(
    `The demo has no option ${process.argv[wrong.index + 2]}. \`npm run demo -- --help\` lists its options.`,
  );
  process.exitCode = 2;
} else if (has("help")) {
  console.log(HELP);
} else {
  const { perform } = await import("./stage.mjs");
  const stories = has("purchase") ? ["purchases"] : ["today", "earlier"];
  await perform(await Promise.all(stories.map(async (name) => (await import(`./${name}.mjs`))[name])));
}
