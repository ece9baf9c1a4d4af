import { describePurchases } from "./purchases";

describePurchases("lagging");
