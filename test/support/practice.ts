/** Where the doctor's clients are treated: a server, the administrator's desk and a clinic, open while a `describe` runs. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import { type Desk, openDesk, type Person, type Session, sessionIn } from "./desk.ts";
import { type Ailment, type Clinic, openClinic, type Seen } from "./doctor.ts";
import { type Key, type RunningServer, type ServerOptions, startServer } from "./server.ts";

/** `server`, `desk`, `clinic` and `there` can be read in hooks and tests only; the functions may be taken out before. */
export interface Practice {
  readonly server: RunningServer;
  readonly desk: Desk;
  readonly clinic: Clinic;
  /** Region and endpoint of every profile. */
  readonly there: string;
  /** Both shared files, as if the AWS CLI had kept nothing yet. */
  write(config: string, credentials?: string): void;
  /** A profile whose key is in the credentials file. */
  writeKey(name: string, key: Key): void;
  /** A profile that assumes the role with the key of `base`, and has these lines too. */
  writeRole(name: string, key: Key, roleArn: string, lines?: string): void;
  cure(ailment: Ailment): Promise<Seen>;
  /** Who runs what an administrator is told. */
  administrator(): { readonly server: RunningServer };
  /** A user who may do this; when nothing is said, what the desk's users may. */
  person(userName: string, ...statements: readonly object[]): Promise<Person>;
  session(key: Key, seconds?: number): Promise<Session>;
  /** Over since a minute, with no clock set wrong. */
  deadSession(key: Key): Promise<Session>;
}

/** The account's root user has a key: `server.root`. */
export const withRoot: ServerOptions = {
  env: {
    TEGATA_ROOT_ACCESS_KEY_ID: "AKIAROOTROOTROOTROOT",
    TEGATA_ROOT_SECRET_ACCESS_KEY: "r".repeat(40),
  },
};

/** To be called in a `describe`, before its own hooks: it opens before them, and closes when the tests are done. */
export function openPractice(options: ServerOptions = {}): Practice {
  let server: RunningServer;
  let desk: Desk;
  let clinic: Clinic;
  let there: string;

  before(async () => {
    server = await startServer(options);
    desk = openDesk(server);
    clinic = openClinic();
    there = `region = us-east-1\nendpoint_url = ${server.endpoint}\n`;
  });
  after(async () => {
    clinic.home.remove();
    await server.stop();
  });

  const write: Practice["write"] = (config, credentials = "") => {
    clinic.home.writeConfig(config);
    clinic.home.writeCredentials(credentials);
    rmSync(join(clinic.home.folder, ".aws/cli"), { recursive: true, force: true });
  };
  const session: Practice["session"] = async (key, seconds = 3_600) =>
    sessionIn(await desk.ask("sts", "GetSessionToken", { DurationSeconds: String(seconds) }, key));

  return {
    get server() {
      return server;
    },
    get desk() {
      return desk;
    },
    get clinic() {
      return clinic;
    },
    get there() {
      return there;
    },
    write,
    writeKey: (name, key) => write(`[profile ${name}]\n${there}`, `[${name}]\n${linesOf(key)}`),
    writeRole: (name, key, roleArn, lines = "") =>
      write(
        `[profile ${name}]\nrole_arn = ${roleArn}\nsource_profile = base\n${lines}${there}[profile base]\n${there}`,
        `[base]\n${linesOf(key)}`,
      ),
    cure: (ailment) => clinic.cure(ailment),
    administrator: () => ({ server }),
    person: (userName, ...statements) =>
      desk.addUser(userName, statements.length === 0 ? undefined : statements),
    session,
    deadSession: async (key) => {
      await desk.advance(-960);
      const made = await session(key, 900);
      await desk.advance(960);
      return made;
    },
  };
}

/** A key, or a session, as lines of a profile. */
export function linesOf({ accessKeyId, secretAccessKey, sessionToken }: Key): string {
  const token = sessionToken === undefined ? "" : `aws_session_token = ${sessionToken}\n`;
  return `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n${token}`;
}
