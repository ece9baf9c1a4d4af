/**
 * Loaded into the plugin: the gates of a purchase that the plugin itself makes, where no program can have any. The plugin
 * stops at a closed gate until the gate is opened again.
 */
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { ResourceMonitorClient } = require("@pulumi/pulumi/proto/resource_grpc_pb");

const folder = join(process.env.PULUMI_HOME, "../program");

async function passGate(after) {
  while (existsSync(join(folder, `gate-after-${after}`))) await new Promise((done) => setTimeout(done, 10));
}

const { registerResource, registerResourceOutputs } = ResourceMonitorClient.prototype;

ResourceMonitorClient.prototype.registerResource = function (request, ...more) {
  const after = request.getType().endsWith(":TopupCharge") ? "credit-intent" : "nothing";
  passGate(after).then(() => registerResource.call(this, request, ...more));
};

ResourceMonitorClient.prototype.registerResourceOutputs = function (...request) {
  passGate("credit-charge").then(() => registerResourceOutputs.call(this, ...request));
};
