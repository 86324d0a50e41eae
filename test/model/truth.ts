/**
 * Three-valued truth. What cannot be understood is `unknown`: an Allow applies only where everything is true, a Deny
 * wherever nothing is false. So what is unknown never grants and always denies.
 */
export type Truth = boolean | "unknown";

export function all(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false;
  return parts.includes("unknown") ? "unknown" : true;
}

export function any(parts: readonly Truth[]): Truth {
  if (parts.includes(true)) return true;
  return parts.includes("unknown") ? "unknown" : false;
}

export function not(part: Truth): Truth {
  return part === "unknown" ? part : !part;
}
