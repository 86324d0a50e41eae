/** Amazon Resource Names: `arn:partition:service:region:account-id:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  /** Everything after the fifth colon; may itself hold colons and slashes. */
  readonly resource: string;
}

export type AccountId = string;

/** Text → its six parts; undefined when it has fewer, or does not begin with `arn:`. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith("arn:")) return undefined;
  const cuts: number[] = [];
  let at = 3;
  while (cuts.length < 5) {
    if (at < 0) return undefined;
    cuts.push(at);
    at = text.indexOf(":", at + 1);
  }
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = cuts;
  return {
    partition: text.slice(first + 1, second),
    service: text.slice(second + 1, third),
    region: text.slice(third + 1, fourth),
    accountId: text.slice(fourth + 1, fifth),
    resource: text.slice(fifth + 1),
  };
}

/** `buildArn("iam", "123456789012", "user/ann")`: IAM and STS names carry no region. */
export function buildArn(service: string, accountId: string, resource: string): string {
  return `arn:aws:${service}::${accountId}:${resource}`;
}

export function isAccountId(text: string): boolean {
  return /^[0-9]{12}$/.test(text);
}
