import { hiding } from "../../../../provider/hosts/plugin/hide";

const ID = "0123456789abcdef0123456789abcdef";

const LINE = `account ${ID}: amount 5000 (US$50.00), threshold 1000 (US$10.00), id 15000`;

test.each([
  ["no secret", {}, [], LINE],
  [
    "a secret text",
    { accountId: ID },
    ["accountId"],
    "account [secret]: amount 5000 (US$50.00), threshold 1000 (US$10.00), id 15000",
  ],
  [
    "a secret number, and every amount of dollars, which may be made of it",
    { amount: 5000 },
    ["amount"],
    `account ${ID}: amount [secret] ([secret]), threshold 1000 ([secret]), id 15000`,
  ],
  ["what is deep in a secret", { record: { list: [ID] } }, ["record"], LINE.replace(ID, "[secret]")],
  ["an empty secret", { reason: "", gone: null, isOn: true }, ["reason", "gone", "isOn"], LINE],
])("%s", (_, values, secrets, shown) => {
  expect(hiding({ values, secrets: new Set(secrets) })(LINE)).toBe(shown);
});
