/** The configuration of the provider. What is missing is read from the environment when a request is sent. */
export interface Configuration {
  /** An API token of Cloudflare with the permission AI Gateway Read, or AI Gateway Write for changes. It comes before a key. Secret. Environment: `CLOUDFLARE_API_TOKEN`. */
  readonly apiToken?: string;
  /** The global API key of a user; needs `email`. Secret. Environment: `CLOUDFLARE_API_KEY`. */
  readonly apiKey?: string;
  /** The email of the user of `apiKey`. Environment: `CLOUDFLARE_EMAIL`. */
  readonly email?: string;
  /** The address of the API. Default: `https://api.cloudflare.com/client/v4`. Environment: `CLOUDFLARE_BASE_URL`. */
  readonly baseUrl?: string;
  /** The account of resources and functions that name none. 32 lower-case hex digits. Environment: `CLOUDFLARE_ACCOUNT_ID`. */
  readonly accountId?: string;
  /** What a preview does when it finds that `pulumi up` would fail: `true` warns, `strict` fails the preview, `false` does not look at the account. Default: `true`. */
  readonly preflight?: string;
  /** Shorter times for tests on an emulator, as JSON, in milliseconds. Refused for any other address. */
  readonly timing?: string;
}
