/** Policy documents at the door: grammar, size, and the form in which IAM shows them. */
import { type PolicyKind, validatePolicy } from "../../../policy/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";

/** Throws MalformedPolicyDocument with AWS's sentence when the document breaks the grammar of its kind. */
export function demandValidPolicy(document: string, kind: PolicyKind): void {
  const [problem] = validatePolicy(document, kind);
  if (problem === undefined) return;
  const { line, column } = problem.position;
  throw iamErrors
    .malformedPolicyDocument(problem.message)
    .because(`${problem.detail} (line ${line}, column ${column})`);
}

/** AWS: documents are shown URL-encoded as RFC 3986 has it, exactly as they were stored. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
