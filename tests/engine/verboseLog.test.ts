/** What the engine's own log, at its most talkative, holds of a token: SECURITY.md says it. */
import { SECRETS, withStack } from "../support/engine";
import { testSome } from "../support/full";
import type { HostName } from "../support/host";
import { declare, TOPUP } from "../support/programs";

testSome<[HostName]>(1, [["dynamic"], ["plugin"]])(
  "a token of the environment does not appear in the log of -v=9: %s",
  async (host) => {
    await withStack(
      { api: "2026-10", program: declare({ topup: TOPUP }), host, byEnvironment: true },
      async (stack) => {
        const { exitCode, output } = await stack.preview("-v=9", "--logtostderr");
        expect(exitCode).toBe(0);
        expect(stack.newRequests()).toContain("GET /topup/config");
        expect(output.length).toBeGreaterThan(10_000);
        expect(output).not.toContain(SECRETS.token);
      },
    );
  },
);
