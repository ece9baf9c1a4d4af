import type { Emulator } from "../../emulator/index";
import type { ClientOptions, Conditions, SharedClient } from "../../provider/billing/client";
import { createClient } from "../../provider/billing/client";
import { systemClock } from "../../provider/billing/systemClock";
import type { Credentials, Timing } from "../../provider/config/config";

export const ACCOUNT = "0123456789abcdef0123456789abcdef";

/** Short enough for a test, and longer than anything here takes. */
export const SHORT: Timing = {
  attemptMs: 400,
  callMs: 3000,
  postMs: 400,
  postStartMs: 200,
  listLagMs: 300,
  windowMs: 1000,
  deliveryMs: 400,
};

/** A window is longer than what it allows for. */
export const WITHOUT_WINDOW: Timing = { ...SHORT, postStartMs: 1, postMs: 1, listLagMs: 1, windowMs: 4 };

/** For a charge that is sent whatever the state of the world. */
export const UNCONDITIONALLY: Conditions = { whenConnected: async () => {}, atLast: () => {} };

/** A client on an emulator, with short deadlines and quick retries. */
export function clientOf(
  emulator: Pick<Emulator, "url">,
  options: { credentials?: Credentials; timing?: Partial<Timing>; say?: (line: string) => void } & Partial<
    Pick<ClientOptions, "clock" | "pacer">
  > = {},
): SharedClient {
  return createClient({
    connection: {
      baseUrl: emulator.url,
      credentials: options.credentials ?? { kind: "token", token: "test-token-write" },
      timing: { ...SHORT, ...options.timing },
    },
    userAgent: "test/1",
    clock: options.clock ?? { ...systemClock, random: () => 0.1 },
    say: options.say ?? (() => {}),
    ...(options.pacer ? { pacer: options.pacer } : {}),
  });
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error & { facts: Record<string, unknown> }> {
  try {
    await promise;
  } catch (error) {
    return error as Error & { facts: Record<string, unknown> };
  }
  throw new Error("It was not rejected.");
}
