/** Credentials from the agent, where it can give them. */
import type { TegataError } from "../../../base/index.ts";
import type { AskMfa } from "../../mfa/question.ts";
import {
  decodeFailure,
  decodeIssued,
  decodeQuestion,
  type IssuedByAgent,
  statuses,
} from "../protocol/answers.ts";
import { buildAgentRequest, type Wanted } from "../protocol/request.ts";
import { type AgentAnswer, type AgentConnection, AgentGone } from "./connection.ts";
import { type FindOptions, findAgent } from "./find-agent.ts";

export interface AskAgentOptions extends Omit<FindOptions, "onUnsafe"> {
  readonly wanted: Wanted;
  /** `--keyring`. */
  readonly keyring: string | undefined;
  /** How a person is asked when the agent wants a code; undefined: then the agent is left out. */
  readonly askMfa: AskMfa | undefined;
  readonly onNote: (message: string) => void;
}

/**
 * undefined where the caller has to do it without the agent: there is none, it is locked or not to be trusted, or what is
 * asked for needs the caller's own environment.
 * @throws TegataError the agent's own failure, which the caller would have too.
 */
export async function askAgent(options: AskAgentOptions): Promise<IssuedByAgent | undefined> {
  const { wanted, keyring, machine, onNote } = options;
  const form = buildAgentRequest(wanted, keyring, machine);
  if (form === undefined) return undefined;
  const onUnsafe = ({ message }: TegataError): void => onNote(`the agent is left out: ${message}`);
  const connection = await findAgent({ ...options, onUnsafe });
  if (connection === undefined) return undefined;
  try {
    return await converse(connection, form, options);
  } catch (error) {
    if (!(error instanceof AgentGone)) throw error;
    onNote(`the agent is left out: ${error.message}`);
    return undefined;
  } finally {
    connection.close();
  }
}

async function converse(
  connection: AgentConnection,
  form: string,
  { askMfa, onNote }: AskAgentOptions,
): Promise<IssuedByAgent | undefined> {
  let answer: AgentAnswer = await connection.send("POST", "/issued", form);
  while (answer.status === statuses.question && askMfa !== undefined) {
    const asked = decodeQuestion(answer.body);
    if (asked === undefined) return undefined;
    asked.notes.forEach(onNote);
    const code = await askMfa(asked.question);
    answer = await connection.send("POST", "/answers", `${new URLSearchParams({ id: asked.id, code })}`);
  }
  if (answer.status === statuses.locked) onNote("the agent is locked; to unlock it: tegata agent unlock");
  if (answer.status === statuses.failed) throw decodeFailure(answer.body) ?? new AgentGone("it failed");
  if (answer.status !== statuses.done) return undefined;
  const issued = decodeIssued(answer.body);
  issued?.notes.forEach(onNote);
  return issued;
}
