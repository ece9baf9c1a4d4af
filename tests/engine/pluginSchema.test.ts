import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { withStack } from "../support/engine";
import { onPlugin, pluginStack } from "../support/plugin";

const FILE = resolve(__dirname, "../../sdk/schema.json");

test("the schema passes Pulumi's check, and the plugin answers with it", async () => {
  await withStack(pluginStack(onPlugin()), async (stack) => {
    expect(await stack.shell(`pulumi schema check ${FILE}`)).toMatchObject({ exitCode: 0 });
    const answer =
      "pulumi package get-schema ./node_modules/.bin/pulumi-resource-cloudflare-ai-gateway-billing 2> /dev/null";
    const { output } = await stack.shell(answer);
    expect(JSON.parse(output)).toEqual(JSON.parse(readFileSync(FILE, "utf8")));
  });
});
