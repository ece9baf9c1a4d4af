/** Pages, from servers that do not keep the rules. */
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getInvoiceHistory } from "../../../provider/billing/invoiceHistory";
import { ACCOUNT, clientOf, rejection } from "../../support/client";

interface Page {
  readonly ids: ReadonlyArray<string | null>;
  readonly more: boolean;
  readonly total: number;
  readonly page?: number;
}

let server: Server;
let asked: string[];
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(pageOf: (page: number) => Page) {
  asked = [];
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://x");
    asked.push(url.search);
    const number = Number(url.searchParams.get("page") ?? 1);
    const { ids, more, total, page = number } = pageOf(number);
    const invoices = ids.map((id) => ({
      ...(id === null ? {} : { id }),
      amount_due: 1,
      amount_paid: 1,
      amount_remaining: 0,
      currency: "usd",
    }));
    const pagination = { has_more: more, page, per_page: 2, total_count: total };
    response.end(JSON.stringify({ success: true, errors: [], result: { invoices, pagination } }));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return clientOf({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/v4` });
}

const idsOf = (invoices: ReadonlyArray<{ id: string | null }>) => invoices.map(({ id }) => id);

test("the first page is asked for as documented, the others by number", async () => {
  const client = await serve((page) => ({ ids: [`a${page}`, `b${page}`], more: page < 3, total: 6 }));
  expect(idsOf(await getInvoiceHistory(client, ACCOUNT, "auto"))).toEqual(["a1", "b1", "a2", "b2", "a3", "b3"]);
  const pages = ["?type=auto", "?type=auto&page=2", "?type=auto&page=3"];
  expect(asked).toEqual([...pages, ...pages]);
});

test("one page is asked for once", async () => {
  const client = await serve(() => ({ ids: ["a", "b"], more: false, total: 2 }));
  expect(idsOf(await getInvoiceHistory(client, ACCOUNT, "manual"))).toEqual(["a", "b"]);
  expect(asked).toEqual(["?type=manual"]);
});

/** Serves a list, oldest first and two on a page, that changes after a number of pages. */
async function serveChanging(changes: ReadonlyArray<readonly string[]>, after: number) {
  return serve((page) => {
    const list = changes[Math.min(changes.length - 1, Math.floor((asked.length - 1) / after))] ?? [];
    return { ids: list.slice(2 * page - 2, 2 * page), more: list.length > 2 * page, total: list.length };
  });
}

test.each([
  [
    "an invoice leaves the first page, and the newest moves to it",
    [
      ["a", "b", "c"],
      ["b", "c"],
    ],
    ["b", "c"],
  ],
  [
    "an invoice leaves and another comes",
    [
      ["a", "b", "c"],
      ["b", "c", "d"],
    ],
    ["b", "c", "d"],
  ],
])("where %s while the list is read, it is read again", async (_, lists, expected) => {
  const client = await serveChanging(lists, 1);
  expect(idsOf(await getInvoiceHistory(client, ACCOUNT, "manual"))).toEqual(expected);
});

test("a list that grows once while it is read is read again", async () => {
  const client = await serveChanging(
    [
      ["c", "b", "a"],
      ["d", "c", "b", "a"],
    ],
    1,
  );
  const ids = idsOf(await getInvoiceHistory(client, ACCOUNT, "manual"));
  expect(ids.sort()).toEqual(["a", "b", "c", "d"]);
});

test("the order of a list may change each time", async () => {
  const client = await serveChanging(
    [
      ["a", "b", "c"],
      ["b", "a", "c"],
    ],
    2,
  );
  expect(idsOf(await getInvoiceHistory(client, ACCOUNT, "manual")).sort()).toEqual(["a", "b", "c"]);
});

test("a list that is another one each time is incomplete", async () => {
  const lists = Array.from({ length: 20 }, (_, index) => ["a", "b", "c", "d"].map((name) => `${name}${index}`));
  const client = await serveChanging(lists, 1);
  expect((await rejection(getInvoiceHistory(client, ACCOUNT, "manual"))).message).toContain(
    "its pages were read 4 times, and changed each time",
  );
});

test("a list whose pages tell different numbers of invoices is incomplete", async () => {
  const client = await serve((page) =>
    page === 1 ? { ids: ["a", "b"], more: true, total: 4 } : { ids: ["c"], more: false, total: 3 },
  );
  expect((await rejection(getInvoiceHistory(client, ACCOUNT, "manual"))).message).toContain(
    "its pages disagree on the number of invoices: 4 and 3",
  );
});

test("a list that grows while it is read holds each invoice once", async () => {
  const client = await serve((page) =>
    page === 1 ? { ids: ["c", "b"], more: true, total: 3 } : { ids: ["b", "a"], more: false, total: 4 },
  );
  // an invoice was made in between: "b" moved to the second page, and the newest was not seen
  expect((await rejection(getInvoiceHistory(client, ACCOUNT, "all"))).message).toContain("3 of 4 invoices came");
});

test.each([
  [
    "a server that answers page 1 for ever",
    (page: number) => ({ ids: ["a", "b"], more: true, total: 9, page: 1 * (page > 0 ? 1 : 0) }),
    "page 2 was requested, and page 1 came",
  ],
  [
    "a server that repeats itself under another number",
    () => ({ ids: ["a", "b"], more: true, total: 9 }),
    "page 2 has no new invoice and says that there are more",
  ],
  [
    "an empty page with more to come",
    () => ({ ids: [], more: true, total: 9 }),
    "page 1 has no new invoice and says that there are more",
  ],
  ["a list that ends early", () => ({ ids: ["a"], more: false, total: 3 }), "1 of 3 invoices came"],
  [
    "a list without end",
    (page: number) => ({ ids: [`a${page}`], more: true, total: 9 }),
    "there are more than 1000 pages",
  ],
] as const)("%s is an error and no short list", async (_, pageOf, why) => {
  const client = await serve(pageOf);
  const error = await rejection(getInvoiceHistory(client, ACCOUNT, "all"));
  expect(error.name).toBe("ResponseShapeError");
  expect(error.message).toContain(`Could not read the whole invoice history of account ${ACCOUNT}: ${why}.`);
});
