/** Which context keys a document refers to: by conditions and by variables. AWS: IAM API reference, GetContextKeysForCustomPolicy. */
import type { PolicyDocument, Statement } from "./document/document.ts";
import { parsePattern } from "./matching/variables.ts";

/** The keys that the documents refer to, as written, in order; of two spellings that differ by case only, the first. */
export function listContextKeys(documents: readonly PolicyDocument[]): readonly string[] {
  return distinctKeys(
    documents.flatMap((document) =>
      document.statements.flatMap((statement) => statementContextKeys(statement, document.version)),
    ),
  );
}

/** The keys of one statement: variables of its resources, then each condition's key and the variables of its values. */
export function statementContextKeys(
  statement: Statement,
  version: PolicyDocument["version"],
): readonly string[] {
  const variables = (texts: readonly { readonly value: string }[]): readonly string[] =>
    version === "2012-10-17" ? texts.flatMap(({ value }) => variableKeys(value)) : [];
  return distinctKeys([
    ...variables(statement.resource?.values ?? []),
    ...statement.conditions.flatMap(({ key, values }) => [key.value, ...variables(values)]),
  ]);
}

/** Keys without those said before; names of keys ignore case. */
export function distinctKeys(keys: readonly string[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const key of keys) {
    const name = key.toLowerCase();
    if (!seen.has(name)) seen.set(name, key);
  }
  return [...seen.values()];
}

function variableKeys(text: string): readonly string[] {
  return parsePattern(text, { wildcards: true, variables: true }).flatMap((piece) =>
    piece.type === "variable" ? [piece.written] : [],
  );
}
