/** What the operator hears; never a secret, token, signature or code. */
export interface Log {
  /** One refused or failed request, with the cause that the caller is not told. */
  refused(entry: RefusalEntry): void;
  /** A bug: the request ended with InternalFailure. */
  failed(entry: { readonly requestId: string; readonly error: unknown }): void;
}

export interface RefusalEntry {
  readonly requestId: string;
  readonly service: string;
  readonly operation: string | undefined;
  readonly code: string;
  readonly detail: string | undefined;
}
