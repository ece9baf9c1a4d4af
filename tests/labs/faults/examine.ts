/** One cell: the real lifecycles, with or without a host above them, against an emulator of their own, held against the model. */
import { inspect, isDeepStrictEqual } from "node:util";
import { createEmulator } from "../../../emulator/index";
import { isBillingError } from "../../../provider/contract/errors";
import { searchFor } from "../../support/secrets";
import type { Host } from "../../support/servedBy";
import { Refusal } from "../../support/servedBy";
import { Laboratory } from "./laboratory";
import type { Cell } from "./matrix";
import { verdictOf } from "./model";
import { PREPARATIONS } from "./preparations";

/** What a machine may add that has other things to do. */
const MARGIN_MS = 2000;

/** Nobody but the addressee may see these: the token, what pays, what opens an invoice. */
const SECRETS = ["test-token-write", "_secret_emulator", "invoices.example.com"];

/** Runs a cell; returns what is wrong with it. */
export async function examine(cell: Cell, host: Host): Promise<string[]> {
  const emulator = await createEmulator({ api: cell.api });
  const lab = new Laboratory(emulator, cell, host);
  try {
    const { operate, after } = await PREPARATIONS[cell.operation.group](lab);
    const asked = lab.requests().length;
    lab.breakIt();
    const began = performance.now();
    const { value, error } = await settled(operate());
    const elapsedMs = performance.now() - began;
    const hits = lab.requests().slice(asked);
    const { endpoint, from } = cell.hit;
    if (endpoint === "*") lab.expect(hits.length === 0, `it sent ${hits.join(", ")}`);
    else {
      const count = hits.filter((request) => request === endpoint).length;
      lab.expect(count > (from === "window" ? 1 : 0), `the fault hit nothing: ${hits.join(", ")}`);
    }

    const verdict = verdictOf(cell);
    const limitMs = verdict.deadlineMs + MARGIN_MS;
    lab.expect(elapsedMs <= limitMs, `it took ${Math.round(elapsedMs)} ms, and ${limitMs} are allowed`);
    if (verdict.error === undefined) lab.expect(error === undefined, `it failed: ${inspect(error)}`);
    else if (error === undefined)
      lab.complaints.push(`it did not fail, and ${verdict.error.names.join(" or ")} is due`);
    if (error !== undefined) lab.complaints.push(...faultsOfError(error, verdict.error));

    const end = await after(error === undefined ? value : undefined);
    lab.expect(isDeepStrictEqual(end, verdict.end), `it ends ${inspect(end)} instead of ${inspect(verdict.end)}`);
    const told = inspect([error, lab.said], { depth: 10, showHidden: true, maxStringLength: null });
    searchFor(SECRETS, [["what it tells", told]]);
  } catch (error) {
    lab.complaints.push(`the cell broke: ${inspect(error)}`);
  } finally {
    await lab.close();
  }
  return lab.complaints;
}

const ACTIONS =
  /(^|[.:;,)] |\b(?:and|or|please) )(check|run|give|set|see|wait|name|declare|remove|switch|report|use|buy|fix|make|update|find out|look|put|pay|confirm|do)\b/i;

/** What is wrong with the text of an error: it names what was attempted, the cause and what to do, on one line. */
function faultsOfError(error: unknown, due: { names: readonly string[]; says: RegExp } | undefined): string[] {
  if (!isBillingError(error) && !(error instanceof Refusal)) return [`it threw ${inspect(error)}`];
  const { name, message } = error;
  const wrong: string[] = [];
  const expect = (isTrue: boolean, what: string) => {
    if (!isTrue) wrong.push(`${what}: ${name}: ${message}`);
  };
  if (due !== undefined) {
    expect(error instanceof Refusal || due.names.includes(name), `the error is not ${due.names.join(" or ")}`);
    expect(due.says.test(message), `the error does not say ${due.says}`);
  }
  expect(!/[\r\n]/.test(message), "the error has more than one line");
  expect(/[.!]$/.test(message), "the error does not end with a sentence");
  const operation = /^(Could not \w+|Cannot \w+|Account \w+|Purchase "|The card was not charged for purchase ")/;
  expect(operation.test(message), "the error does not name what was attempted");
  const rest = message.slice(Math.max(0, message.search(/[.:] /)));
  expect(ACTIONS.test(rest), "the error names no action");
  return wrong;
}

async function settled(promise: Promise<unknown>): Promise<{ value?: unknown; error?: unknown }> {
  try {
    return { value: await promise };
  } catch (error) {
    return { error: error ?? new Error("undefined was thrown") };
  }
}
