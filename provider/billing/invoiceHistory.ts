/**
 * The whole invoice history. Cloudflare documents a page count, but not how to ask for a page; other clients use
 * `page`. So every list is checked: one that may lack an invoice is an error, and never returned as a shorter list.
 */
import { ResponseShapeError } from "../contract/errors.js";
import type { Client } from "./client.js";
import { getInvoicePage } from "./endpoints.js";

type ListedInvoice = Awaited<ReturnType<typeof getInvoicePage>>["invoices"][number];

type InvoiceType = "all" | "auto" | "manual";

/** More pages than any account has. It stops the loop if a server always reports one more page. */
const MAX_PAGES = 1000;

/** How often a list of several pages is read until two readings agree. */
const MAX_READINGS = 4;

/**
 * A list of several pages may change while it is read. If an invoice leaves an earlier page, the first one of the next
 * page takes its place, and is missed. So such a list is read again, until two readings in a row agree.
 */
export async function getInvoiceHistory(
  client: Client,
  accountId: string,
  type: InvoiceType,
): Promise<ListedInvoice[]> {
  let before: Reading | undefined;
  for (let readings = 1; ; readings += 1) {
    const reading = await readPages(client, accountId, type);
    if (reading.gap === undefined && reading.pages === 1) return reading.invoices;
    if (before !== undefined && agree(before, reading)) return reading.invoices;
    if (readings === MAX_READINGS || (reading.gap !== undefined && reading.pages === 1)) {
      const changed = `its pages were read ${MAX_READINGS} times, and changed each time`;
      throw incomplete(accountId, reading.gap ?? changed);
    }
    before = reading;
  }
}

interface Reading {
  readonly pages: number;
  readonly invoices: ListedInvoice[];
  /** Why this reading alone is incomplete: invoices are missing, or the list changed while it was read. */
  readonly gap: string | undefined;
}

async function readPages(client: Client, accountId: string, type: InvoiceType): Promise<Reading> {
  const found = new Map<string, ListedInvoice>();
  const totals = new Set<number>();
  const reading = (pages: number, gap?: string) => ({ pages, invoices: [...found.values()], gap });
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await getInvoicePage(client, accountId, type, page);
    if (page > 1 && answer.page !== page)
      throw incomplete(accountId, `page ${page} was requested, and page ${answer.page} came`);
    totals.add(answer.totalCount);
    const before = found.size;
    for (const [index, invoice] of answer.invoices.entries()) {
      // While pages are read, the list may grow and an invoice may move to the next page. Its id tells that it is the same.
      found.set(invoice.id ?? `page ${page}, row ${index}`, invoice);
    }
    if (answer.hasMore && found.size === before)
      return reading(page, `page ${page} has no new invoice and says that there are more`);
    if (answer.hasMore) continue;
    if (found.size < answer.totalCount) return reading(page, `${found.size} of ${answer.totalCount} invoices came`);
    return reading(
      page,
      totals.size > 1 ? `its pages disagree on the number of invoices: ${[...totals].join(" and ")}` : undefined,
    );
  }
  throw incomplete(accountId, `there are more than ${MAX_PAGES} pages`);
}

/** Whether two readings hold the same invoices. Order and contents may differ: a payment may settle. */
function agree(one: Reading, other: Reading): boolean {
  const ids = ({ invoices }: Reading) => JSON.stringify(invoices.map(({ id }) => id).sort());
  return one.gap === undefined && other.gap === undefined && ids(one) === ids(other);
}

function incomplete(accountId: string, why: string): ResponseShapeError {
  return new ResponseShapeError(
    `Could not read the whole invoice history of account ${accountId}: ${why}. An incomplete list is not used. Run the same command again, and report it if it fails again.`,
    { method: "GET", path: `/accounts/${accountId}/ai-gateway/billing/invoice-history` },
  );
}
