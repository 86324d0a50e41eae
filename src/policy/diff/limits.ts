/** What a comparison may cost, each limit with its unit. Past a limit the answer is "unknown", with the place. */

/** Moves of the automata of one comparison, in pattern positions looked at. */
export const maxSteps = 8_000_000;
/** States of one product of patterns. */
export const maxStates = 10_000;
/** Distinct combinations of patterns that one text can match, per product. */
export const maxClasses = 2_000;
/** Combinations of action, principal and resource, and of context values among them, that one comparison looks at. */
export const maxCases = 200_000;
/** Condition keys that one request is made of; each is a level of the search. */
export const maxSearchedKeys = 500;
/** Callers that are told apart. */
export const maxPrincipals = 5_000;
/** Lists of values of one condition key that are tried. */
export const maxValueLists = 2_000;
/** Patterns and conditions with variables that are left open at once; each doubles the cases. */
export const maxOpen = 6;
/** Values tried for each policy variable. */
export const maxVariableValues = 12;
/** Combinations of such values that are tried before it is said that nobody can tell. */
export const maxAssignments = 24;
/** Differences told; there may be more. */
export const maxDifferences = 200;
/** Actions named beside the witness's own, for each difference. */
export const maxOtherActions = 8;
/** Reasons told for "unknown". */
export const maxReasons = 50;
