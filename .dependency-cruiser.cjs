// The layers of the house. Run with all edges; the reachability rules are in .dependency-cruiser.reach.cjs.

/** Each room of provider/, from the ground up, and the rooms it may know: never one above it. */
const ROOMS = {
  contract: [],
  config: ["contract"],
  billing: ["contract", "config"],
  inputs: ["contract", "billing"],
  settings: ["contract", "config", "billing", "inputs"],
  purchase: ["contract", "config", "billing", "inputs"],
  data: ["contract", "billing", "inputs"],
  hosts: ["contract", "config", "billing", "settings", "purchase", "data"],
  "program/live": ["contract", "config", "billing", "purchase", "data", "hosts"],
  program: ["contract", "config", "hosts"],
  gateway: ["contract", "config"],
  native: ["config", "program", "index\\.ts"],
};

const only = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

const rooms = Object.entries(ROOMS).map(([room, known]) =>
  only(
    `floor-of-${room.replace("/", "-")}`,
    `provider/${room} knows ${known.length === 0 ? "no other room" : known.join(", ")}, and nothing above.`,
    { path: `^provider/${room}/`, ...(room === "program" ? { pathNot: "^provider/program/live/" } : {}) },
    { path: "^provider/", pathNot: `^provider/(${[room, ...known].join("|")})(/|$)` },
  ),
);

module.exports = {
  forbidden: [
    ...rooms,
    only(
      "no-loose-file",
      "Every file lies in a room.",
      { path: "^provider/[^/]+$", pathNot: "^provider/index\\.ts$" },
      {},
    ),
    only("no-circular", "Two files that need each other are one idea.", {}, { circular: true }),
    only(
      "axios-in-client",
      "One file knows the HTTP library.",
      { pathNot: "^provider/billing/client\\.ts$" },
      { path: "node_modules/axios" },
    ),
    only(
      "cloudflare-in-gateway",
      "A program that declares no gateway needs no @pulumi/cloudflare.",
      { pathNot: "^provider/gateway/" },
      { path: "node_modules/@pulumi/cloudflare/" },
    ),
    only(
      "emulator-shares-schema",
      "The emulator shares the wire shapes and nothing else.",
      { path: "^emulator/" },
      { path: "^provider/", pathNot: "^provider/billing/schema\\.ts$" },
    ),
    only("emulator-apart", "The provider starts no emulator.", { path: "^provider/" }, { path: "^emulator/" }),
    only(
      "floor-of-cli",
      "The command line knows the emulator, and what reads from Cloudflare; nothing that writes, no host, no program.",
      { path: "^cli/" },
      {
        path: "^(provider|policy|examples|tests|tools|bench)/",
        pathNot: "^provider/(contract|config|billing|inputs|data)/",
      },
    ),
    only(
      "plugin-apart",
      "Only Pulumi starts the plugin.",
      { pathNot: "^provider/hosts/plugin/" },
      { path: "^provider/hosts/plugin/" },
    ),
    only(
      "plugin-without-dynamic",
      "Two hosts share what is beside them in their room, and nothing else.",
      { path: "^provider/hosts/plugin/" },
      { path: "^provider/hosts/dynamic/" },
    ),
    only(
      "protocol-in-plugin",
      "One folder knows Pulumi's provider protocol.",
      { path: "^provider/", pathNot: "^provider/hosts/plugin/" },
      { path: "node_modules/(@pulumi/pulumi/proto|@grpc|google-protobuf)/" },
    ),
    only(
      "model-without-face",
      "What is known of an account is one thing, and how it is printed another.",
      { path: "^cli/model/" },
      { path: "^cli/", pathNot: "^cli/model/" },
    ),
    only("cli-apart", "Nothing knows the command line.", { pathNot: "^cli/" }, { path: "^cli/" }),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.build.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^cli/dist/" },
  },
};
