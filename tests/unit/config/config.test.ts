import { resolveAccountId, resolveConnection, resolvePreflight } from "../../../provider/config/config";

const OWN = "cloudflare-ai-gateway-billing";
const environment = { ...process.env };

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith("CLOUDFLARE_")) delete process.env[name];
});
afterAll(() => {
  process.env = environment;
});

const read = (config: Record<string, string>) => (key: string) => config[key];

test("own configuration comes before the neighbour's, and that before the environment", () => {
  const config = { [`${OWN}:apiToken`]: "own", "cloudflare:apiToken": "neighbour" };
  process.env.CLOUDFLARE_API_TOKEN = "environment";
  expect(resolveConnection(read(config)).credentials).toEqual({ kind: "token", token: "own" });
  expect(resolveConnection(read({ "cloudflare:apiToken": "neighbour" })).credentials).toEqual({
    kind: "token",
    token: "neighbour",
  });
  expect(resolveConnection(read({})).credentials).toEqual({ kind: "token", token: "environment" });
});

test("a key and an email go together, at each place", () => {
  process.env.CLOUDFLARE_API_TOKEN = "environment";
  expect(resolveConnection(read({ [`${OWN}:apiKey`]: "key", [`${OWN}:email`]: "a@b.c" })).credentials).toEqual({
    kind: "key",
    key: "key",
    email: "a@b.c",
  });
  expect(() => resolveConnection(read({ "cloudflare:apiKey": "key" }))).toThrow(
    "cloudflare:apiKey is set and cloudflare:email is not. A global API key needs the email of its user",
  );
});

test("a credential with a line break is refused by its name, without its value", () => {
  expect(() => resolveConnection(read({ [`${OWN}:apiToken`]: "abc\ndef" }))).toThrow(
    /^cloudflare-ai-gateway-billing:apiToken has spaces, line breaks or characters outside ASCII\./,
  );
  expect(() => resolveConnection(read({ [`${OWN}:apiToken`]: "abc\ndef" }))).not.toThrow(/def/);
  // what a paste leaves at the ends is taken off
  expect(resolveConnection(read({ [`${OWN}:apiToken`]: " abc\n" })).credentials).toEqual({
    kind: "token",
    token: "abc",
  });
});

test("empty values count as unset", () => {
  process.env.CLOUDFLARE_API_TOKEN = "environment";
  expect(resolveConnection(read({ [`${OWN}:apiToken`]: "", "cloudflare:apiToken": "  " })).credentials).toEqual({
    kind: "token",
    token: "environment",
  });
});

test("missing credentials are named, all of them", () => {
  expect(() => resolveConnection(read({}))).toThrow(
    /apiToken.*CLOUDFLARE_API_TOKEN.*apiKey.*email.*CLOUDFLARE_API_KEY.*CLOUDFLARE_EMAIL/,
  );
});

const withUrl = (baseUrl: string) => resolveConnection(read({ [`${OWN}:apiToken`]: "t", [`${OWN}:baseUrl`]: baseUrl }));

test.each([
  ["https://api.cloudflare.com/client/v4", "https://api.cloudflare.com/client/v4"],
  ["https://api.example.com/client/v4//", "https://api.example.com/client/v4"],
  ["http://127.0.0.1:8787/client/v4", "http://127.0.0.1:8787/client/v4"],
  ["http://localhost:8787/client/v4", "http://localhost:8787/client/v4"],
  ["http://[::1]:8787/client/v4", "http://[::1]:8787/client/v4"],
])("the base URL %s is taken", (given, taken) => expect(withUrl(given).baseUrl).toBe(taken));

test.each([["http://api.cloudflare.com/client/v4"], ["http://127.0.0.1.example.com"], ["http://10.0.0.1"]])(
  "plain http to %s is refused",
  (url) => {
    expect(() => withUrl(url)).toThrow(
      /must begin with https:\/\/: over http:\/\/ the credentials would be sent unencrypted/,
    );
  },
);

