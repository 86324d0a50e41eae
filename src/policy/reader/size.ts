/** A document's size as quotas count it. */

/** Characters that are not white space. AWS: IAM quotas, "IAM doesn't count white space when calculating the size". */
export function policySizeCharacters(text: string): number {
  let size = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9 && code !== 10 && code !== 13) size += 1;
  }
  return size;
}
