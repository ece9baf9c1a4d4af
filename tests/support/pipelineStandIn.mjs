#!/usr/bin/env node
// Stands for npm, gh and curl in the pipelines. Notes each call in calls.txt; and keeps, in published.json, the comments
// and issues of a GitHub or GitLab that has just one pull request.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

const OURS = { gh: "github-actions[bot]", curl: "project_4_bot_1f0c" };
const [, self = "", ...words] = process.argv;
const name = basename(self);
appendFileSync("calls.txt", `${[name, ...words].join(" ")}\n`);
if (name !== "npm") {
  if (process.env.PUBLISHING_FAILS) fail("500 Internal Server Error");
  if (name === "gh" ? process.env.GH_TOKEN !== "github-token" : !words.includes("PRIVATE-TOKEN: gitlab-token"))
    fail("401 Unauthorized");
  publish();
}

function publish() {
  if (words[0] === "label") return;
  const published = existsSync("published.json") ? JSON.parse(readFileSync("published.json", "utf8")) : [];
  const url = new URL(words.find((word) => /^(https|repos)\b/.test(word)) ?? `/${words[0]}s`, "https://api.github.com");
  const kind = /\/(comments|notes)\b/.test(url.pathname) ? "comment" : "issue";
  const id = Number(/\/(\d+)$/.exec(url.pathname)?.[1] ?? words.find((word) => /^\d+$/.test(word)));
  const label = url.searchParams.get("labels") ?? after("--label") ?? /^labels=(.*)/m.exec(words.join("\n"))?.[1];
  const text = /^(?:body=@|body=<|description=<)(.*)/m.exec(words.join("\n"))?.[1] ?? after("--body-file");
  if (text === undefined) {
    const found = published.filter((one) => one.kind === kind && (label === undefined || one.label === label));
    console.log(JSON.stringify(found.map(asService)));
    return;
  }
  const body = readFileSync(text, "utf8");
  const one = published.find((other) => other.kind === kind && other.id === id);
  if (one === undefined) {
    if (!Number.isNaN(id)) fail("404 Not Found");
    published.push({ kind, id: published.length + 100, author: OURS[name], label, body });
  } else {
    if (one.author !== OURS[name]) fail("403 Forbidden");
    one.body = body;
  }
  writeFileSync("published.json", JSON.stringify(published));
}

/** As both services answer. */
function asService({ id, author, body }) {
  return { id, number: id, iid: id, user: { login: author }, author: { username: author }, body };
}

function after(option) {
  return words.includes(option) ? words[words.indexOf(option) + 1] : undefined;
}

function fail(why) {
  console.error(why);
  process.exit(22);
}
