/**
 * gRPC and protobuf, from the folder of Pulumi's SDK. Its protocol classes were made for its own copies. Another copy
 * would be a dependency of everybody who uses the dynamic host.
 */
import { createRequire } from "node:module";

const fromSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

export const grpc: typeof import("@grpc/grpc-js") = fromSdk("@grpc/grpc-js");

/** As much as Pulumi's engine sends. */
export const MOST_BYTES = 400 * 1024 * 1024;

export const { Struct }: typeof import("google-protobuf/google/protobuf/struct_pb") = fromSdk(
  "google-protobuf/google/protobuf/struct_pb.js",
);

export const { Empty }: typeof import("google-protobuf/google/protobuf/empty_pb") = fromSdk(
  "google-protobuf/google/protobuf/empty_pb.js",
);
