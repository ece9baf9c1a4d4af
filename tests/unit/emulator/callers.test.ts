/** Who may ask the emulator: no name that is not loopback, no page of another origin, and JSON alone at its doors. */
import { request } from "node:http";
import type { Emulator } from "../../../emulator/index";
import { createEmulator } from "../../../emulator/index";

const ID = "0123456789abcdef0123456789abcdef";
const API = `/client/v4/accounts/${ID}/ai-gateway/billing/topup`;
const TOKEN = { Authorization: "Bearer test-token-write" };

let emulator: Emulator;
beforeAll(async () => {
  emulator = await createEmulator();
});
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

interface Answered {
  readonly status: number | undefined;
  readonly json: { readonly error?: string; readonly errors?: ReadonlyArray<{ readonly message: string }> };
}

/** As `fetch` would, which sets the headers of a browser by itself. */
const ask = (method: string, path: string, headers: Readonly<Record<string, string>>, body = "") =>
  new Promise<Answered>((resolve, reject) => {
    const asked = request(new URL(path, emulator.url), { method, headers }, async (response) => {
      const text = (await response.setEncoding("utf8").toArray()).join("");
      resolve({ status: response.statusCode, json: JSON.parse(text) });
    });
    asked.on("error", reject).end(body);
  });

test.each([["localhost:8787"], ["localhost"], ["127.0.0.1:8787"], ["127.0.0.1"], ["[::1]:8787"], ["[::1]"]])(
  "the host %s is answered",
  async (Host) => {
    expect((await ask("GET", "/__emulator/state", { Host })).status).toBe(200);
    expect((await ask("GET", `${API}/config`, { ...TOKEN, Host })).status).toBe(200);
  },
);

test.each([
  ["evil.example:8787"],
  ["localhost.evil.example"],
  ["127.0.0.1.evil.example"],
  ["10.0.0.1"],
  ["localhost@evil.example"],
  ["evil.example/localhost"],
  ["0.0.0.0:8787"],
  ["[::2]"],
])("the host %p is refused, at the API and at the doors, and nothing is done", async (Host) => {
  const said = `The emulator answers only on loopback names, but the request names ${JSON.stringify(Host)}. Use localhost, 127.0.0.1 or [::1] in its URL.`;
  const patch = JSON.stringify({ balance: 5 });
  const door = await ask("PATCH", `/__emulator/accounts/${ID}`, { Host, "Content-Type": "application/json" }, patch);
  expect(door).toEqual({ status: 403, json: { error: said } });
  const bought = await ask("POST", API, { ...TOKEN, Host }, JSON.stringify({ amount: 5000 }));
  expect(bought).toMatchObject({ status: 403, json: { success: false, errors: [{ message: said }] } });
  expect(emulator.state()).toEqual({ accounts: {}, charges: [], requests: [] });
});

test.each([
  ["http://localhost:3000", 200],
  ["http://127.0.0.1:3000", 200],
  ["http://[::1]:3000", 200],
  ["https://evil.example", 403],
  ["http://localhost.evil.example", 403],
  ["null", 403],
  ["", 403],
])("a page of the origin %p is answered with %d", async (Origin, status) => {
  const door = await ask("POST", "/__emulator/reset", { Origin });
  expect(door.status).toBe(status);
  if (status === 403) expect(door.json.error).toContain("The emulator does not answer web pages of other origins");
  expect((await ask("GET", `${API}/config`, { ...TOKEN, Origin })).status).toBe(status);
});

test.each([
  ["application/json", 200],
  ["application/json; charset=utf-8", 200],
  ["Application/JSON", 200],
  ["text/plain", 415],
  ["application/x-www-form-urlencoded", 415],
  ["multipart/form-data; boundary=x", 415],
  ["application/jsonp", 415],
])("a body of type %s at a door that changes something: %d", async (type, status) => {
  const patch = JSON.stringify({ balance: 5 });
  const door = await ask("PATCH", `/__emulator/accounts/${ID}`, { "Content-Type": type }, patch);
  expect(door.status).toBe(status);
  expect(emulator.state().accounts[ID]?.balance).toBe(status === 200 ? 5 : undefined);
  if (status === 415) expect(door.json.error).toMatch(/^The body must be JSON\. .* Content-Type: application\/json\.$/);
});

test("a body without a type is refused, and no body needs none", async () => {
  expect((await ask("POST", "/__emulator/advance", {}, '{"ms":1}')).status).toBe(415);
  expect((await ask("POST", "/__emulator/reset", {})).status).toBe(200);
  expect((await ask("POST", "/__emulator/reset", { "Content-Type": "text/plain" })).status).toBe(415);
});
