/** What one simulation may cost. AWS tells no such limits; simulations are paid for by whoever runs the authority. */

/** Actions × resources of one request. */
export const maxSimulatedPairs = 1_000;
/** Characters of all documents that one request passes. */
export const maxSimulatedPolicyCharacters = 262_144;
/** A simulation that has run so long is given up, milliseconds. */
export const maxSimulationMilliseconds = 5_000;
/** After so many milliseconds other requests have their turn. */
export const simulationSliceMilliseconds = 20;
/**
 * Characters of all policies that take part × characters of one request (resource, action, context values): no
 * evaluation of it takes more steps, and one cannot be interrupted.
 */
export const maxSimulationSteps = 100_000_000;
