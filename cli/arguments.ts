import { EMPTY } from "./texts.js";

/**
 * The framework does not recognize `--flag=` as a flag if its value is empty or has several lines. Written as two
 * arguments, it does. So `--allow-purchase=$WORD` with an empty variable allows nothing, and is not a wrong call.
 */
export function separateValues(args: readonly string[]): string[] {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  return args.flatMap((arg, index) => {
    const [, flag, value] = /^(--[a-z-]+)=(.*)$/s.exec(arg) ?? [];
    if (index > end || flag === undefined || value === undefined || ONE_LINE.test(value)) return [arg];
    return [flag, value];
  });
}

const ONE_LINE = /^.+$/;

/** Parses an id, a name or a path. */
export function notEmpty(text: string): string {
  if (text === "") throw new Error(EMPTY);
  return text;
}
