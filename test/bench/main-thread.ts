import type { Page } from "playwright-core";

/** Asks for the milliseconds of processor time that a page's main thread has spent so far. */
export async function mainThread(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  // The protocol knows this parameter, the types of it no more.
  await session.send("Performance.enable", { timeDomain: "threadTicks" } as never);
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")!.value * 1000;
  };
}
