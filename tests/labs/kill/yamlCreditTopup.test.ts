import { YAML } from "./programs";
import { describePurchases } from "./purchases";

describePurchases("prompt", YAML);
