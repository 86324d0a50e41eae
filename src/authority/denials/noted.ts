import type { EvaluationRequest } from "../../policy/index.ts";

/** What the engine last refused while one request was answered. */
export class NotedDenial {
  #asked: EvaluationRequest | undefined;

  get asked(): EvaluationRequest | undefined {
    return this.#asked;
  }

  note(asked: EvaluationRequest): void {
    this.#asked = asked;
  }
}
