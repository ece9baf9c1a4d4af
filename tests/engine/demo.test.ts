/** `npm run demo` and its chapter on purchases, as the README has them, but for the installation. */
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { execute } from "../support/engine";
import { testSome } from "../support/full";

const REPOSITORY = resolve(__dirname, "../..");
const demo = (...args: readonly string[]) =>
  execute("npm", ["run", "-s", "demo", "--", ...args], REPOSITORY, process.env);
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith("ai-gateway-billing-demo-"));

testSome<[string, readonly string[], readonly string[]]>(1, [
  [
    "of today's API and the earlier one",
    [],
    [
      "Part 1: Cloudflare's API today (2026-10)",
      "Somebody sets an auto top-up in the dashboard: it buys US$50.00 when less than US$10.00 is left.",
      "$ pulumi up --yes\n",
      'new AutoTopupConfig(\\"topup\\", { amount: 5000, threshold: 1000 });',
      "balance        : 1000",
      "upcomingInvoice: 0",
      "+ 1 created",
      "New in the program:",
      "$ pulumi up --yes\n",
      "+ 1 created",
      "The provider sent 4 requests, of them 0 writes.",
      "New in the program:",
      "$ pulumi up --yes\n",
      "  … pulumi up is running (",
      'Charged visa …4242 US$21.00 for US$20.00 of credit (purchase "2026-11"), plus tax, if any: invoice in_emulator_000001, completed.',
      "Somebody lowers the auto top-up in the dashboard to US$15.00.",
      "$ pulumi refresh --preview-only --expect-no-changes --non-interactive\n",
      "topup update [diff: ~amount]",
      "Exit code 7",
      "$ pulumi preview\n",
      "warning: This `pulumi up` will fail. Cannot set the ",
      "$ pulumi up --yes\n",
      "error: Could not set the ",
      "+ 1 created",
      '"+ 1 created" is the stack itself',
      "Part 2: Cloudflare's earlier API (2026-05)",
      "$ pulumi up --yes\n",
      "+ 2 created",
      "Somebody raises the auto top-up in the dashboard to US$900.00.",
      "$ pulumi up --yes --refresh\n",
      "~ 1 updated",
      "$ pulumi destroy --yes\n",
      "because it is protected",
      "In the program:",
      "$ pulumi up --yes\n",
      "3 unchanged",
      "$ pulumi destroy --yes\n",
      "- 3 deleted",
    ],
  ],
  [
    "of buying credit",
    ["--purchase"],
    [
      "$ pulumi config set purchase 2026-11\n",
      "$ pulumi preview\n",
      "+ 4 to create",
      "$ pulumi up --yes\n",
      "  … pulumi up is running (",
      "+ 4 created",
      "in_emulator_000001: US$50.00 of credit, US$52.50 on the card, completed",
      "$ pulumi up --yes\n",
      "4 unchanged",
      "The provider sent 0 requests.",
      "$ pulumi config set purchase 2026-12\n",
      "$ pulumi up --yes\n",
      "Killed with SIGKILL.",
      "$ pulumi stack output invoiceId\n  in_emulator_000001\n",
      "in_emulator_000002: ",
      "$ pulumi cancel --yes\n",
      "$ pulumi up --yes\n",
      'Purchase "2026-12" was already charged. Invoice in_emulator_000002 ',
      "$ pulumi stack output invoiceId\n  in_emulator_000002\n",
      "2 purchases, 2 charges.",
    ],
  ],
])("the demo tells its story %s, and leaves nothing behind", async (_, args, story) => {
  const status = () => execute("git", ["status", "--porcelain", "--ignored"], REPOSITORY, process.env);
  const before = await status();
  // A demo that somebody has killed may have left its own.
  const leftBefore = leftovers();
  const { exitCode, output } = await demo(...args);
  expect(output).toContain("Done in");
  expect(exitCode).toBe(0);
  let at = 0;
  for (const line of story) {
    const found = output.indexOf(line, at);
    expect(found === -1 ? `missing: ${line}\n${output}` : "").toBe("");
    at = found + line.length;
  }
  expect(output).not.toContain("test-token-write");
  expect(leftovers()).toEqual(leftBefore);
  expect(await status()).toEqual(before);
});

test("the demo's help says what it does, how long, what it needs, and every option", async () => {
  const { exitCode, output } = await demo("--help");
  expect(exitCode).toBe(0);
  for (const words of [
    "Usage: npm run demo",
    "Time: about half a minute",
    "Needs: Node.js",
    "--purchase",
    "--help, -h",
  ])
    expect(output).toContain(words);
  expect(await demo("-h")).toEqual({ exitCode, output });
});

test.each([[["--purchases"]], [["--purchase=yes"]], [["purchase"]], [["--purchase", "-x"]]])(
  "the demo refuses %j, and does nothing",
  async (args) => {
    expect(await demo(...args)).toMatchObject({
      exitCode: 2,
      output: `The demo has no option ${args.at(-1)}. \`npm run demo -- --help\` lists its options.\n`,
    });
  },
);
