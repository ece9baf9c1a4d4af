/**
 * Every shell command of the pipelines that users copy, run against the emulator. `npm` (for `npm ci`), `gh` and `curl`
 * are stand-ins that note down what they were called with; Pulumi, the policy pack and the gate are the real ones.
 */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join, resolve } from "node:path";
import { z } from "zod";
import type { TestStack } from "../support/engine";
import { SECRETS, withStack } from "../support/engine";
import { ACCOUNT, LIMIT, TOPUP } from "../support/programs";
import { QUICK_CONFIG } from "../support/purchases";

const REPOSITORY = resolve(__dirname, "../..");
const PACKAGE = "pulumi-cloudflare-ai-gateway-billing";

/** Pulumi's own parser. */
const yaml: { load(text: string): unknown } = createRequire(require.resolve("@pulumi/pulumi"))("js-yaml");
const pipeline = (name: string) => yaml.load(readFileSync(join(REPOSITORY, "examples/pipelines", name), "utf8"));

/** What the variables of the project hold; the names are those of the pipelines' first lines. */
const project = (stack: TestStack, allowed: Allowed) => ({
  PULUMI_ACCESS_TOKEN: "unused-with-a-file-backend",
  CLOUDFLARE_READ_TOKEN: SECRETS.readToken,
  CLOUDFLARE_WRITE_TOKEN: SECRETS.token,
  CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
  ALLOWED_PURCHASES: allowed.purchases ?? "",
  ALLOWED_AUTO_TOPUPS: allowed.autoTopups ?? "",
  PATH: `${join(stack.folder, "stand-ins")}${delimiter}${process.env.PATH}`,
});

interface Allowed {
  readonly purchases?: string;
  readonly autoTopups?: string;
}
interface JobOutcome {
  readonly exitCode: number;
  readonly output: string;
}
type RunJob = (stack: TestStack, job: "preview" | "apply" | "drift", allowed?: Allowed) => Promise<JobOutcome>;

const environment = z.record(z.string(), z.string()).default({});
const workflow = z.object({
  env: environment,
  jobs: z.record(
    z.string(),
    z.object({
      env: environment,
      steps: z.array(
        z.object({
          uses: z.string().optional(),
          run: z.string().optional(),
          if: z.string().optional(),
          env: environment,
        }),
      ),
    }),
  ),
});

/** A job of the GitHub workflow: each `run` is a shell of its own, and the first that fails is the last but for `!cancelled()`. */
const onGitHub: RunJob = async (stack, name, allowed = {}) => {
  const { env, jobs } = workflow.parse(pipeline("github-actions.yml"));
  const values = project(stack, allowed);
  const job = jobs[name];
  let outcome: JobOutcome = { exitCode: 0, output: "" };
  for (const { run, if: condition, env: own } of job?.steps ?? []) {
    const runs = outcome.exitCode === 0 || condition?.includes("!cancelled()");
    if (run === undefined || !runs) continue;
    if (condition?.includes("hashFiles('gate.md')") && !existsSync(join(stack.folder, "gate.md"))) continue;
    expect(run).not.toContain("${{"); // what others write never becomes a part of a command
    const all = { ...env, ...job?.env, ...own };
    const filled = Object.entries(all).map(([key, value]) => [key, fillIn(value, values)]);
    const { exitCode, output } = await stack.shell(run, { ...values, ...Object.fromEntries(filled), STACK: "test" });
    outcome = { exitCode: outcome.exitCode || exitCode, output: outcome.output + output };
  }
  return outcome;
};

/** A value such as `${{ secrets.NAME }}`; anything unknown is an error. */
function fillIn(value: string, values: Readonly<Record<string, string>>): string {
  return value.replaceAll(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
    const [scope, name = ""] = expression.split(".");
    const known = ["secrets", "vars"].includes(scope ?? "") ? values[name] : GITHUB[expression];
    if (known === undefined) throw new Error(`${expression} is not described in the first lines of the file.`);
    return known;
  });
}
const GITHUB: Readonly<Record<string, string>> = {
  "github.token": "github-token",
  "github.event.pull_request.number": "17",
};

