/**
 * The fault laboratory: every fault of the emulator on every request of every operation, held against a small model.
 * Every eighth cell, the same on every run; with FULL=true in the environment, every one.
 */

import { lifecycles } from "../../support/servedBy";
import { describeFaults } from "./describeFaults";

describeFaults("faults", lifecycles, { every: 8, atOnce: 48 });
