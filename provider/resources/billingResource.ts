import * as pulumi from "@pulumi/pulumi";

/**
 * A custom resource without the stack trace that Pulumi's SDK takes for each property of each resource: with
 * them, 200 resources cost half a second more (bench/RESULTS.md). The SDK looks up where in the program the
 * resource stands with a limit of its own, and an error that is thrown gets its trace here.
 */
export class BillingResource extends pulumi.CustomResource {
  constructor(type: string, name: string, properties: pulumi.Inputs, opts: pulumi.CustomResourceOptions | undefined) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      super(type, name, properties, opts);
    } catch (error) {
      Error.stackTraceLimit = stackTraceLimit;
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }
}
