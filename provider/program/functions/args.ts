import type * as pulumi from "@pulumi/pulumi";

/** The arguments of a function that asks about an account and nothing else. */
export interface AccountArgs {
  /**
   * The Cloudflare account.
   * 32 lower-case hex digits.
   * Default: `cloudflare-ai-gateway-billing:accountId` of the stack configuration, else `CLOUDFLARE_ACCOUNT_ID`.
   */
  readonly accountId?: string | undefined;
}

/** The same for an `…Output` function: the account may be an output. */
export interface AccountOutputArgs {
  /**
   * The Cloudflare account.
   * 32 lower-case hex digits.
   * Default: `cloudflare-ai-gateway-billing:accountId` of the stack configuration, else `CLOUDFLARE_ACCOUNT_ID`.
   */
  readonly accountId?: pulumi.Input<string> | undefined;
}
