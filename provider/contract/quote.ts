/** Values in error messages: quoted where that is safe, described where it is not. */

/** A value as it was given, where that is short enough to be no secret and no flood. */
export function quote(value: unknown): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string" && value !== "" && value.length <= 24) return JSON.stringify(value);
  return outline(value);
}

/** What kind of value it is, without its content. */
export function outline(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (value === "") return "an empty string";
  if (typeof value === "string") return `a string of ${value.length} characters`;
  if (Array.isArray(value)) return "a list";
  return `a value of type ${typeof value}`;
}
