import * as pulumi from "@pulumi/pulumi";

/** Whether a real engine listens to this program, and not Pulumi's mocks. */
export const underEngine = () => pulumi.runtime.getEngine() !== undefined;
