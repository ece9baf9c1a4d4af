/** The pages that the package carries: each of their links leads somewhere for a reader who has only the package. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { packPackage } from "../support/pack";

/** All but the generated reference. */
const isPage = (path: string) => path.endsWith(".md") && !path.startsWith("docs/api/");

/** The headings of a page, as GitHub names them in links. */
const anchors = (page: string) =>
  [...readFileSync(page, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

/** The links of a page that lead nowhere. */
function broken(page: string): string[] {
  const links = [...readFileSync(page, "utf8").matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => {
    if (/^https:/.test(link)) return false;
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : resolve(dirname(page), path);
    if (!existsSync(target)) return true;
    return anchor !== undefined && !(statSync(target).isFile() && anchors(target).includes(anchor));
  });
}

test("every link of the packed pages leads to something that is packed too", () => {
  const tarball = packPackage();
  const folder = mkdtempSync(join(tmpdir(), "pages-"));
  try {
    execFileSync("tar", ["xzf", tarball.path, "-C", folder, "--strip-components", "1"]);
    const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(isPage);
    expect(pages).toEqual(
      expect.arrayContaining([
        "README.md",
        "docs/money.md",
        "docs/first-hour/pipeline.md",
        "examples/README.md",
        "policy/README.md",
        "cli/README.md",
      ]),
    );
    expect(Object.fromEntries(pages.map((page) => [page, broken(join(folder, page))]))).toEqual(
      Object.fromEntries(pages.map((page) => [page, []])),
    );
  } finally {
    tarball.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
