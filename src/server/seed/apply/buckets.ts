import { findBucket } from "../../../authority/store/s3/buckets.ts";
import { makeBucket } from "../../../s3/index.ts";
import type { Desk } from "./desk.ts";

const bucketRegion = "us-east-1";

/** One's own bucket may be in any region by now. */
export async function applyBucket(desk: Desk, name: string): Promise<void> {
  const { services, accountId } = desk;
  const present = await findBucket(services.store.read, name);
  if (present?.account_id === accountId) return;
  await desk.guard(() =>
    makeBucket(services, { name, accountId, region: bucketRegion, now: services.clock.now() }),
  );
}
