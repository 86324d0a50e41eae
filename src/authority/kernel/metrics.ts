/** Counters in Prometheus text form. Labels come from closed sets, so that no client can grow them. */

/** Upper bounds in seconds. */
const latencyBuckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1] as const;

export type ServiceLabel = "sts" | "iam" | "s3" | "signin" | "tegata" | "other";

export class Metrics {
  readonly #requests = new Map<ServiceLabel, Map<number, number>>();
  readonly #latency = new Array<number>(latencyBuckets.length + 1).fill(0);
  #latencySumSeconds = 0;
  #count = 0;

  count(service: ServiceLabel, status: number, seconds: number): void {
    let statuses = this.#requests.get(service);
    if (statuses === undefined) {
      statuses = new Map();
      this.#requests.set(service, statuses);
    }
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    let bucket = 0;
    while (bucket < latencyBuckets.length && seconds > (latencyBuckets[bucket] ?? 0)) bucket += 1;
    this.#latency[bucket] = (this.#latency[bucket] ?? 0) + 1;
    this.#latencySumSeconds += seconds;
    this.#count += 1;
  }

  /** Text of `/metrics`; `residentBytes` is the process's memory. */
  render(residentBytes: number): string {
    const lines = [
      "# HELP tegata_requests_total Requests answered, by service and HTTP status.",
      "# TYPE tegata_requests_total counter",
      ...this.#requestLines(),
      "# HELP tegata_request_seconds Time from the request's headers to its answer.",
      "# TYPE tegata_request_seconds histogram",
      ...this.#histogram(),
      "# HELP process_resident_memory_bytes Resident memory.",
      "# TYPE process_resident_memory_bytes gauge",
      `process_resident_memory_bytes ${residentBytes}`,
    ];
    return `${lines.join("\n")}\n`;
  }

  #requestLines(): string[] {
    return [...this.#requests].flatMap(([service, statuses]) =>
      [...statuses].map(
        ([status, count]) => `tegata_requests_total{service="${service}",status="${status}"} ${count}`,
      ),
    );
  }

  #histogram(): string[] {
    let total = 0;
    const lines = latencyBuckets.map((bound, index) => {
      total += this.#latency[index] ?? 0;
      return `tegata_request_seconds_bucket{le="${bound}"} ${total}`;
    });
    lines.push(`tegata_request_seconds_bucket{le="+Inf"} ${this.#count}`);
    lines.push(`tegata_request_seconds_sum ${this.#latencySumSeconds.toFixed(6)}`);
    lines.push(`tegata_request_seconds_count ${this.#count}`);
    return lines;
  }
}
