/** Every limit of the engine, with its unit. Quotas of documents are AWS's; the rest bound what a hostile text can cost. */

/** Longer texts are not read at all. AWS: the longest policy parameter on the wire has 131,072 characters. */
export const maxPolicyTextCharacters = 131_072;
/** Objects and arrays inside one another; a policy needs 6. */
export const maxJsonDepth = 32;
/** Digits, point, sign and exponent of a number in a condition. */
export const maxNumberCharacters = 64;
/** A context key within `${…}`, spaces included; what is longer is plain text. AWS: keys have at most 256 characters. */
export const maxVariableKeyCharacters = 512;
/** Actions remembered per policy with the statements that name them. */
export const maxActionsRemembered = 512;
/** Names of context keys shared between conditions; past it sharing begins anew. */
export const maxSharedKeys = 4_096;
/** Distinct conditions shared between policies; past it sharing begins anew. */
export const maxSharedConditions = 16_384;
