// What is reachable when a program starts, or when the provider does: without lazy and type-only edges.
const never = (name, comment, path, to) => ({
  name,
  comment,
  severity: "error",
  from: { path },
  to: { path: to, reachable: true },
});

module.exports = {
  forbidden: [
    never(
      "program-starts-light",
      "A program carries neither zod nor axios before it needs them.",
      "^provider/index\\.ts$",
      "node_modules/(zod|axios|@pulumi/cloudflare)/",
    ),
    never(
      "core-without-pulumi",
      "Lifecycles run in any host.",
      "^provider/(billing|kinds)/|^provider/lifecycle\\.ts$",
      "node_modules/@pulumi/pulumi/",
    ),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.build.json" },
    tsPreCompilationDeps: false,
    doNotFollow: { path: "node_modules" },
    exclude: { dynamic: true },
  },
};