const lines = z.array(z.string());
const gitlabJob = z.object({ variables: environment, script: lines, after_script: lines.default([]) });
const gitlab = z.object({
  default: z.object({ before_script: lines }),
  variables: environment,
  preview: gitlabJob,
  apply: gitlabJob,
  drift: gitlabJob,
});

/** A job of the GitLab pipeline: its script is one shell, and `after_script` another, which runs in any case. */
const onGitLab: RunJob = async (stack, name, allowed = {}) => {
  const file = gitlab.parse(pipeline("gitlab-ci.yml"));
  const { variables, script, after_script: after } = file[name];
  const given: Record<string, string> = { ...project(stack, allowed), ...GITLAB };
  const own = Object.entries(variables).map(([key, value]) => [key, given[value.slice(1)] ?? value]);
  const env = { ...file.variables, ...Object.fromEntries(own), ...given, STACK: "test" };
  const main = await stack.shell([...file.default.before_script, ...script].join("\n"), env);
  const last = after.length > 0 ? await stack.shell(after.join("\n"), env) : { exitCode: 0, output: "" };
  expect(last.exitCode).toBe(0);
  return { exitCode: main.exitCode, output: main.output + last.output };
};
const GITLAB = {
  GITLAB_TOKEN: "gitlab-token",
  CI_API_V4_URL: "https://gitlab.example.com/api/v4",
  CI_PROJECT_ID: "4",
  CI_MERGE_REQUEST_IID: "17",
};

const STAND_INS = ["npm", "gh", "curl"];

/** Notes the call, and the text that it would publish. */
const STAND_IN = `#!/bin/bash
echo "$(basename "$0") $*" >> calls.txt
for word in "$@"; do
  case "$word" in *drift.txt) cat drift.txt >> calls.txt ;; *gate.md) cat gate.md >> calls.txt ;; esac
done
`;

function prepare({ folder }: TestStack) {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, ".bin"));
  symlinkSync(join(REPOSITORY, "dist/provider/cli/main.js"), join(modules, ".bin", PACKAGE));
  symlinkSync(join(REPOSITORY, "policy"), join(modules, `${PACKAGE}-policies`));
  mkdirSync(join(folder, "stand-ins"));
  for (const name of STAND_INS) {
    writeFileSync(join(folder, "stand-ins", name), STAND_IN);
    chmodSync(join(folder, "stand-ins", name), 0o755);
  }
  cpSync(join(REPOSITORY, "examples/pipelines/policies.json"), join(folder, "policies.json"));
  const policies = readFileSync(join(folder, "policies.json"), "utf8");
  writeFileSync(join(folder, "policies.json"), policies.replace('"prod"', '"test"'));
}

/** What the stand-ins were called with since the last time. */
function calls({ folder }: TestStack): string {
  const file = join(folder, "calls.txt");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  for (const name of ["calls.txt", "gate.md"]) rmSync(join(folder, name), { force: true });
  return text;
}

const programOf = (purchase: string, more: object = { reason: "TICKET-7" }) => `
const { AutoTopupConfig, CreditTopup, SpendingLimit } = require("${PACKAGE}");
new SpendingLimit("limit", ${JSON.stringify(LIMIT)});
new AutoTopupConfig("topup", ${JSON.stringify(TOPUP)});
new CreditTopup("credit", ${JSON.stringify({ accountId: ACCOUNT, amount: 5000, purchase, ...more })});`;

const PLATFORMS: readonly [string, RunJob, { comment: string; issue: string }][] = [
  [
    "GitHub Actions",
    onGitHub,
    {
      comment: "gh pr comment 17 --edit-last --create-if-none --body-file gate.md",
      issue: "gh issue create --title Drift in AI Gateway billing, stack test --body-file drift.txt",
    },
  ],
  [
    "GitLab CI",
    onGitLab,
    {
      comment: "--form body=<gate.md https://gitlab.example.com/api/v4/projects/4/merge_requests/17/notes",
      issue:
        "--form title=Drift in AI Gateway billing, stack test --form description=<drift.txt https://gitlab.example.com/api/v4/projects/4/issues",
    },
  ],
];

