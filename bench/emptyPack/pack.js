#!/usr/bin/env node
// A policy pack without a policy: what Pulumi takes to ask any pack at all.
process.chdir(__dirname);
const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("empty", { policies: [] });
