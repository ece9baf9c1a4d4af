/**
 * The plugin from the packed package, step by step as its page says. `pluginYaml.test.ts` runs the program in YAML, and
 * `pluginLanguages.test.ts` what the page says about Python and Go.
 */
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { SECRETS, withStack } from "../support/engine";
import { testInFull } from "../support/full";
import { packPackage } from "../support/pack";
import { ACCOUNT, OTHER_ACCOUNT } from "../support/programs";

const PAGE = readFileSync(resolve(__dirname, "../../docs/plugin.md"), "utf8").replace(
  /^## Python and Go\n[\s\S]*?(?=^## )/m,
  "",
);
const blocks = (language: string) =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, text = ""]) => text);

// npm test has the same steps on this checkout, in pluginReads.test.ts
testInFull("every command and program of the plugin's page runs, from the tarball", async () => {
  const tarball = packPackage();
  try {
    const options = {
      api: "2026-10",
      typescript: true,
      program: "",
      secrets: {},
      install: async (folder: string) =>
        writeFileSync(
          join(folder, "package.json"),
          JSON.stringify({
            main: "index.ts",
            dependencies: { "@types/node": "20.19.43" },
          }),
        ),
    } as const;
    await withStack(options, async (stack) => {
      const [install = "", configure = "", importing = "", preview = "", ...more] = blocks("bash");
      const [program, provider, ...otherPrograms] = blocks("ts");
      const [project = "", _yamlProgram, _purchase, ...otherYaml] = blocks("yaml");
      expect([more, otherPrograms, otherYaml]).toEqual([[], [], []]);
      const ok = async (line: string) => {
        const { exitCode, output } = await stack.shell(line, {
          CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
          CLOUDFLARE_API_TOKEN: SECRETS.token,
          CLOUDFLARE_BASE_URL: stack.emulator.url,
        });
        expect(exitCode === 0 ? "" : output).toBe("");
        return output;
      };
      expect(install.trim()).toBe(`npm install /path/to/${basename(tarball.path)}`);
      await ok(install.replace(/\/path\S*/, `--no-audit --no-fund --prefer-offline ${tarball.path}`));
      appendFileSync(join(stack.folder, "Pulumi.yaml"), project);
      stack.emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 5000, threshold: 1000 } });
      await ok(configure);
      expect(await ok(importing)).toContain("1 imported");
      stack.write(`${program}`);
      expect(await ok(preview)).toMatch(/2 unchanged/);
      expect(stack.resources()).toEqual({ topup: expect.objectContaining({ id: ACCOUNT }) });

      await ok(`pulumi config set --secret otherToken ${SECRETS.token}`);
      stack.emulator.patchAccount(ACCOUNT, { topupConfig: null });
      stack.write(`${provider}`);
      await ok("pulumi up --yes --skip-preview --non-interactive");
      expect(stack.outputs().eligibility).toMatchObject({ accountId: OTHER_ACCOUNT, eligible: true });
    });
  } finally {
    tarball.remove();
  }
});