test.each([["api.cloudflare.com"], ["ftp://x.y"], ["https://user:pass@x.y"], ["https://x.y/?a=b"], ["https://x.y/#a"]])(
  "%s is no base URL",
  (url) => {
    expect(() => withUrl(url)).toThrow(/must be a plain URL such as https:\/\/api\.cloudflare\.com\/client\/v4/);
  },
);

test("the base URL has the same order of places", () => {
  process.env.CLOUDFLARE_BASE_URL = "https://three.example.com";
  const token = { [`${OWN}:apiToken`]: "t" };
  expect(resolveConnection(read(token)).baseUrl).toBe("https://three.example.com");
  expect(resolveConnection(read({ ...token, "cloudflare:baseUrl": "https://two.example.com" })).baseUrl).toBe(
    "https://two.example.com",
  );
});

describe("timing", () => {
  const DEFAULTS = {
    attemptMs: 30_000,
    callMs: 90_000,
    postMs: 30_000,
    postStartMs: 10_000,
    listLagMs: 20_000,
    windowMs: 65_000,
    deliveryMs: 110_000,
  };
  const timing = (text: string, baseUrl = "http://127.0.0.1:1/client/v4") =>
    resolveConnection(read({ [`${OWN}:apiToken`]: "t", [`${OWN}:baseUrl`]: baseUrl, [`${OWN}:timing`]: text })).timing;

  test("has the documented defaults and takes shorter ones for an emulator", () => {
    expect(withUrl("https://x.y").timing).toEqual({ ...DEFAULTS });
    expect(timing('{"attemptMs":100}')).toEqual({ ...DEFAULTS, attemptMs: 100 });
  });

  test("a window that a charge could outlast is refused", () => {
    expect(timing('{"postMs":200,"postStartMs":100,"listLagMs":100,"windowMs":401}').windowMs).toBe(401);
    expect(() => timing('{"postMs":200,"postStartMs":100,"listLagMs":100,"windowMs":400}')).toThrow(
      /windowMs must be more than postStartMs, postMs and listLagMs together/,
    );
  });

  test("is refused anywhere but on a loopback address", () => {
    expect(() => timing('{"attemptMs":100}', "https://api.cloudflare.com/client/v4")).toThrow(
      /works only with an emulator on a loopback address/,
    );
  });

  test.each([
    ["nonsense"],
    ["[]"],
    ["null"],
    ['{"other":1}'],
    ['{"attemptMs":0}'],
    ['{"attemptMs":"1"}'],
    ['{"attemptMs":1.5}'],
    ['{"attemptMs":2147483648}'],
    ['{"toString":1}'],
  ])("%s is refused with the rule", (text) => {
    expect(() => timing(text)).toThrow(
      /must be a JSON object with any of attemptMs, callMs, postMs, postStartMs, listLagMs, windowMs, deliveryMs, each a whole number of milliseconds from 1 to 2147483647/,
    );
  });
});

test("preflight warns unless it is false or strict, and nothing else is understood", () => {
  expect(resolvePreflight(read({}))).toBe("warn");
  expect(resolvePreflight(read({ [`${OWN}:preflight`]: "true" }))).toBe("warn");
  expect(resolvePreflight(read({ [`${OWN}:preflight`]: "strict" }))).toBe("strict");
  expect(resolvePreflight(read({ [`${OWN}:preflight`]: "false" }))).toBe("off");
  expect(() => resolvePreflight(read({ [`${OWN}:preflight`]: "no" }))).toThrow(/must be true, strict or false/);
});

test("the account has no neighbour: own configuration, then the environment", () => {
  process.env.CLOUDFLARE_ACCOUNT_ID = "environment";
  expect(resolveAccountId(read({ "cloudflare:accountId": "neighbour" }))).toBe("environment");
  expect(resolveAccountId(read({ [`${OWN}:accountId`]: "own" }))).toBe("own");
});
