import { changedKeys, readFrom, refusalsOf, secretsOf } from "../../../../provider/hosts/plugin/configuration";

test.each(["apiToken", "apiKey"])(
  "an empty %s is refused: the environment may hold the token of another account",
  (key) => {
    expect(refusalsOf({ [key]: "", email: "a@example.com" })).toEqual([
      `${key} is empty. Set it, or remove it: then the environment is asked.`,
    ]);
  },
);

test.each([
  ["apitoken", "Write apiToken."],
  ["api_token", "Write apiToken."],
  ["baseURL", "Write baseUrl."],
  ["acountId", "Write accountId."],
  ["region", "Remove it."],
])("the unknown key %s is refused", (key, advice) => {
  expect(refusalsOf({ [key]: "x" })).toEqual([
    `"${key}" is not a setting of the provider cloudflare-ai-gateway-billing, which has apiToken, apiKey, email, baseUrl, accountId, preflight, timing. ${advice}`,
  ]);
});

test("what Pulumi adds is accepted", () => {
  expect(refusalsOf({ version: "0.1.0", pluginDownloadURL: "https://example.com", __internal: {} })).toEqual([]);
});

test("tokens and keys are secret even when they are given plain, and nothing is added to them", () => {
  const values = { apiToken: "t", apiKey: "k", email: "e", accountId: "a" };
  expect([...secretsOf({ values, secrets: new Set(["email"]) })].sort()).toEqual(["apiKey", "apiToken", "email"]);
  expect([...secretsOf({ values: {}, secrets: new Set() })]).toEqual([]);
});

test("every key counts as a change, and what Pulumi adds does not", () => {
  const before = { apiToken: "t", timing: { callMs: 1 }, version: "0.1.0" };
  expect(changedKeys(before, { ...before, version: "0.2.0" })).toEqual([]);
  expect(changedKeys(before, { apiToken: "u", timing: { callMs: 2 }, baseUrl: "x" })).toEqual([
    "apiToken",
    "baseUrl",
    "timing",
  ]);
});

test("values of any type are read as text, under the keys of the package and no other", () => {
  const read = readFrom({ preflight: false, timing: { callMs: 1 }, accountId: "a", email: null });
  const own = (key: string) => read(`cloudflare-ai-gateway-billing:${key}`);
  expect([own("preflight"), own("timing"), own("accountId"), own("email"), own("baseUrl"), own("version")]).toEqual([
    "false",
    '{"callMs":1}',
    "a",
    undefined,
    undefined,
    undefined,
  ]);
  expect(read("cloudflare:accountId")).toBeUndefined();
});
