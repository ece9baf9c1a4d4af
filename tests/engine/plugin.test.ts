import { withStack } from "../support/engine";
import { onPlugin, pluginStack } from "../support/plugin";
import { ACCOUNT } from "../support/programs";

test("probe", async () => {
  const declared = (more: string) => onPlugin(`AutoTopupConfig("topup", { accountId: "${ACCOUNT}", amount: 5000, threshold: 1000 ${more} });`);
  await withStack(pluginStack(declared("")), async (stack) => {
    const timed = async <T>(name: string, task: () => Promise<T>) => { const t = Date.now(); const r = await task(); console.log(name, Date.now() - t); return r; };
    await timed("up", () => stack.up());
    await timed("preview", () => stack.preview());
    stack.write(onPlugin(`AutoTopupConfig("topup", { accountId: "${ACCOUNT}", amount: 50 });`, `SpendingLimit("limit", { accountId: "${ACCOUNT.slice(1)}", amount: 5000, duration:"monthly", strategy:"fixed" });`));
    console.log((await timed("bad", () => stack.preview())).output);
    stack.write(onPlugin(`new pulumi.CustomResource("cloudflare-ai-gateway-billing:index:TopupIntent", "x", {amount: 1});`, `new pulumi.CustomResource("cloudflare-ai-gateway-billing:index:Nope", "y", {amount: 1});`));
    console.log((await timed("unserved", () => stack.preview())).output);
    stack.write(onPlugin(`provider("p", {apitoken: "x", frob: 1});`));
    console.log((await timed("config", () => stack.preview())).output);
    stack.write(onPlugin(`call("getCreditBalance", {accountId: "${ACCOUNT}"}).apply(console.log);call("getTopupStatus", {accountId: "${ACCOUNT}", paymentIntentID: "x"})`));
    console.log((await timed("fn", () => stack.preview())).output);
    console.log((await timed("import", () => stack.pulumi("import", "--yes", "cloudflare-ai-gateway-billing:index:AutoTopupConfig", "imp", "${ACCOUNT}"))).output);
    console.log((await timed("import", () => stack.pulumi("import", "--yes", "cloudflare-ai-gateway-billing:index:SpendingLimit", "imp", ACCOUNT))).output);
  });
});
