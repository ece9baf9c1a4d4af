/** How the command line is called, whatever the command. */
import { createServer } from "node:http";
import { version } from "../../../cli/package.json";
import { runCommandLine } from "../../../cli/run";

async function call(...args: string[]) {
  const printed = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof printed) => ({
    write(text: string) {
      printed[name] += text;
    },
  });
  const code = await runCommandLine(args, { stdout: stream("stdout"), stderr: stream("stderr") });
  return { code, ...printed };
}

test.each([[[]], [["doctor"]], [["status"]], [["check"]], [["report"]], [["gate"]], [["emulator"]]])(
  "%j: --help and --version are answered, and nothing else is done",
  async (command) => {
    for (const flag of ["--help", "-h"]) {
      const { code, stdout, stderr } = await call(...command, flag);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toContain(["Usage:\n  ai-gateway-billing", ...command].join(" "));
      expect(stdout).toContain("Exit codes: 0 ");
    }
    for (const flag of ["--version", "-v"])
      expect(await call(...command, flag)).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  },
);

test.each([
  [["gte", "plan.json"], "There is no command `gte`. Did you mean `gate`?"],
  [["emulate"], "There is no command `emulate`. Did you mean `emulator`?"],
  [["gate", "plan.json", "--allow-purchas=x"], "There is no flag --allow-purchas. Did you mean --allow-purchase?"],
  [["gate", "plan.json", "--markdwon"], "There is no flag --markdwon. Did you mean --markdown?"],
  [["emulator", "--prot", "1"], "There is no flag --prot. Did you mean --port?"],
])("%j is a wrong call, and the nearest name is told", async (args, message) => {
  expect(await call(...args)).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
});

test.each([
  [[], "No command was given."],
  [["--", "gate", "plan.json"], "No command was given."],
  [["nonsense"], "There is no command `nonsense`."],
  [["gate", "plan.json", "-x"], "There is no flag -x."],
  [["gate", "plan.json", "--allow-purchase"], "--allow-purchase needs a value."],
  [["gate", "plan.json", "--allow-purchase", "--markdown"], "If that is the value, write --allow-purchase=--markdown."],
  [["gate", "plan.json", "--markdown", "--markdown"], "--markdown is given more than once."],
  [["emulator", "--port", "x"], '--port cannot be "x": a port is a whole number from 0 to 65535.'],
  [["emulator", "--port", "65536"], '--port cannot be "65536"'],
  [["emulator", "--port="], '--port cannot be ""'],
  [["emulator", "--api", "2025-01"], '--api cannot be "2025-01": it is 2026-10 or 2026-05.'],
  [["emulator", "now"], '"now" is one argument too many: this command takes 0.'],
])("%j is a wrong call", async (args, message) => {
  const { code, stdout, stderr } = await call(...args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/`(ai-gateway-billing )?--help`.* lists .*\.\n$/);
});

test.each([
  ["status", "--account"],
  ["status", "--accounts"],
  ["doctor", "--stack"],
  ["check", "--openmetrics"],
  ["report", "--state"],
  ["adopt", "--new"],
  ["adopt", "--out"],
])("%s %s with an empty value is a wrong call, in both ways to write it", async (command, flag) => {
  for (const args of [[flag, ""], [`${flag}=`]])
    expect(await call(command, ...args)).toEqual({
      code: 2,
      stdout: "",
      stderr: `${flag} cannot be "": the value is empty, perhaps from a variable that is not set. \`--help\` after the command lists its flags and arguments.\n`,
    });
});

test("an empty file name of the gate is a wrong call", async () => {
  const { code, stderr } = await call("gate", "");
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^PREVIEW cannot be "": the value is empty/)]);
});

test("a port in use is an error that says what to do", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => void other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = typeof address === "object" ? address?.port : undefined;
  try {
    expect(await call("emulator", "--port", String(port))).toEqual({
      code: 2,
      stdout: "",
      stderr: `Port ${port} of 127.0.0.1 is in use by another program. Choose another port, or --port 0 for a free one.\n`,
    });
  } finally {
    other.close();
  }
});
