/** Programs with `@pulumi/cloudflare`: the real classes, and a stand-in for their plugin. */
import { appendFileSync, chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");

/**
 * Takes resources and answers what it was given: the plugin of @pulumi/cloudflare cannot be had on closed machines.
 * What an import finds is in LIVE_GATEWAY, as JSON.
 */
const PLUGIN = `#!/usr/bin/env node
const from = require("node:module").createRequire(${JSON.stringify(join(REPOSITORY, "node_modules/@pulumi/pulumi/package.json"))});
const { isDeepStrictEqual } = require("node:util");
const grpc = from("@grpc/grpc-js");
const { ResourceProviderService } = from("@pulumi/pulumi/proto/provider_grpc_pb");
const proto = from("@pulumi/pulumi/proto/provider_pb");
const { PluginInfo } = from("@pulumi/pulumi/proto/plugin_pb");
const { Empty } = from("google-protobuf/google/protobuf/empty_pb");
const { Struct } = from("google-protobuf/google/protobuf/struct_pb");
const made = (message, values) => {
  for (const [name, value] of Object.entries(values)) message["set" + name](value);
  return message;
};
const answer = (make) => (call, done) => done(null, make(call.request));
const live = () => Struct.fromJavaScript(JSON.parse(process.env.LIVE_GATEWAY ?? "{}"));
const checked = answer((request) => made(new proto.CheckResponse(), { Inputs: request.getNews() }));
const server = new grpc.Server();
server.addService(ResourceProviderService, {
  getPluginInfo: answer(() => made(new PluginInfo(), { Version: "6.22.1" })),
  checkConfig: checked,
  diffConfig: answer(() => new proto.DiffResponse()),
  configure: answer(() => made(new proto.ConfigureResponse(), { Acceptsecrets: true, Supportspreview: true })),
  check: checked,
  diff: answer((request) => {
    const [before, now] = [request.getOldInputs(), request.getNews()].map((inputs) => inputs.toJavaScript());
    const names = Object.keys({ ...before, ...now });
    const diffs = names.filter((name) => !isDeepStrictEqual(before[name], now[name]));
    const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
    return made(new proto.DiffResponse(), { DiffsList: diffs, Changes: diffs.length > 0 ? DIFF_SOME : DIFF_NONE });
  }),
  create: answer((request) =>
    made(new proto.CreateResponse(), { Id: request.getPreview() ? "" : "gateway", Properties: request.getProperties() }),
  ),
  read: answer((request) =>
    made(new proto.ReadResponse(), {
      Id: request.getId(),
      Properties: request.getProperties() ?? live(),
      Inputs: request.getInputs() ?? live(),
    }),
  ),
  update: answer((request) => made(new proto.UpdateResponse(), { Properties: request.getNews() })),
  delete: answer(() => new Empty()),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_, port) => console.log(port));
`;

/** The node_modules of a program, and the plugin. */
export async function installWithCloudflare(folder: string) {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@pulumi"), { recursive: true });
  symlinkSync(REPOSITORY, join(modules, "pulumi-cloudflare-ai-gateway-billing"));
  for (const name of ["@pulumi/pulumi", "@pulumi/cloudflare"])
    symlinkSync(join(REPOSITORY, "node_modules", name), join(modules, name));
  const plugin = join(folder, "plugin");
  mkdirSync(plugin);
  writeFileSync(join(plugin, "pulumi-resource-cloudflare"), PLUGIN);
  chmodSync(join(plugin, "pulumi-resource-cloudflare"), 0o755);
  appendFileSync(join(folder, "Pulumi.yaml"), "plugins:\n  providers:\n    - name: cloudflare\n      path: ./plugin\n");
}
