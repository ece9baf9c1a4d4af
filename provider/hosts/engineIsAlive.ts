import { connect } from "node:net";

const PATIENCE_MS = 2_000;

const ADDRESS = /^(.+):(\d+)$/;

/**
 * The address of the engine that started this process: the last argument of every provider, after the flags that
 * --tracing and --logflow add. Undefined if no engine did.
 */
export function engineAddress(): string | undefined {
  const last = process.argv.at(-1);
  return last !== undefined && ADDRESS.test(last) ? last : undefined;
}

/** Whether that engine still listens. The parent's process id does not help: there is a shell in between. */
export function engineIsAlive(): Promise<boolean> {
  const [, host, port] = ADDRESS.exec(engineAddress() ?? "") ?? [];
  if (host === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: PATIENCE_MS });
    const answer = (isAlive: boolean) => () => {
      socket.destroy();
      resolve(isAlive);
    };
    socket.once("connect", answer(true));
    socket.once("error", answer(false));
    socket.once("timeout", answer(false));
  });
}
