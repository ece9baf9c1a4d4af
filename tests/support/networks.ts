/**
 * A client and a server with a router between them, each in a network namespace of its own. The router can lose
 * every packet to the server without telling anybody, and then the client's kernel sends again.
 */
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

export interface NetworkOptions {
  /** The server's, apart from 10.77.1.0/24 and 10.77.2.0/24. May be of 127.0.0.0/8, but for 127.0.0.1. */
  readonly address: string;
  /** The client's `net.ipv4.tcp_orphan_retries`. 0 is the default of the kernel, which takes it for 8. */
  readonly orphanRetries: number;
  /** After how long, at the least, the client's kernel sends for the first time again. */
  readonly firstRepetitionMs: number;
}

export interface Networks {
  /** A PATH with a `pulumi` that runs in the client's network, and so does all that it starts. */
  readonly path: string;
  /** Listens on the server's address. The connections come to this process. */
  listen(port: number): Promise<Server>;
  /** From now on, no packet reaches the server. */
  lose(): void;
  /** From now on, every packet reaches the server again. */
  carry(): void;
  /** How many bytes of the connection from this port lie in the client's kernel and are not acknowledged. */
  unacknowledged(clientPort: number): number;
  remove(): void;
}

const CLIENT = { itself: "10.77.1.2", router: "10.77.1.1" };
const SERVER = { itself: "10.77.2.2", router: "10.77.2.1" };

/** Why there can be no such networks here; undefined when there can. */
export function whyNoNetworks(): string | undefined {
  if (process.platform !== "linux") return "network namespaces need Linux";
  if (process.getuid?.() !== 0) return "network namespaces need root";
  const name = `late-probe-${process.pid}`;
  try {
    ip("netns", "add", name);
    setKernel(name, "net.ipv4.ip_forward", 1);
    ip("-n", name, "link", "add", "one", "type", "veth", "peer", "name", "other");
    return undefined;
  } catch (error) {
    return `network namespaces do not work (${error instanceof Error ? error.message.trim() : error})`;
  } finally {
    forget(name);
  }
}

export function createNetworks({ address, orphanRetries, firstRepetitionMs }: NetworkOptions): Networks {
  const [client, router, server] = [nameOf("client"), nameOf("router"), nameOf("server")];
  const folder = mkdtempSync(join(tmpdir(), "networks-"));
  const remove = () => {
    for (const name of [client, router, server]) forget(name);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const name of [client, router, server]) {
      ip("netns", "add", name);
      ip("-n", name, "link", "set", "lo", "up");
    }
    layCable(client, CLIENT, router, "to-client");
    layCable(server, SERVER, router, "to-server");
    ip("-n", server, "address", "add", `${address}/32`, "dev", "lo");
    // A server on a loopback address is on the way like any other, once that network is not the host's own.
    for (const name of [client, router, server]) setKernel(name, "net.ipv4.conf.all.route_localnet", 1);
    for (const name of [client, router])
      ip("-n", name, "route", "del", "local", "127.0.0.0/8", "dev", "lo", "table", "local");
    const patience = ["rto_min", `${firstRepetitionMs}ms`];
    ip("-n", client, "route", "add", address, "via", CLIENT.router, ...patience);
    ip("-n", router, "route", "add", address, "via", SERVER.itself);
    ip("-n", server, "route", "add", "default", "via", SERVER.router);
    setKernel(router, "net.ipv4.ip_forward", 1);
    setKernel(client, "net.ipv4.tcp_orphan_retries", orphanRetries);

    const pulumi = join(folder, "pulumi");
    writeFileSync(pulumi, `#!/bin/sh\nPATH='${process.env.PATH}' exec ip netns exec ${client} pulumi "$@"\n`);
    chmodSync(pulumi, 0o755);
  } catch (error) {
    remove();
    throw error;
  }
  return {
    path: folder + delimiter + process.env.PATH,
    listen: (port) => listenIn(server, address, port),
    // A router without a route says so, and a dead process's connection then ends at once. A black hole is silent.
    lose: () => void ip("-n", router, "route", "replace", "blackhole", address),
    carry: () => void ip("-n", router, "route", "replace", address, "via", SERVER.itself),
    unacknowledged(clientPort) {
      const table = ip("netns", "exec", client, "cat", "/proc/net/tcp");
      const port = clientPort.toString(16).toUpperCase().padStart(4, "0");
      const [, bytes = "0"] = new RegExp(`\\d+: \\w+:${port} \\w+:\\w+ \\w+ (\\w+):`).exec(table) ?? [];
      return Number.parseInt(bytes, 16);
    },
    remove,
  };
}

function layCable(name: string, ends: { itself: string; router: string }, router: string, link: string) {
  ip("-n", router, "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name);
  ip("-n", router, "address", "add", `${ends.router}/24`, "dev", link);
  ip("-n", router, "link", "set", link, "up");
  ip("-n", name, "address", "add", `${ends.itself}/24`, "dev", "eth0");
  ip("-n", name, "link", "set", "eth0", "up");
}

/** A socket stays in the network where it was made, whichever process has it. */
async function listenIn(name: string, address: string, port: number): Promise<Server> {
  const script = `
    const server = require("node:net").createServer();
    server.listen(${port}, "${address}", () => process.send("listening", server, () => process.exit()));`;
  const child = spawn("ip", ["netns", "exec", name, process.execPath, "-e", script], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  return new Promise((listens, failed) => {
    child.on("error", failed);
    child.on("exit", () => failed(new Error(`Nothing listens on ${address}:${port}.`)));
    child.on("message", (_, server) => listens(server as Server));
  });
}

const nameOf = (who: string) => `late-${who}-${process.pid}`;

const setKernel = (name: string, key: string, value: number) =>
  ip("netns", "exec", name, "sysctl", "-qw", `${key}=${value}`);

function forget(name: string) {
  try {
    ip("netns", "delete", name);
  } catch {
    // There is none.
  }
}

const ip = (...words: string[]): string => execFileSync("ip", words, { encoding: "utf8", stdio: "pipe" });
