/** The executable of the policies, called by somebody who is not Pulumi. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const POLICY = resolve(__dirname, "../../policy");

/** From anywhere; a pack that began to serve would not end by itself. */
function pack(...args: string[]) {
  const options = { cwd: tmpdir(), encoding: "utf8", timeout: 30_000 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(POLICY, "pack.js"), ...args], options);
  return { status, stdout, stderr };
}

test.each(["--help", "-h"])("%s says how Pulumi starts it, and ends", (flag) => {
  expect(pack(flag)).toEqual({
    status: 0,
    stdout: expect.stringContaining("pulumi preview --policy-pack "),
    stderr: "",
  });
});

test("--version prints the version, and ends", () => {
  const { version } = JSON.parse(readFileSync(join(POLICY, "package.json"), "utf8"));
  expect(pack("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
});
