/** `npm run demo` and its chapter on purchases, as the README has them, but for the installation. */
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { execute } from "../support/engine";

const REPOSITORY = resolve(__dirname, "../..");
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith("ai-gateway-billing-demo-"));

test.each<[string, readonly string[], readonly string[]]>([
  [
    "of the settings",
    [],
    [
      "$ pulumi preview\n",
      "$ pulumi up --yes\n",
      "+ 3 created",
      "$ pulumi preview --expect-no-changes\n",
      "3 unchanged",
      "In the dashboard:",
      "Exit code 7",
      "~ 1 updated",
      "$ pulumi destroy --yes\n",
      "because it is protected",
      "In the program:",
      "$ pulumi up --yes\n",
      "3 unchanged",
      "$ pulumi destroy --yes\n",
      "- 3 deleted",
      "warning: This `pulumi up` will fail. Cannot set the ",
      "error: Could not set the ",
      "In the dashboard:",
      "+ 2 created",
      "The provider sent 4 requests, of them 0 writes.",
    ],
  ],
  [
    "of buying credit",
    ["--", "--purchase"],
    [
      "$ pulumi config set purchase 2026-11\n",
      "$ pulumi preview\n",
      "+ 4 to create",
      "$ pulumi up --yes\n",
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
  const { exitCode, output } = await execute("npm", ["run", "-s", "demo", ...args], REPOSITORY, process.env);
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
