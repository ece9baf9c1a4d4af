/** The shapes in which documented values meet a program. The compiler keeps a property's documentation through them. */
import type * as pulumi from "@pulumi/pulumi";

/** Inputs: each a plain value, or one that is still to come; a Date is not, since Pulumi would take it for an object. */
export type Inputs<Values> = {
  readonly [Key in keyof Values]:
    | pulumi.Input<Exclude<Values[Key], Date | undefined>>
    | Extract<Values[Key], undefined>;
};

/** What a resource shows in the program. Its account is known, also one that was left out. */
export type Outputs<Values> = {
  readonly [Key in keyof Values]-?: pulumi.Output<
    Key extends "accountId" ? Exclude<Values[Key], undefined> : Values[Key]
  >;
};
