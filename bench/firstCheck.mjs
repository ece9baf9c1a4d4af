// How soon a provider is ready: from the start of its process to its first answer to Check, without the engine.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { createProject, HOSTS } from "./engine.mjs";

const require = createRequire(import.meta.url);
const { credentials } = require("@grpc/grpc-js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");
const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const { CheckRequest, ConfigureRequest } = require("@pulumi/pulumi/proto/provider_pb");
const { PROVIDER_KEY, providerText } = require("../dist/provider/hosts/dynamic/text.js");
const { dynamicType, pluginType } = require("../dist/provider/hosts/tokens.js");

const KIND = "AutoTopupConfig";
const INPUTS = { accountId: "0123456789abcdef0123456789abcdef", amount: 5000, threshold: 1000 };

/** Pulumi starts the dynamic host by a script that first asks another Node where it is. That is not counted. */
const PROVIDERS = {
  dynamic: {
    main: require.resolve("@pulumi/pulumi/cmd/dynamic-provider"),
    type: dynamicType(KIND),
    inputs: { ...INPUTS, [PROVIDER_KEY]: providerText(KIND) },
  },
  plugin: { main: HOSTS.plugin.main, type: pluginType(KIND), inputs: INPUTS },
};

/** Seconds in each round, of the dynamic host and of the plugin, in turn. */
export async function firstChecks(rounds, pulumi) {
  const project = await createProject([], { pulumi, env: process.env });
  // The address of an engine that is never called.
  const engine = createServer().listen(0, "127.0.0.1");
  await once(engine, "listening");
  const measured = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const run = {};
      for (const [host, provider] of Object.entries(PROVIDERS))
        run[host] = await firstCheck(provider, project.folder, `127.0.0.1:${engine.address().port}`);
      measured.push(run);
    }
  } finally {
    engine.close();
    project.remove();
  }
  return measured;
}

async function firstCheck({ main, type, inputs }, cwd, engine) {
  const configure = new ConfigureRequest();
  configure.setArgs(Struct.fromJavaScript({}));
  const check = new CheckRequest();
  check.setUrn(`urn:pulumi:bench::bench::${type}::topup`);
  check.setOlds(Struct.fromJavaScript({}));
  check.setNews(Struct.fromJavaScript(inputs));

  const began = performance.now();
  const child = spawn(process.execPath, [main, engine], { cwd, stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(child.stdout.setEncoding("utf8"), "data");
  const client = new ResourceProviderClient(`127.0.0.1:${Number(port)}`, credentials.createInsecure());
  try {
    await call(client, "configure", configure);
    const failures = (await call(client, "check", check)).getFailuresList();
    if (failures.length > 0) throw new Error(failures[0].getReason());
    return (performance.now() - began) / 1000;
  } finally {
    client.close();
    child.kill("SIGKILL");
    await once(child, "close");
  }
}

const call = (client, verb, request) =>
  new Promise((done, failed) => {
    client[verb](request, (error, response) => (error === null ? done(response) : failed(error)));
  });
