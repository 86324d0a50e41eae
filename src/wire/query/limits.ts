/** How much of a Query request is looked at. */

/** A form body. AWS's largest legitimate ones are certificates and SAML assertions of some 100 kB. */
export const maxQueryBodyBytes = 1_048_576;

/** `name=value` pairs, repeated ones counted. 50 tags take 100; the largest simulations some hundreds. */
export const maxQueryParameters = 5_000;

/** Dots in a parameter name: `ContextEntries.member.1.ContextKeyValues.member.1` has 5; no model needs more. */
export const maxQueryNameDepth = 12;

/** Clauses that one validation message tells; further ones are counted in but not told. */
export const maxToldProblems = 50;

/** UTF-16 units of a value that a validation message quotes; longer values are cut. */
export const maxQuotedValueLength = 16_384;