test.each(PLATFORMS)(
  "%s: a pull request is judged, a merge is applied, drift is told",
  async (_, run, published) => {
    const options = { api: "2026-05", config: QUICK_CONFIG, secrets: {}, program: programOf("2026-11") } as const;
    await withStack(options, async (stack) => {
      prepare(stack);
      const charges = () => stack.emulator.state().charges.length;
      const allowed = { purchases: "2026-10 2026-11", autoTopups: ACCOUNT };

      // a pull request that nobody has allowed: stopped, and told so
      const stopped = await run(stack, "preview");
      expect(stopped).toMatchObject({ exitCode: 1 });
      const told = calls(stack);
      expect(told).toContain("npm ci");
      expect(told).toContain(published.comment);
      expect(told).toContain("| purchase <code>2026-11</code>, created |");
      expect(told).toContain("| US$50.00 | US$52.50 | **no** |");

      // allowed by name
      expect(await run(stack, "preview", allowed)).toMatchObject({ exitCode: 0 });
      expect(calls(stack)).not.toContain("**no**");

      // against a policy: stopped before the gate
      stack.write(programOf("2026-11", {}));
      const violated = await run(stack, "preview", allowed);
      expect(violated.exitCode).not.toBe(0);
      expect(violated.output).toContain("topup-needs-reason");
      expect(calls(stack)).not.toContain(published.comment);

      // nothing of this could have charged: its token reads
      const written = stack.emulator
        .state()
        .requests.filter(({ method, path }) => method !== "GET" && !/eligibility$/.test(path));
      expect(written).toEqual([]);

      // merged: stopped again, then applied, then nothing is left to do
      stack.write(programOf("2026-11"));
      expect(await run(stack, "apply")).toMatchObject({ exitCode: 1 });
      expect(charges()).toBe(0);
      expect(await run(stack, "apply", allowed)).toMatchObject({ exitCode: 0 });
      expect(charges()).toBe(1);
      expect(await run(stack, "apply")).toMatchObject({ exitCode: 0 });
      expect(charges()).toBe(1);

      // the night
      calls(stack);
      expect(await run(stack, "drift")).toMatchObject({ exitCode: 0 });
      expect(calls(stack)).toBe("npm ci\n");
      stack.emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 90_000, threshold: 1000 } });
      expect(await run(stack, "drift")).toMatchObject({ exitCode: 7 });
      const drift = calls(stack);
      expect(drift).toContain(published.issue);
      expect(drift).toMatch(/amount *: 5000 => 90000|1 to update|~ 1/);
      expect(charges()).toBe(1);
    });
  },
  400_000,
);

/** Fields of `pulumi.com/v1` `Stack`, from the operator's reference of its API; `runProgram` from its pull request 1171. */
const resourceRef = z.union([
  z.strictObject({ type: z.literal("Secret"), secret: z.strictObject({ name: z.string(), key: z.string() }) }),
  z.strictObject({ type: z.literal("Literal"), literal: z.strictObject({ value: z.string() }) }),
]);
const operatorStack = z.strictObject({
  apiVersion: z.literal("pulumi.com/v1"),
  kind: z.literal("Stack"),
  metadata: z.strictObject({ name: z.string(), namespace: z.string() }),
  spec: z.strictObject({
    stack: z.string(),
    projectRepo: z.string(),
    branch: z.string(),
    useLocalStackOnly: z.boolean(),
    runProgram: z.boolean(),
    retryOnUpdateConflict: z.boolean(),
    destroyOnFinalize: z.boolean(),
    continueResyncOnCommitMatch: z.boolean(),
    driftDetection: z.strictObject({
      schedules: z.array(z.strictObject({ cron: z.string(), autoRemediate: z.boolean() })),
    }),
    serviceAccountName: z.string(),
    envRefs: z.record(z.string(), resourceRef),
  }),
});

test("the operator's Stack has known fields alone, and neither runs twice nor destroys", () => {
  expect(operatorStack.parse(pipeline("pulumi-operator-stack.yaml")).spec).toMatchObject({
    runProgram: true,
    retryOnUpdateConflict: false,
    destroyOnFinalize: false,
    continueResyncOnCommitMatch: false,
    driftDetection: { schedules: [{ autoRemediate: false }] },
  });
});
