/**
 * The framework takes `--flag=` without a value, or with one of several lines, for an argument that is no flag. Written as
 * two arguments it understands them: `--allow-purchase=$WORD` with an empty variable allows nothing, and is no wrong call.
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
