import fc from "fast-check";
import { redactor } from "../../../provider/billing/redact";

test("no text keeps a credential", () => {
  fc.assert(
    fc.property(fc.string(), fc.stringMatching(/^[!-~]{6,40}$/), fc.string(), (before, token, after) => {
      expect(redactor({ kind: "token", token })(`${before}${token}${after}`)).not.toContain(token);
    }),
  );
});

test("key and email go, also percent-encoded and as JSON, and so does any bearer token", () => {
  const redact = redactor({ kind: "key", key: 'k"ey/1', email: "o+wner@example.com" });
  expect(redact('k"ey/1 o+wner@example.com')).toBe("[redacted] [redacted]");
  expect(redact(encodeURIComponent("o+wner@example.com"))).toBe("[redacted]");
  expect(redact(JSON.stringify({ key: 'k"ey/1' }))).toBe('{"key":"[redacted]"}');
  expect(redact("Authorization: Bearer abc.def-123")).toBe("Authorization: Bearer [redacted]");
  expect(redact("nothing secret")).toBe("nothing secret");
});

test("the password of a proxy goes in every form that it travels in, and its user alone stays", () => {
  const token = { kind: "token", token: "test-token" } as const;
  const redact = redactor(token, new URL("http://someone:p%40ss:w%C3%B6rd@proxy:3128"));
  const basic = Buffer.from("someone:p@ss:wörd").toString("base64");
  for (const form of ["someone:p@ss:wörd", basic, encodeURIComponent(basic), "p@ss:wörd", "p%40ss%3Aw%C3%B6rd"])
    expect(redact(`<${form}> test-token`)).toBe("<[redacted]> [redacted]");
  expect(redact("someone asked proxy:3128")).toBe("someone asked proxy:3128");
  expect(redactor(token, new URL("http://proxy"))("someone: proxy")).toBe("someone: proxy");
});

test("the user of a proxy goes in every form if there is no password: it may be a token", () => {
  const redact = redactor({ kind: "token", token: "test-token" }, new URL("http://pk%5Flive%2F1@proxy:3128"));
  const basic = Buffer.from("pk_live/1:").toString("base64");
  for (const form of ["pk_live/1", "pk%5Flive%2F1", basic, encodeURIComponent(basic)])
    expect(redact(`<${form}> test-token`)).toBe("<[redacted]> [redacted]");
  expect(redact("somebody asked proxy:3128")).toBe("somebody asked proxy:3128");
});

test("a credential inside another leaves no tail", () => {
  const redact = redactor({ kind: "key", key: "owner@example.com-and-more", email: "owner@example.com" });
  expect(redact("owner@example.com-and-more")).toBe("[redacted]");
});
