/** The commands, and the flags that all of them have. */
import type { Application, StricliIntegration } from "@stricli/core";
import { buildApplication, buildRouteMap, help } from "@stricli/core";
import { adoptCommand } from "./adopt/command.js";
import { checkCommand } from "./check/command.js";
import type { CommandContext } from "./context.js";
import { doctorCommand } from "./doctor/command.js";
import { emulatorCommand } from "./emulator/command.js";
import { EXIT } from "./exitCodes.js";
import { gateCommand } from "./gate/command.js";
import { version } from "./package.json";
import { reportCommand } from "./report/command.js";
import { statusCommand } from "./status/command.js";
import { COMMAND, NO_COMMAND, ROOT, TEXT } from "./texts.js";

const routes = buildRouteMap({
  routes: {
    doctor: doctorCommand,
    status: statusCommand,
    check: checkCommand,
    report: reportCommand,
    adopt: adoptCommand,
    gate: gateCommand,
    emulator: emulatorCommand,
  },
  docs: ROOT,
});

const helpFlag: StricliIntegration<CommandContext> = help({
  brief: TEXT.briefs.help,
  formatting: { caseStyle: "original", useAliasInUsageLine: false, onlyRequiredInUsageLine: false },
});

/** The framework's own flag works only without a command. Ours works after a command, too. */
const versionFlag: StricliIntegration<CommandContext> = {
  flag: {
    brief: TEXT.briefs.version,
    aliases: ["v"],
    global: true,
    run() {
      this.process.stdout.write(`${version}\n`);
    },
  },
};

/** A call without a command is wrong: a pipeline that has lost the word `gate` must not pass. */
const noCommand: StricliIntegration<CommandContext> = {
  flag: {
    brief: "",
    hidden: true,
    defaultForRouteMap: true,
    run() {
      throw new Error(NO_COMMAND);
    },
  },
};

export const application: Application<CommandContext> = buildApplication(
  routes,
  {
    name: COMMAND,
    scanner: { caseStyle: "original", allowArgumentEscapeSequence: true },
    localization: { text: TEXT },
    determineExitCode: () => EXIT.failed,
  },
  { help: helpFlag, version: versionFlag, noCommand },
);
