/** What was typed. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BadInput, exec, soundConfig } from "./case.ts";

const chain = `${soundConfig}[profile owner]
source_profile = admin
role_arn = arn:aws:iam::ACCOUNT:role/owner
`;

export const badCommandLines: readonly BadInput[] = [
  {
    what: "a command that is not there",
    args: ["exec", "dev", "--", "terrafrom", "plan"],
    sentence: 'there is no command "terrafrom"',
    exitCode: 127,
  },
  {
    what: "a command that is no program",
    prepare: ({ home }) => {
      const file = join(home.folder, "deploy.sh");
      writeFileSync(file, "#!/bin/sh\n");
      chmodSync(file, 0o644);
    },
    args: ["exec", "dev", "--", "HOME/deploy.sh"],
    sentence: '"~/deploy.sh" cannot be executed',
    hint: "chmod +x '~/deploy.sh'",
    exitCode: 126,
  },
  {
    what: "a duration that is none",
    args: exec("dev", "--duration", "soon"),
    sentence:
      "option '-d, --duration <span>' argument 'soon' is invalid. a duration is written as 1h, 90m, 1h30m or 3600.",
    exitCode: 2,
  },
  {
    what: "more than an hour for a role that is assumed with another role's session",
    config: chain,
    args: exec("owner", "--duration", "2h"),
    sentence:
      'the session of "owner" cannot live 2 h (--duration): it lives at most 1 h, AWS gives a role assumed with another session (role chaining) no longer, and `--server` renews it for as long as the command runs',
    hint: "--duration 1h",
    exitCode: 2,
  },
  {
    what: "less than STS gives",
    args: exec("dev", "--duration", "60"),
    sentence:
      'the session of "dev" cannot live 1 min (--duration): it lives at least 15 min, STS gives none shorter',
    hint: "--duration 15m",
    exitCode: 2,
  },
  {
    what: "a flag that there is not",
    args: exec("dev", "--durration", "1h"),
    sentence: "unknown option '--durration'",
    hint: "(Did you mean --duration?)",
    exitCode: 2,
  },
  {
    what: "a verb that there is not",
    args: ["exce", "dev", "--", "true"],
    sentence: "unknown command 'exce'",
    hint: "(Did you mean exec?)\n(tegata --help lists the verbs)",
    exitCode: 2,
  },
  {
    what: "a way of asking for codes that there is not",
    config: "[profile dev]\nendpoint_url = ENDPOINT\nmfa_serial = DEVICE\n",
    args: exec("dev", "--quiet", "--prompt", "telepathy"),
    sentence: '--prompt "telepathy" is none of terminal, osascript, powershell, zenity, kdialog, ykman',
    hint: "--prompt terminal",
    exitCode: 2,
  },
  {
    what: "a key is to be added, and there is no terminal to type it on",
    args: ["add", "prod"],
    sentence: "there is no terminal to ask on: Enter Access Key ID",
    hint: "run the command in a terminal",
    exitCode: 3,
  },
];
