/**
 * The same cells on the plugin, over Pulumi's own protocol: it adds nothing to what a lifecycle does, and hides nothing.
 * A few of them, the same on every run; with FULL=true in the environment, every one.
 */

import { plugin } from "../../support/servedBy";
import { describeFaults } from "./describeFaults";

describeFaults("faults on the plugin", plugin, { every: 61, atOnce: 24 });
