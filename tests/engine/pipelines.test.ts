/**
 * Every shell command of the pipelines that users copy, run against the emulator. `npm` (for `npm ci`), `gh` and `curl`
 * are stand-ins; Pulumi, the policy pack and the gate are the real ones.
 */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join, resolve } from "node:path";
import { z } from "zod";
import type { TestStack } from "../support/engine";
import { execute, SECRETS, withStack } from "../support/engine";
import { isFull, testInFull, testSome } from "../support/full";
import { ACCOUNT, LIMIT, TOPUP } from "../support/programs";
import { QUICK_CONFIG } from "../support/purchases";

const REPOSITORY = resolve(__dirname, "../..");
const PACKAGE = "pulumi-cloudflare-ai-gateway-billing";
const PIPELINES = join(REPOSITORY, "examples/pipelines");

/** Pulumi's own parser. */
const yaml: { load(text: string): unknown } = createRequire(require.resolve("@pulumi/pulumi"))("js-yaml");
const pipeline = (name: string) => yaml.load(readFileSync(join(PIPELINES, name), "utf8"));

/** What the variables of the project hold; the names are those of the pipelines' first lines. */
const project = (given: Given) => ({
  PULUMI_ACCESS_TOKEN: "unused-with-a-file-backend",
  CLOUDFLARE_READ_TOKEN: SECRETS.readToken,
  CLOUDFLARE_WRITE_TOKEN: SECRETS.token,
  CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
  ALLOWED_PURCHASES: given.purchases ?? "",
  ALLOWED_AUTO_TOPUPS: given.autoTopups ?? "",
});

/** GitHub's folder for what a job writes, which is empty when the job begins. */
const runnerTemp = ({ folder }: TestStack) => resolve(folder, "../runner-temp");

/** Around the commands, whatever they are given. */
const surroundings = ({ folder, emulator }: TestStack, given: Given) => ({
  CLOUDFLARE_BASE_URL: emulator.url,
  PATH: `${join(folder, "stand-ins")}${delimiter}${process.env.PATH}`,
  PUBLISHING_FAILS: given.publishingFails ? "1" : "",
});

interface Given {
  readonly purchases?: string;
  readonly autoTopups?: string;
  readonly publishingFails?: boolean;
}
interface JobOutcome {
  readonly exitCode: number;
  readonly output: string;
}
type RunJob = (stack: TestStack, job: "preview" | "apply" | "drift" | "credit", given?: Given) => Promise<JobOutcome>;

