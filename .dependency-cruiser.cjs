// The layers of the house. Run with all edges; the reachability rules are in .dependency-cruiser.reach.cjs.
const only = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    only("no-circular", "Two files that need each other are one idea.", {}, { circular: true }),
    only(
      "axios-in-client",
      "One file knows the HTTP library.",
      { pathNot: "^provider/billing/client\\.ts$" },
      { path: "node_modules/axios" },
    ),
    only(
      "cloudflare-in-gateway",
      "Who declares no gateway needs no @pulumi/cloudflare.",
      { pathNot: "^provider/gateway/" },
      { path: "node_modules/@pulumi/cloudflare/" },
    ),
    only(
      "billing-below",
      "Cloudflare's floor knows none above it.",
      { path: "^provider/billing/" },
      { path: "^provider/", pathNot: "^provider/(billing/|config\\.ts|errors\\.ts)" },
    ),
    only(
      "kinds-below",
      "A kind knows Cloudflare, money and errors.",
      { path: "^provider/kinds/" },
      { path: "^provider/", pathNot: "^provider/(kinds|billing)/|^provider/(errors|money|quote)\\.ts" },
    ),
    only(
      "purchase-below-hosts",
      "A purchase knows Cloudflare and the grammar of lifecycles.",
      { path: "^provider/purchase/" },
      {
        path: "^provider/",
        pathNot: "^provider/(purchase|kinds|billing)/|^provider/(lifecycle|config|errors|money|quote)\\.ts",
      },
    ),
    only(
      "core-below-hosts",
      "The core knows no host and no class.",
      { path: "^provider/[a-zA-Z]+\\.ts$", pathNot: "^provider/index\\.ts$" },
      { path: "^provider/(hosts|resources|functions|gateway|cli)/" },
    ),
    only(
      "hosts-below-program",
      "A host knows no class.",
      { path: "^provider/hosts/" },
      { path: "^provider/(resources|functions|cli)/" },
    ),
    only(
      "host-takes-the-lifecycle-way",
      "The program and the provider process meet in the inputs alone.",
      { path: "^provider/(resources|functions|gateway)/" },
      { path: "^provider/(kinds|billing|purchase)/|^provider/(lifecycle|preview|writeAccess|connect)\\.ts" },
    ),
    only(
      "emulator-shares-schema",
      "The emulator shares the wire shapes and nothing else.",
      { path: "^emulator/" },
      { path: "^provider/", pathNot: "^provider/billing/schema\\.ts$" },
    ),
    only(
      "emulator-apart",
      "Only the command line starts an emulator.",
      { path: "^provider/", pathNot: "^provider/cli/" },
      { path: "^emulator/" },
    ),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.build.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  },
};
