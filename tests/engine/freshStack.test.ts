/** The stack that a test begins with, as the CLI understands it. */
import { withStack } from "../support/engine";

test("a fresh stack is selected, and its configuration is read, secrets too", async () => {
  const config = { "own:plain": 'a "quoted" text: {1}' };
  const secrets = { "own:secret": "not for state" };
  await withStack({ api: "2026-10", program: "", config, secrets }, async (stack) => {
    const shown = JSON.parse((await stack.pulumi("config", "--show-secrets", "--json")).output);
    expect(shown).toMatchObject({
      "own:plain": { value: config["own:plain"], secret: false },
      "own:secret": { value: secrets["own:secret"], secret: true },
    });
    expect(JSON.parse((await stack.pulumi("stack", "ls", "--json")).output)).toMatchObject([
      { name: "test", current: true },
    ]);
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(await stack.pulumi("config", "set", "own:more", "1")).toMatchObject({ exitCode: 0 });
    expect(await stack.destroy("--remove")).toMatchObject({ exitCode: 0 });
  });
});
