/**
 * The fault laboratory: every fault of the emulator on every request of every operation, held against a small model.
 * Every third cell, the same on every run; with FULL=true in the environment, every one.
 */
import { describeFaults } from "./describeFaults";
import { lifecycles } from "./hosts";

describeFaults("faults", lifecycles, { every: 3, atOnce: 48 });
