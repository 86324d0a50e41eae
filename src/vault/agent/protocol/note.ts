/** The header of a line for the caller's standard error, percent-encoded: profiles may have any letters. */
export const noteHeader = "tegata-note";
