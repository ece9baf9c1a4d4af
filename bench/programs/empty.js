const pulumi = require("@pulumi/pulumi");
const { accounts } = require("./accounts.js");

const provider = {
  async create(inputs) {
    return { id: inputs.accountId, outs: inputs };
  },
};

class Empty extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(provider, name, args);
  }
}

for (const [index, accountId] of accounts.entries()) {
  new Empty(`topup-${index}`, { accountId, amount: 5000, threshold: 1000 });
}
