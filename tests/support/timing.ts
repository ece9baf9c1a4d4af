/** The times of the provider, as they are without an emulator. */
import { resolveConnection } from "../../provider/config/config";

export const { timing: TIMING } = resolveConnection((key) => (key.endsWith(":apiToken") ? "any" : undefined));
