/** Where a seed's things are done: IAM's operations, called by hand, with the place in the file for whatever is refused. */
import { type Call, iamOperations, type Operation, type Services } from "../../../authority/index.ts";
import { exitCodes, ServiceError, TegataError } from "../../../base/index.ts";
import { findOperation, type IamOperations, validateInput } from "../../../wire/index.ts";

const handlers = new Map(iamOperations.map((operation) => [operation.name, operation]));

/** Codes that say that the file is wrong, whatever is in the account. */
const faultsOfTheFile: ReadonlySet<string> = new Set([
  "InvalidBucketName",
  "InvalidInput",
  "InvalidInputException",
  "MalformedPolicyDocument",
  "MalformedPolicyDocumentException",
  "PasswordPolicyViolation",
  "ValidationError",
  "ValidationException",
]);

export class Desk {
  readonly services: Services;
  readonly accountId: string;
  readonly #place: string;

  /** `place`: which part of the file the desk is for: `Users[2]`. */
  constructor(services: Services, accountId: string, place: string) {
    this.services = services;
    this.accountId = accountId;
    this.#place = place;
  }

  /** The same desk for a part of its place: `AccessKeys[0]`. */
  at(part: string): Desk {
    return new Desk(this.services, this.accountId, `${this.#place}.${part}`);
  }

  /** One operation of IAM, its input held against the model as on the wire. Throws TegataError naming the place. */
  perform<N extends keyof IamOperations>(
    name: N,
    input: IamOperations[N]["input"],
  ): Promise<IamOperations[N]["output"]> {
    return this.guard(() => this.#run(name, input));
  }

  /** The same; undefined when what is asked for is not there. */
  find<N extends keyof IamOperations>(
    name: N,
    input: IamOperations[N]["input"],
  ): Promise<IamOperations[N]["output"] | undefined> {
    return this.guard(async () => {
      try {
        return await this.#run(name, input);
      } catch (error) {
        if (error instanceof ServiceError && error.code === "NoSuchEntity") return undefined;
        throw error;
      }
    });
  }

  /** Holds an input against the operation's model. Throws ValidationError. */
  check<N extends keyof IamOperations>(name: N, input: IamOperations[N]["input"]): void {
    const api = findOperation("iam", name);
    if (api === undefined) throw new Error(`no operation ${name}`);
    validateInput(api, input as Readonly<Record<string, unknown>>);
  }

  /** Does the work; a refusal in AWS's words becomes a TegataError that names the place. */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const detail = error.detail === undefined ? "" : `: ${error.detail}`;
      throw new TegataError("Seed", `${this.#place}: ${error.code}: ${error.message}${detail}`, {
        exitCode: faultsOfTheFile.has(error.code) ? exitCodes.misuse : exitCodes.failed,
      });
    }
  }

  /** What is there already contradicts the file. */
  conflict(sentence: string): TegataError {
    return new TegataError("Seed", `${this.#place}: ${sentence}`);
  }

  /** The file says what cannot be. */
  fault(sentence: string): TegataError {
    return new TegataError("Seed", `${this.#place}: ${sentence}`, { exitCode: exitCodes.misuse });
  }

  async #run<N extends keyof IamOperations>(
    name: N,
    input: IamOperations[N]["input"],
  ): Promise<IamOperations[N]["output"]> {
    this.check(name, input);
    const handler = handlers.get(name);
    if (handler === undefined) throw new Error(`operation ${name} is not answered`);
    type Typed = Operation<IamOperations[N]["input"], IamOperations[N]["output"]>;
    return (handler as unknown as Typed).handle(input, this.#call());
  }

  /** The account's root, whom no policy limits: the user `admin` may have been deleted since the last run. */
  #call(): Call {
    const { services, accountId } = this;
    return {
      services,
      accountId,
      requestId: "seed",
      now: services.clock.now(),
      caller: { kind: "root", accountId, accessKeyId: "" },
      request: {
        sourceIp: "127.0.0.1",
        userAgent: undefined,
        referer: undefined,
        secure: true,
        region: "us-east-1",
      },
      // The operator owns the file as they own the store: there is nobody to ask for permission.
      demand: async () => undefined,
      decide: async () => allowed,
    };
  }
}

const allowed = {
  allowed: true,
  outcome: "allow",
  layer: undefined,
  statements: [],
  crossAccount: false,
  unreadable: [],
} as const;