const environment = z.record(z.string(), z.string()).default({});
const workflow = z.object({
  env: environment,
  jobs: z.record(
    z.string(),
    z.object({
      env: environment,
      steps: z.array(
        z.object({
          id: z.string().optional(),
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
const onGitHub: RunJob = async (stack, name, given = {}) => {
  const { env, jobs } = workflow.parse(pipeline("github-actions.yml"));
  const job = jobs[name];
  const outputs = join(stack.folder, "outputs.txt");
  const temp = runnerTemp(stack);
  checkOut(stack);
  const summary = join(stack.folder, "summary.md");
  for (const file of [outputs, summary]) writeFileSync(file, "");
  rmSync(temp, { recursive: true, force: true });
  mkdirSync(temp);
  let outcome: JobOutcome = { exitCode: 0, output: "" };
  const outcomes: Record<string, string> = {};
  for (const { id = "", run, if: condition = "", env: own } of job?.steps ?? []) {
    outcomes[`steps.${id}.outcome`] = "skipped";
    if (run === undefined || (outcome.exitCode !== 0 && !condition.includes("!cancelled()"))) continue;
    const [, key, value] = /steps\.\w+\.outputs\.(\w+) == '(\w+)'/.exec(condition) ?? [];
    if (key !== undefined && !readFileSync(outputs, "utf8").includes(`${key}=${value}\n`)) continue;
    expect(run).not.toContain("${{"); // what others write never becomes a part of a command
    const all = Object.entries({ ...env, ...job?.env, ...own });
    const known = { ...GITHUB, ...outcomes };
    const filled = Object.fromEntries(all.map(([word, text]) => [word, fillIn(text, project(given), known)]));
    const fixed = {
      ...GITHUB_DEFAULTS,
      GITHUB_OUTPUT: outputs,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: temp,
      STACK: "test",
    };
    const { exitCode, output } = await stack.shell(run, { ...surroundings(stack, given), ...filled, ...fixed });
    outcomes[`steps.${id}.outcome`] = exitCode === 0 ? "success" : "failure";
    outcome = { exitCode: outcome.exitCode || exitCode, output: outcome.output + output };
  }
  return { ...outcome, output: outcome.output + readFileSync(summary, "utf8") };
};

/** A value such as `${{ secrets.NAME }}`; anything unknown is an error. */
function fillIn(value: string, values: Texts, others: Texts): string {
  return value.replaceAll(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
    const [scope, name = ""] = expression.split(".");
    const known = ["secrets", "vars"].includes(scope ?? "") ? values[name] : others[expression];
    if (known === undefined) throw new Error(`${expression} is not described in the first lines of the file.`);
    return known;
  });
}
type Texts = Readonly<Record<string, string>>;
const GITHUB: Texts = {
  "github.token": "github-token",
  "github.event.pull_request.number": "17",
};
const GITHUB_DEFAULTS = {
  GITHUB_SERVER_URL: "https://github.example.com",
  GITHUB_REPOSITORY: "acme/ai-gateway-billing",
  GITHUB_RUN_ID: "1234",
};

const lines = z.array(z.string());
const gitlabJob = z.object({ variables: environment, script: lines, after_script: lines.default([]) });
const gitlab = z.object({
  default: z.object({ before_script: lines }),
  variables: environment,
  preview: gitlabJob,
  apply: gitlabJob,
  drift: gitlabJob,
  credit: gitlabJob,
});

/** A job of the GitLab pipeline: its script is one shell, and `after_script` another, which runs in any case. */
const onGitLab: RunJob = async (stack, name, given = {}) => {
  const file = gitlab.parse(pipeline("gitlab-ci.yml"));
  const { variables, script, after_script: after } = file[name];
  const known: Record<string, string> = { ...project(given), ...GITLAB };
  const own = Object.entries(variables).map(([key, value]) => [key, known[value.slice(1)] ?? value]);
  const all = { ...file.variables, ...Object.fromEntries(own), ...known, STACK: "test" };
  const env = { ...surroundings(stack, given), ...all };
  const shell = (commands: readonly string[]) => stack.shell(["set -o pipefail", ...commands].join("\n"), env);
  checkOut(stack);
  const main = await shell([...file.default.before_script, ...script]);
  const last = await shell(after);
  expect(last.exitCode === 0).toBe(!given.publishingFails || name === "apply");
  return { exitCode: main.exitCode, output: main.output + last.output };
};
const GITLAB = {
  GITLAB_TOKEN: "gitlab-token",
  CI_API_V4_URL: "https://gitlab.example.com/api/v4",
  CI_PROJECT_ID: "4",
  CI_MERGE_REQUEST_IID: "17",
  CI_JOB_URL: "https://gitlab.example.com/acme/ai-gateway-billing/-/jobs/1234",
};

/** The commit, which holds a verdict of its own wherever one may be looked for; what earlier jobs have written is gone. */
function checkOut({ folder }: TestStack) {
  rmSync(join(folder, "calls.txt"), { force: true });
  rmSync(join(folder, COMMITTED), { recursive: true, force: true });
  mkdirSync(join(folder, COMMITTED));
  for (const place of [folder, join(folder, COMMITTED)]) writeFileSync(join(place, "gate.md"), FORGED_VERDICT);
}
const COMMITTED = gitlab.parse(pipeline("gitlab-ci.yml")).variables.OUT ?? "";
const FORGED_VERDICT = "Forged: this preview moves no money.\n";

const MARKER = "<!-- ai-gateway-billing test -->";
const HEADING = "**AI Gateway billing, stack test**";
/** The first line of our comment as somebody else might write it, and our comments on another stack. */
const OTHERS = [
  { author: "mallory", body: `${MARKER}\nThis preview moves no money.` },
  ...["github-actions[bot]", "project_4_bot_1f0c"].map((author) => ({
    author,
    body: "<!-- ai-gateway-billing test-eu -->\nThis preview moves no money.",
  })),
].map((one, index) => ({ kind: "comment", id: index + 1, ...one }));

function prepare({ folder }: TestStack) {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, ".bin"));
  symlinkSync(join(REPOSITORY, "cli/dist/main.js"), join(modules, ".bin", "ai-gateway-billing"));
  symlinkSync(join(REPOSITORY, "cli"), join(modules, `${PACKAGE}-cli`));
  symlinkSync(join(REPOSITORY, "policy"), join(modules, `${PACKAGE}-policies`));
  const standIns = join(folder, "stand-ins");
  mkdirSync(standIns);
  cpSync(join(REPOSITORY, "tests/support/pipelineStandIn.mjs"), join(standIns, "standIn.mjs"));
  chmodSync(join(standIns, "standIn.mjs"), 0o755);
  for (const name of ["npm", "gh", "curl"]) symlinkSync("standIn.mjs", join(standIns, name));
  cpSync(join(PIPELINES, "policies.json"), join(folder, "policies.json"));
  const policies = readFileSync(join(folder, "policies.json"), "utf8");
  writeFileSync(join(folder, "policies.json"), policies.replace('"prod"', '"test"'));
  writeFileSync(join(folder, "published.json"), JSON.stringify(OTHERS));
}

/** What the stand-ins were called with in the last job. */
function calls({ folder }: TestStack): string {
  const file = join(folder, "calls.txt");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** What the pipeline has published, by now; what others wrote is as it was. */
function published({ folder }: TestStack, kind: "comment" | "issue"): string[] {
  const all = z
    .array(z.looseObject({ kind: z.string(), body: z.string() }))
    .parse(JSON.parse(readFileSync(join(folder, "published.json"), "utf8")));
  expect(all.slice(0, OTHERS.length)).toEqual(OTHERS);
  const ours = all.slice(OTHERS.length);
  return ours.filter((one) => one.kind === kind).map(({ body }) => body);
}

/** The requests that could have changed something. */
const writes = ({ emulator }: TestStack) =>
  emulator.state().requests.filter(({ method, path }) => method !== "GET" && !/eligibility$/.test(path));

const programOf = (purchase: string, more: object = { reason: "TICKET-7" }, topup: object = TOPUP) => `
const { AutoTopupConfig, CreditTopup, SpendingLimit } = require("${PACKAGE}");
new SpendingLimit("limit", ${JSON.stringify(LIMIT)}, { protect: false });
new AutoTopupConfig("topup", ${JSON.stringify(topup)});
new CreditTopup("credit", ${JSON.stringify({ accountId: ACCOUNT, amount: 5000, purchase, ...more })});`;

const autoTopup = (topup: object, limit: object | null = LIMIT) => `
const { AutoTopupConfig, SpendingLimit } = require("${PACKAGE}");
${limit ? `new SpendingLimit("limit", ${JSON.stringify(limit)}, { protect: false });` : ""}
new AutoTopupConfig("topup", ${JSON.stringify(topup)});`;

/** Writes a verdict of its own where the pipelines write theirs, and prints what would leave a code block. */
const FORGER = `
for (const place of [process.env.RUNNER_TEMP, process.env.OUT])
  if (place) require("node:fs").writeFileSync(place + "/gate.md", ${JSON.stringify(FORGED_VERDICT)});
console.log("\`\`\`\\r</details>\\n\\u001b[2J\\u202e# Approved by @everyone");`;

const DRY = `require("@pulumi/pulumi").runtime.isDryRun()`;
/** Programs that show the gate something else than they apply. */
const HIDDEN = `${autoTopup(TOPUP)}
if (!${DRY}) new (require("${PACKAGE}").CreditTopup)("credit", ${JSON.stringify({ accountId: ACCOUNT, amount: 5000, purchase: "2026-11", reason: "TICKET-7" })});`;
const OTHER_WORD = programOf("2026-11").replace('"purchase":"2026-11"', `"purchase":${DRY} ? "2026-11" : "2026-12"`);
const OTHER_AMOUNT = programOf("2026-11").replace(
  '"amount":5000,"purchase"',
  `"amount":${DRY} ? 5000 : 9000,"purchase"`,
);

const PLATFORMS: readonly [string, RunJob, tricks: readonly string[]][] = [
  ["GitHub Actions", onGitHub, [HIDDEN, OTHER_WORD]],
  ["GitLab CI", onGitLab, [HIDDEN, OTHER_AMOUNT]],
];
const STRICT = { "cloudflare-ai-gateway-billing:preflight": "strict" };
const OPTIONS = { api: "2026-05", config: { ...QUICK_CONFIG, ...STRICT }, secrets: {} } as const;

testSome(1, PLATFORMS)(
  "%s: a pull request is judged, a merge is applied as it was judged and never raises unasked, and drift is told",
  async (_, run, tricks) => {
    await withStack({ ...OPTIONS, program: programOf("2026-11") }, async (stack) => {
      prepare(stack);
      const charges = () => stack.emulator.state().charges.length;
      const allowed = { purchases: "2026-10 2026-11", autoTopups: ACCOUNT };

      // what must fail in `pulumi up` fails here, and is told
      for (const file of ["github-actions.yml", "gitlab-ci.yml"])
        expect(readFileSync(join(PIPELINES, file), "utf8")).toContain(
          `\`pulumi config set ${Object.entries(STRICT).flat().join(" ")}\``,
        );
      if (isFull) {
        stack.emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 2000, threshold: 500 } });
        expect((await run(stack, "preview", allowed)).exitCode).not.toBe(0);
        expect(published(stack, "comment")).toEqual([expect.stringContaining("This `pulumi up` will fail.")]);
        stack.emulator.patchAccount(ACCOUNT, { topupConfig: null });
      }

      // a pull request that nobody has allowed, since no word is what the shell could make one of: stopped, and told so
      writeFileSync(join(stack.folder, "2026-11"), "");
      expect(await run(stack, "preview", { purchases: "*" })).toMatchObject({ exitCode: 1 });
      expect(calls(stack)).toContain("npm ci");
      const [told = "", ...others] = published(stack, "comment");
      expect(others).toEqual([]);
      expect(told).toContain(`${MARKER}\n${HEADING}\n\n### This preview moves money`);
      expect(told).toContain("| purchase <code>2026-11</code>, created |");
      expect(told).toContain("| US$50.00 | US$52.50 | **no** |");
      expect(told).toContain("<summary>The preview</summary>\n\n    Previewing update (test):\n");

      // allowed by name, and told in the same place
      expect(await run(stack, "preview", allowed)).toMatchObject({ exitCode: 0 });
      expect(published(stack, "comment")).toEqual([expect.stringContaining("This preview moves money")]);
      expect(published(stack, "comment")[0]).not.toContain("**no**");

      // against a policy: stopped before the gate, the policy tells why, and what was told before does not stay
      stack.write(programOf("2026-11", {}) + FORGER);
      const violated = await run(stack, "preview", allowed);
      expect(violated.exitCode).not.toBe(0);
      expect(violated.output).toContain("topup-needs-reason");
      const stopped = published(stack, "comment");
      expect(stopped).toEqual([expect.stringMatching(/Stopped before the gate.*\/1234\)/s)]);
      expect(stopped[0]).toContain('    TopupCharge "credit-charge": no reason is given');
      expect(stopped[0]).not.toContain("Forged");
      const [, shown = ""] = /<summary>.*?\n\n(.*)\n\n<\/details>\n$/s.exec(stopped[0] ?? "") ?? [];
      expect(shown).toContain("# Approved by @everyone");
      for (const line of shown.split("\n")) expect(line).toMatch(/^ {4}[^\p{C}]*$/u);

      // nothing of this could have charged: its token reads
      expect(writes(stack)).toEqual([]);

      // merged: stopped again, then applied, then nothing is left to do
      stack.write(programOf("2026-11"));
      if (isFull) expect(await run(stack, "apply")).toMatchObject({ exitCode: 1 });
      expect(charges()).toBe(0);
      // the gate's test has these, too
      for (const trick of isFull ? tricks : []) {
        stack.write(trick);
        const tricked = await run(stack, "apply", allowed);
        expect(tricked.exitCode).not.toBe(0);
        expect(tricked.output).toMatch(/violates plan|not allowed by the plan/);
      }
      expect(charges()).toBe(0);
      stack.write(programOf("2026-11"));
      expect(await run(stack, "apply", allowed)).toMatchObject({ exitCode: 0 });
      expect(charges()).toBe(1);
      if (isFull) expect(await run(stack, "apply")).toMatchObject({ exitCode: 0 });
      expect(charges()).toBe(1);
      const before = writes(stack).length;
      if (isFull) {
        expect(await run(stack, "preview")).toMatchObject({ exitCode: 0 });
        expect(published(stack, "comment")).toEqual([
          expect.stringContaining(`${MARKER}\n${HEADING}\n\nThis preview moves no money.\n`),
        ]);
      }

      // against a policy that speaks last
      if (isFull) {
        stack.write(autoTopup(TOPUP, null));
        const uncapped = await run(stack, "apply", allowed);
        expect(uncapped.exitCode).not.toBe(0);
        expect(uncapped.output).toContain("cap-required-with-auto-topup");
        expect(writes(stack)).toHaveLength(before);
      }

      // lowered in the dashboard, and lowered less in the program
      stack.emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 2000, threshold: 500 } });
      stack.write(programOf("2026-11", { reason: "TICKET-7" }, { ...TOPUP, amount: 4000 }));
      expect(await run(stack, "preview")).toMatchObject({ exitCode: 1 });
      expect(published(stack, "comment")).toEqual([
        expect.stringContaining("auto top-up, raised from US$20.00 whenever less than US$5.00 is left"),
      ]);
      if (isFull) {
        const raised = await run(stack, "apply");
        expect(raised).toMatchObject({ exitCode: 1, output: expect.stringContaining("raised from US$20.00") });
      }

      // removed there, and the program as it was
      stack.emulator.patchAccount(ACCOUNT, { topupConfig: null });
      stack.write(programOf("2026-11"));
      if (isFull) {
        expect(await run(stack, "preview")).toMatchObject({ exitCode: 1 });
        expect(await run(stack, "apply")).toMatchObject({ exitCode: 1 });
        expect(writes(stack)).toHaveLength(before);
      }

      // asked for
      expect(await run(stack, "apply", allowed)).toMatchObject({ exitCode: 0 });
      expect(writes(stack)).toHaveLength(before + 1);

      // the night
      expect(await run(stack, "drift")).toMatchObject({ exitCode: 0 });
      expect(calls(stack)).toMatch(/^npm ci.*\n$/);
      stack.emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 90_000, threshold: 1000 } });
      if (isFull) {
        expect(await run(stack, "drift", { publishingFails: true })).toMatchObject({ exitCode: 7 });
        expect(published(stack, "issue")).toEqual([]);
      }
      expect(await run(stack, "drift")).toMatchObject({ exitCode: 7 });
      expect(calls(stack)).toContain("Drift in AI Gateway billing, stack test");
      expect(published(stack, "issue")).toEqual([expect.stringMatching(/^ {4}.*amount *: 5000 => 90000$/m)]);

      // the next night: the same issue
      if (isFull) {
        stack.emulator.patchAccount(ACCOUNT, { topupConfig: null });
        expect(await run(stack, "drift")).toMatchObject({ exitCode: 7 });
        expect(published(stack, "issue")).toEqual([expect.stringMatching(/- 1 deleted|1 to delete/)]);
      }

      // whether the credit lasts
      expect(await run(stack, "credit")).toMatchObject({
        exitCode: 0,
        output: expect.stringContaining("All is fine."),
      });
      stack.emulator.patchAccount(ACCOUNT, { balance: 1999 });
      expect(await run(stack, "credit")).toMatchObject({
        exitCode: 1,
        output: expect.stringContaining("US$19.99 is left, less than US$20.00. Buy credit."),
      });
      expect(writes(stack)).toHaveLength(before + 1);
      expect(charges()).toBe(1);
    });
  },
  600_000,
);

