/** `npm run demo`, as the README has it, but for the installation. */
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { execute } from "../support/engine";

const REPOSITORY = resolve(__dirname, "../..");
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith("ai-gateway-billing-demo-"));

test("the demo tells its story, and leaves nothing behind", async () => {
  const status = () => execute("git", ["status", "--porcelain", "--ignored"], REPOSITORY, process.env);
  const before = await status();
  const { exitCode, output } = await execute("npm", ["run", "-s", "demo"], REPOSITORY, process.env);
  expect(output).toContain("Done in");
  expect(exitCode).toBe(0);
  const story = [
    "$ pulumi preview\n",
    "$ pulumi up --yes\n",
    "+ 3 created",
    "$ pulumi preview --expect-no-changes\n",
    "3 unchanged",
    "In the dashboard:",
    "Exit code 7",
    "~ 1 updated",
    "$ pulumi destroy --yes\n",
    "- 3 deleted",
    "warning: This `pulumi up` will fail. Cannot set the ",
    "error: Could not set the ",
    "In the dashboard:",
    "+ 2 created",
    "The provider sent 4 requests, of them 0 writes.",
  ];
  let at = 0;
  for (const line of story) {
    const found = output.indexOf(line, at);
    expect(found === -1 ? `missing: ${line}\n${output}` : "").toBe("");
    at = found + line.length;
  }
  expect(output).not.toContain("test-token-write");
  expect(leftovers()).toEqual([]);
  expect(await status()).toEqual(before);
});
