import { createCalls } from "../../../../provider/hosts/plugin/calls";

const ABOUT = { urn: "", seconds: 0, hide: (text: string) => text };

const silent = createCalls(async () => {});
const reasonOf = ({ signal }: { signal: AbortSignal }) =>
  new Promise<string>((resolve) => {
    const say = () => resolve(String(signal.reason));
    if (signal.aborted) say();
    else signal.addEventListener("abort", say, { once: true });
  });

test("customTimeouts end a call, and say so", async () => {
  expect(await silent.run({ ...ABOUT, seconds: 0.02 }, reasonOf)).toBe(
    "Error: the 0.02 s that customTimeouts allows are over",
  );
});

test("a negative timeout is refused, and nothing is done", async () => {
  const work = jest.fn();
  await expect(silent.run({ ...ABOUT, seconds: -300 }, work)).rejects.toThrow(
    "The option customTimeouts allows -300 s. Give it more than 0 s, or remove it",
  );
  expect(work).not.toHaveBeenCalled();
});

test("a timeout longer than Node's longest timer does not end the call at once", async () => {
  const isAborted = (call: { signal: AbortSignal }) =>
    new Promise<boolean>((resolve) => setTimeout(() => resolve(call.signal.aborted), 50));
  expect(await silent.run({ ...ABOUT, seconds: 10_000_000 }, isAborted)).toBe(false);
});

test("cancel ends the calls that are under way, and later ones", async () => {
  const calls = createCalls(async () => {});
  const first = calls.run(ABOUT, reasonOf);
  calls.cancel();
  expect(await first).toBe("Error: the run was cancelled");
  expect(await calls.run(ABOUT, reasonOf)).toBe("Error: the run was cancelled");
});

test("a call ends after everything that it said has been told, on its resource", async () => {
  const told: unknown[] = [];
  const calls = createCalls(async (...line) => {
    await new Promise((resolve) => setTimeout(resolve, line[1] === "one" ? 40 : 20));
    told.push(line);
  });
  const failing = calls.run({ ...ABOUT, urn: "urn" }, async ({ inform, warn }) => {
    inform("one");
    warn("two");
    throw new Error("three");
  });
  expect(calls.isIdle()).toBe(false);
  await expect(failing).rejects.toThrow("three");
  expect(told).toEqual([
    ["info", "one", "urn"],
    ["warning", "two", "urn"],
  ]);
  expect(calls.isIdle()).toBe(true);
});

test("neither what a call says nor how it fails shows what is hidden", async () => {
  const told: unknown[] = [];
  const calls = createCalls(async (_, line) => void told.push(line));
  const hide = (text: string) => text.replaceAll("5000", "[secret]");
  const failure: Error = await calls
    .run({ ...ABOUT, hide }, async ({ inform, warn }) => {
      inform("one 5000");
      warn("two 5000");
      throw new Error("three 5000");
    })
    .catch((error) => error);
  expect(told).toEqual(["one [secret]", "two [secret]"]);
  expect(failure.message).toBe("three [secret]");
  expect(failure.stack).not.toContain("5000");
});
