/** Does what macOS's `security` does for the commands that the keychain keyring gives, as its manual describes them. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";

const folder = process.env.STAND_IN ?? "";
const store = `${folder}/items.json`;
const args = process.argv.slice(2);
appendFileSync(`${folder}/calls`, `${args.join(" ")}\n`);
const items: Record<string, string> = existsSync(store) ? JSON.parse(readFileSync(store, "utf8")) : {};

if (args[0] === "-i") {
  const words = [...readFileSync(0, "utf8").matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = ""]) =>
    word.replace(/\\(.)/g, "$1"),
  );
  const code = run(words);
  if (code !== 0) process.stderr.write(`${words[0]}: returned ${code}\n`);
} else process.exitCode = run(args);

function run(words: readonly string[]): number {
  const keychain = words.at(-1) ?? "";
  const after = (flag: string) => words[words.indexOf(flag) + 1] ?? "";
  if (words[0] === "create-keychain") {
    writeFileSync(keychain, "");
    return 0;
  }
  if (!existsSync(keychain)) return 50;
  if (process.env.STAND_IN_LOCKED) return Number(process.env.STAND_IN_LOCKED);
  const name = `~${after("-a")}`;
  switch (words[0]) {
    case "set-keychain-settings":
    case "lock-keychain":
      return 0;
    case "add-generic-password":
      if (!words.includes("-T")) return 1;
      items[name] = after("-w");
      writeFileSync(store, JSON.stringify(items));
      return 0;
    case "find-generic-password":
      if (items[name] === undefined) return 44;
      process.stdout.write(`${items[name]}\n`);
      return 0;
    case "delete-generic-password":
      if (items[name] === undefined) return 44;
      delete items[name];
      writeFileSync(store, JSON.stringify(items));
      return 0;
    case "dump-keychain":
      for (const account of Object.keys(items))
        process.stdout.write(
          `keychain: "${keychain}"\n    "acct"<blob>="${account.slice(1)}"\n    "svce"<blob>="tegata"\n`,
        );
      return 0;
    default:
      return 2;
  }
}
