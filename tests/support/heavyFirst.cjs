// The longest projects first, so that no long file is left for the end, when the other workers have nothing to do.
const Sequencer = require("@jest/test-sequencer").default;

const ORDER = ["engine", "kill", "labs", "hosts", "unit"];
const place = ({ context }) => ORDER.indexOf(context.config.displayName.name);

module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => place(one) - place(other));
  }
};
