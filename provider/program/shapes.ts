/** The types of documented values in a program. The compiler keeps the documentation of each property. */
import type * as pulumi from "@pulumi/pulumi";

/** Inputs: each is a plain value, a promise or an output. */
export type Inputs<Values> = {
  readonly [Key in keyof Values]: pulumi.Input<Exclude<Values[Key], undefined>> | Extract<Values[Key], undefined>;
};

/** The outputs of a resource. The account is always there, also if the declaration left it out. */
export type Outputs<Values> = {
  readonly [Key in keyof Values]-?: pulumi.Output<
    Key extends "accountId" ? Exclude<Values[Key], undefined> : Values[Key]
  >;
};
