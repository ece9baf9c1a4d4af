const pulumi = require("@pulumi/pulumi");
const { accounts } = require("./accounts.js");
const { makeProvider } = require("./provider.js");

class Topup extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(makeProvider(), name, args);
  }
}

for (const [index, accountId] of accounts.entries()) {
  new Topup(`topup-${index}`, { accountId, amount: 5000, threshold: 1000 });
}
