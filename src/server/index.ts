/**
 * server: puts the authority and its S3 front behind one `handle`, and that behind a port.
 * May import every room but the vault and the doctor. Start reading at `create-authority.ts`; sockets are in `http/`.
 */
export { type Authority, createAuthority } from "./create-authority.ts";
export { type ProfileKey, readCredentialsFile, writeCredentialsFile } from "./credentials-file.ts";
export type { AuthorityOptions, EmbeddedAuthority } from "./embedded-authority.ts";
export { type HttpServer, listen } from "./http/server.ts";
