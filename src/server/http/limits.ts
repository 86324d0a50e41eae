/** What the HTTP edge puts up with. Sizes in bytes, times in milliseconds. */
export const httpLimits = {
  /** Request line and headers: a presigned URL carries a session token of 4,096 characters. */
  maxHeaderBytes: 48 * 1024,
  maxHeaders: 200,
  /** Bodies announced up to this size are read before they are handled; larger ones are streamed. */
  bufferedBodyBytes: 64 * 1024,
  /** An unread rest of a body above this closes the connection instead of being drained. */
  drainedBodyBytes: 256 * 1024,
  headersTimeoutMs: 15_000,
  requestTimeoutMs: 900_000,
  keepAliveTimeoutMs: 65_000,
  /** How long a stopping server waits for requests under way. */
  closeTimeoutMs: 5_000,
  /** How often it looks for connections whose request has ended meanwhile. */
  closeSweepMs: 20,
} as const;
