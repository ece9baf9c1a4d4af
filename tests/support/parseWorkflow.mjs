// Reads a GitHub Actions workflow with GitHub's own parser, and prints what it finds wrong as JSON.
import { readFileSync } from "node:fs";
import { register } from "node:module";

// The parser imports its schema as a bundler would; Node wants to be told that it is JSON.
const load = `export const load = (url, context, next) =>
  next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);`;
register(`data:text/javascript,${encodeURIComponent(load)}`);
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");

const [file = ""] = process.argv.slice(2);
const workflow = { name: file, content: readFileSync(file, "utf8") };
const { context, value } = parseWorkflow(workflow, new NoOperationTraceWriter());
if (value !== undefined) await convertWorkflowTemplate(context, value);
console.log(JSON.stringify(context.errors.getErrors().map(({ message }) => message)));
