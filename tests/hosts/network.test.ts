/** Proxies and extra certificates, as users of Node.js expect them: a TLS server behind a proxy that tunnels. */
import type { TlsServers } from "../support/tls";
import { startTlsServers } from "../support/tls";

const OK = JSON.stringify({ success: true, errors: [], messages: [], result: { amount: 5000, threshold: 1000 } });

let servers: TlsServers;
beforeAll(async () => {
  servers = await startTlsServers((_, response) => response.end(OK));
});
afterAll(() => servers.close());
beforeEach(() => servers.forget());

/** Reads an auto top-up in a process of its own, which begins with this environment. */
const read = (env: Record<string, string>) =>
  servers.run(`return (await endpoints.getTopupConfig(client, "${"a".repeat(32)}")).amount`, env);

test("NODE_EXTRA_CA_CERTS is honoured, and without it the error says so", async () => {
  expect(await read({})).toBe("5000");
  expect(await read({ NODE_EXTRA_CA_CERTS: "" })).toMatch(
    /^NetworkError: Could not read .*name its certificate in NODE_EXTRA_CA_CERTS\.$/,
  );
});

test("HTTPS_PROXY is a tunnel for TLS, and NO_PROXY goes around it", async () => {
  const HTTPS_PROXY = servers.proxyUrl;
  expect(await read({ HTTPS_PROXY })).toBe("5000");
  expect(servers.tunnelled).toEqual([`localhost:${servers.port}`]);
  expect(await read({ HTTPS_PROXY, NO_PROXY: "localhost" })).toBe("5000");
  expect(servers.tunnelled).toHaveLength(1);
});

test("a proxy that asks for credentials is named as the cause", async () => {
  servers.proxyStatus = 407;
  expect(await read({ HTTPS_PROXY: servers.proxyUrl })).toMatch(
    /^NetworkError: Could not read .* 407.*A proxy in between wants its own credentials/,
  );
});

test("the credentials of a proxy stay secret, even if it echoes them", async () => {
  servers.proxyStatus = 407;
  servers.proxyBody = (authorization) => {
    const decoded = Buffer.from(authorization.replace("Basic ", ""), "base64").toString();
    const message = `Proxy-Authorization: ${authorization} is of ${decoded}; password p@ss-word, or p%40ss-word`;
    return JSON.stringify({ success: false, errors: [{ message }] });
  };
  const told = await read({ HTTPS_PROXY: servers.proxyUrl.replace("://", "://someone:p%40ss-word@") });
  expect(servers.authorizations[0]).toMatch(/^Basic ./);
  expect(told).toContain(
    "Cloudflare answered 407 (Proxy-Authorization: Basic [redacted] is of [redacted]; password [redacted], or [redacted])",
  );
});
