import { describePurchases } from "./purchases";

describePurchases("prompt");
