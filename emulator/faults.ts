/** The faults that you can inject, and how often. `after-commit`: the change is made, and only the answer is lost. */
import { z } from "zod";

const MODES = [
  "delay-before",
  "delay-after-commit",
  "reset-before",
  "reset-after-commit",
  "hang-before",
  "hang-after-commit",
  "trickle",
  "truncate",
  "html-502",
  "success-false",
  "redirect",
  "stale-read",
  "wrong-types",
] as const;

/**
 * A way to fail; `status-503-before` and the like answer with that status.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { FaultMode } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * const modes: FaultMode[] = ["reset-after-commit", "html-502", "status-429-before"];
 * const emulator = await createEmulator();
 * for (const mode of modes) emulator.addFault({ endpoint: "POST /topup", mode });
 * await emulator.close();
 * ```
 */
export type FaultMode = (typeof MODES)[number] | (string & {});

const status = /^status-([2-5]\d\d)-(before|after-commit)$/;

const faultSchema = z.strictObject({
  endpoint: z
    .string()
    .regex(
      /^((GET|POST|DELETE) \/\S+|\*)$/,
      'must be a method and a path such as "POST /topup/config", or "*" for all',
    ),
  mode: z
    .string()
    .refine(
      (mode) => status.test(mode) || MODES.some((known) => known === mode),
      `must be one of ${MODES.join(", ")}, status-NNN-before, status-NNN-after-commit`,
    ),
  times: z.int().min(1).default(1),
  ms: z.number().min(0).optional(),
});

/**
 * A fault to come.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { Fault } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * // The next charge is made, and its answer is lost.
 * const fault: Fault = { endpoint: "POST /topup", mode: "reset-after-commit", times: 1 };
 * const emulator = await createEmulator();
 * emulator.addFault(fault);
 * await emulator.close();
 * ```
 */
export interface Fault {
  /** Method and path below `/ai-gateway/billing`, such as `POST /topup/config`, or `*`. */
  readonly endpoint: string;
  /** How the request fails. */
  readonly mode: FaultMode;
  /** How many requests it hits, at least 1. Default: 1. */
  readonly times?: number;
  /** Milliseconds: the length of a delay, between two bytes of a trickle, or before a retry after a 429. */
  readonly ms?: number;
}

/** What a fault does to one request. */
export interface Mishap {
  readonly mode: FaultMode;
  readonly ms: number | undefined;
  /** For the `status-NNN` modes. */
  readonly status: number | undefined;
  readonly when: "before" | "after-commit";
}

export class Faults {
  #pending: Array<{ endpoint: string; mode: FaultMode; times: number; ms?: number | undefined }> = [];

  /** Throws when the fault is malformed. */
  add(fault: Fault) {
    const parsed = faultSchema.safeParse(fault);
    if (!parsed.success) throw new Error(`The fault cannot be added: ${z.prettifyError(parsed.error)}`);
    this.#pending.push(parsed.data);
  }

  reset() {
    this.#pending = [];
  }

  /** The fault that hits this request. The request uses it up. */
  take(endpoint: string): Mishap | undefined {
    const fault = this.#pending.find((candidate) => candidate.endpoint === endpoint || candidate.endpoint === "*");
    if (fault === undefined) return undefined;
    fault.times -= 1;
    if (fault.times === 0) this.#pending = this.#pending.filter((candidate) => candidate !== fault);
    const numbered = status.exec(fault.mode);
    const before = numbered
      ? numbered[2] === "before"
      : ["delay-before", "reset-before", "hang-before", "html-502", "success-false", "redirect"].includes(fault.mode);
    return {
      mode: fault.mode,
      ms: fault.ms,
      status: numbered ? Number(numbered[1]) : undefined,
      when: before ? "before" : "after-commit",
    };
  }
}
