/** The plugin does not have what was called. Its message is safe to print. */
export class NotServedError extends Error {}
