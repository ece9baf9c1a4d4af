/** The figures of accounts in the OpenMetrics format. What is not known has no sample. */
import type { AccountStatus } from "../model/accountStatus.js";
import { valueIn } from "../model/accountStatus.js";
import type { CheckedAccount } from "../model/checks.js";

type Labels = Readonly<Record<string, string>>;

interface Sample {
  readonly labels: Labels;
  readonly value: number | undefined;
}

export function renderOpenMetrics(statuses: readonly AccountStatus[], checked: readonly CheckedAccount[]): string {
  const each = (value: (status: AccountStatus) => number | undefined): Sample[] =>
    statuses.map((status) => ({ labels: labelsOf(status), value: value(status) }));
  const eachCheck = (isSo: (check: CheckedAccount["checks"][number]) => boolean): Sample[] =>
    checked.flatMap((account) =>
      account.checks.map((check) => ({
        labels: { ...labelsOf(account), check: check.check },
        value: isSo(check) ? 1 : 0,
      })),
    );
  const runway = (name: "days" | "low" | "high") => each((status) => inSeconds(valueIn(status.runway)?.[name]));
  return [
    ...gauge(
      "balance_dollars",
      "The credit left.",
      each(({ balance }) => inDollars(valueIn(balance))),
    ),
    ...gauge("runway_seconds", "How long the credit lasts; a year may mean longer.", runway("days")),
    ...gauge("runway_low_seconds", "The short end of the runway's range.", runway("low")),
    ...gauge("runway_high_seconds", "The long end of the runway's range.", runway("high")),
    ...gauge("used_yesterday_dollars", "What was used on the last whole day, in UTC.", each(usedYesterday)),
    ...gauge("upcoming_invoice_dollars", "The upcoming invoice, if it is in US dollars.", each(upcomingInvoice)),
    ...gauge(
      "check_crossed",
      "Whether a check of the last run was crossed.",
      eachCheck(({ verdict }) => verdict === "crossed"),
    ),
    ...gauge(
      "check_unknown",
      "Whether a check of the last run could not be told.",
      eachCheck(({ verdict }) => verdict === "unknown"),
    ),
    ...gauge(
      "read_timestamp_seconds",
      "When the account was read.",
      each(({ readAt }) => Date.parse(readAt) / 1000),
    ),
    "# EOF",
    "",
  ].join("\n");
}

const PREFIX = "ai_gateway_billing";

function gauge(name: string, help: string, samples: readonly Sample[]): string[] {
  const full = `${PREFIX}_${name}`;
  const [, unit] = /_(dollars|seconds)$/.exec(name) ?? [];
  const lines = samples.flatMap(({ labels, value }) =>
    value === undefined ? [] : `${full}${inBraces(labels)} ${value}`,
  );
  if (lines.length === 0) return [];
  return [
    `# TYPE ${full} gauge`,
    ...(unit === undefined ? [] : [`# UNIT ${full} ${unit}`]),
    `# HELP ${full} ${help}`,
    ...lines,
  ];
}

const labelsOf = ({ accountId, name }: Pick<AccountStatus, "accountId" | "name">): Labels => ({
  account: accountId,
  ...(name === null ? {} : { name }),
});

const inBraces = (labels: Labels) =>
  `{${Object.entries(labels)
    .map(([key, value]) => `${key}="${value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`)
    .join(",")}}`;

const inDollars = (cents: number | undefined) => (cents === undefined ? undefined : cents / 100);

const DAY_S = 86_400;

const inSeconds = (days: number | undefined) => (days === undefined ? undefined : Math.round(days * DAY_S));

/** A day without an entry had no usage. */
function usedYesterday({ usage, readAt }: AccountStatus): number | undefined {
  const history = valueIn(usage);
  if (history === undefined) return undefined;
  const yesterday = new Date(Date.parse(readAt.slice(0, 10)) - DAY_S * 1000).toISOString().slice(0, 10);
  const value = history.days.find(({ day }) => day === yesterday)?.value ?? 0;
  const unit = valueIn(history.unit);
  if (value === 0) return 0;
  return unit === undefined ? undefined : inDollars(value * unit.cents);
}

function upcomingInvoice({ upcomingInvoice: part }: AccountStatus): number | undefined {
  const invoice = valueIn(part);
  if (invoice === undefined) return undefined;
  if (invoice === null) return 0;
  return invoice.currency.toLowerCase() === "usd" ? inDollars(invoice.amountDue) : undefined;
}
