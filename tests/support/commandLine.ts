/** The command line in this process, against an emulator. */
import { runCommandLine } from "../../cli/run";
import type { Emulator, EmulatorOptions } from "../../emulator/index";
import { createEmulator } from "../../emulator/index";
import { systemClock } from "../../provider/billing/systemClock";
import { ACCOUNT } from "./client";

const START = Date.UTC(2026, 9, 1, 12);
export const DAY_MS = 86_400_000;

/** An emulator on simulated time, and the command line with its time. */
export interface World {
  readonly emulator: Emulator;
  /** Unix milliseconds. */
  now(): number;
  /** Lets time pass, in milliseconds. */
  advance(ms: number): void;
  /** Runs a command with these variables beside the emulator's URL and a token that may write. */
  call(args: readonly string[], environment?: Environment): Promise<Called>;
  close(): Promise<void>;
}

export interface Called {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

export async function createWorld(options: Omit<EmulatorOptions, "now"> = {}): Promise<World> {
  let time = START;
  const emulator = await createEmulator({ ...options, now: () => START });
  const token = { CLOUDFLARE_BASE_URL: emulator.url, CLOUDFLARE_API_TOKEN: "test-token-write" };
  return {
    emulator,
    now: () => time,
    advance(ms) {
      emulator.advance(ms);
      time += ms;
    },
    call: (args, environment = {}) => callCommand(args, { ...token, ...environment }, time),
    close: () => emulator.close(),
  };
}

/** For a file of tests: what creates a world, which is closed after its test. */
export function worldOfEachTest(): typeof createWorld {
  let world: World | undefined;
  afterEach(() => world?.close());
  return async (options) => {
    world = await createWorld(options);
    return world;
  };
}

/** Runs a command, with these variables and no others of Cloudflare's. Retries do not wait. */
async function callCommand(args: readonly string[], environment: Environment, now: number): Promise<Called> {
  const printed = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof printed) => ({
    write(text: string) {
      printed[name] += text;
    },
  });
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) if (name.startsWith("CLOUDFLARE_")) delete process.env[name];
  Object.assign(process.env, environment);
  try {
    const clock = { ...systemClock, now: () => now, random: () => 0 };
    const code = await runCommandLine(args, { stdout: stream("stdout"), stderr: stream("stderr") }, clock);
    return { code, ...printed };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

/** Thirty days of spending US$3.00 a day, with an auto top-up of US$20.00 below US$5.00, and a spending limit. */
export function spendForAMonth({ emulator, advance }: World) {
  emulator.patchAccount(ACCOUNT, {
    topupConfig: { amount: 2000, threshold: 500 },
    spendingLimit: { amount: 25000, duration: "monthly", strategy: "fixed" },
  });
  for (let day = 0; day < 30; day += 1) {
    emulator.use(ACCOUNT, 300);
    advance(DAY_MS);
  }
}

/** What was sent, as `METHOD /path below billing`. */
export const sent = ({ emulator }: World) =>
  emulator.state().requests.map(({ method, path }) => `${method} ${path.split("/billing")[1]}`);

const FOREIGN = "f".repeat(32);

/** Accounts in ten states in turn, in a file for `--accounts`. Some belong to another token, and the last one to nobody. */
export function mixedAccounts({ emulator, now }: Pick<World, "emulator" | "now">, count = 60): string {
  const entries = Array.from({ length: count }, (_, index) => {
    const id = index === count - 1 ? FOREIGN : index.toString(16).padStart(32, "0");
    const state = STATES[index % STATES.length];
    if (index !== count - 1) state?.begin(emulator, id, now());
    const token = state?.name === "forbidden" ? "\n    token: NO_PERMISSION" : "";
    return `  - id: "${id}"\n    name: ${state?.name}-${Math.floor(index / STATES.length)}${token}`;
  });
  return `accounts:\n${entries.join("\n")}\n`;
}

/** What {@link mixedAccounts} needs of the emulator. */
export const MIXED = {
  seed: {
    tokens: [
      { value: "test-token-write", permission: "write" },
      { value: "test-token-read", permission: "read" },
      { value: "test-token-none", permission: "none" },
    ],
    quirks: { foreignAccount: { id: FOREIGN, code: 9109 } },
  },
} as const;
export const MIXED_ENVIRONMENT = { NO_PERMISSION: "test-token-none" };

const STATES: ReadonlyArray<{
  readonly name: string;
  readonly begin: (emulator: Emulator, id: string, now: number) => void;
}> = [
  { name: "untouched", begin: ({ patchAccount }, id) => patchAccount(id, {}) },
  { name: "low", begin: ({ patchAccount }, id) => patchAccount(id, { balance: 123 }) },
  { name: "overdrawn", begin: ({ patchAccount }, id) => patchAccount(id, { balance: -4.5 }) },
  { name: "cardless", begin: ({ patchAccount }, id) => patchAccount(id, { paymentMethod: null }) },
  {
    name: "topped-up",
    begin: ({ patchAccount }, id) =>
      patchAccount(id, { balance: 9000, topupConfig: { amount: 5000, threshold: 1000 }, upcomingInvoice: false }),
  },
  {
    name: "disabled",
    begin: ({ patchAccount }, id) =>
      patchAccount(id, {
        topupConfig: { amount: 5000, threshold: 1000, disabledReason: "payment_failed", error: "card_declined" },
      }),
  },
  {
    name: "failing",
    begin: ({ patchAccount }, id) =>
      patchAccount(id, { topupConfig: { amount: 5000, threshold: 1000, error: "card | declined\n<b>" } }),
  },
  { name: "new", begin: ({ patchAccount }, id) => patchAccount(id, { balance: 0, firstTopupSuccess: false }) },
  { name: "used", begin: ({ use }, id) => use(id, 250) },
  { name: "forbidden", begin: () => {} },
];