testInFull(
  "a pending payment is drift until it has been applied, and asks nothing of the gate",
  async () => {
    const program = programOf("2026-11", { reason: "TICKET-7", settleWithinSeconds: 1 });
    await withStack({ ...OPTIONS, program }, async (stack) => {
      prepare(stack);
      stack.emulator.patchAccount(ACCOUNT, { payments: "wait for the bank" });
      expect(await onGitHub(stack, "apply", { purchases: "2026-11", autoTopups: ACCOUNT })).toMatchObject({
        exitCode: 0,
      });
      expect(await onGitHub(stack, "drift")).toMatchObject({ exitCode: 7 });
      expect(await onGitHub(stack, "preview")).toMatchObject({ exitCode: 0 });
      stack.emulator.bank(ACCOUNT, "confirms");
      expect(await onGitHub(stack, "drift")).toMatchObject({ exitCode: 7 });
      expect(await onGitHub(stack, "apply")).toMatchObject({ exitCode: 0 });
      expect(await onGitHub(stack, "drift")).toMatchObject({ exitCode: 0 });
      expect(stack.emulator.state().charges).toHaveLength(1);
    });
  },
  400_000,
);

test("GitHub's own parser finds nothing wrong with the workflow, and tokens are given to Pulumi and the command line alone", async () => {
  const parse = (file: string) => execute("node", ["tests/support/parseWorkflow.mjs", file], REPOSITORY, process.env);
  expect(await parse("examples/pipelines/github-actions.yml")).toEqual({ exitCode: 0, output: "[]\n" });
  expect((await parse("examples/pipelines/gitlab-ci.yml")).output).toContain("Required property is missing: jobs");
  const { env, jobs } = workflow.parse(pipeline("github-actions.yml"));
  const steps = Object.values(jobs).flatMap((job) => [{ run: "the job", env: job.env }, ...job.steps]);
  for (const step of [{ run: "the workflow", env }, ...steps]) {
    const secret = Object.values(step.env).some((value) => value.includes("secrets."));
    expect([step.run, secret]).toEqual([
      step.run,
      /\b(pulumi (preview|up|refresh|")|ai-gateway-billing check )/.test(step.run ?? ""),
    ]);
    if (secret) expect(step.run).not.toMatch(/\b(npm|npx|gh) /);
  }
});

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
    refresh: z.boolean(),
    serviceAccountName: z.string(),
    envRefs: z.record(z.string(), resourceRef),
  }),
});

test("the operator's Stack has only known fields, does not retry and does not destroy", () => {
  expect(operatorStack.parse(pipeline("pulumi-operator-stack.yaml")).spec).toMatchObject({
    runProgram: true,
    retryOnUpdateConflict: false,
    destroyOnFinalize: false,
    continueResyncOnCommitMatch: false,
    refresh: false,
  });
});
