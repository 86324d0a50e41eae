/** HTTP requests as a stranger could make them. */
import { request } from "node:http";

export interface Asked {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** One request with exactly these headers; `fetch` would not let us name another host. */
export function ask(
  url: string,
  options: { method?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { agent: false, ...options, headers: { ...options.headers } },
      (incoming) => {
        let body = "";
        incoming.setEncoding("utf8").on("data", (text: string) => {
          body += text;
        });
        incoming.on("end", () => resolve({ status: incoming.statusCode, headers: incoming.headers, body }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end();
  });
}
