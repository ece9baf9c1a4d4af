/**
 * The text that a dynamic resource keeps in its state, and that Pulumi runs at refresh and destroy.
 * Frozen: states of the first version hold it, so every later version must serve it.
 * It holds no logic, version, path or secret, and hands every call to the `/host` subpath.
 *
 * `import()` and not `require()`: only `import()` finds the package from inside its own repository too.
 * `configure` stores its argument before anything is awaited, because Pulumi's dynamic host may make
 * the first call before `configure` has returned.
 */
export function providerText(kind: string): string {
  return `exports.handler=()=>{let c;const l=()=>import("pulumi-cloudflare-ai-gateway-billing/host"),o={configure:async r=>{c=r.config}};for(const k of["check","diff","create","read","update","delete"])o[k]=async(...a)=>(await l()).run(${JSON.stringify(kind)},k,c,a);return o}`;
}

/** The property under which the engine keeps the text. Frozen, by Pulumi. */
export const PROVIDER_KEY = "__provider";
