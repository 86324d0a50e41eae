/** The processor's time, which a test may hold to a limit: the wall clock's also passes for what else the machine does. */
export function processorMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
