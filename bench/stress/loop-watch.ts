/** How long this thread's event loop was held up. */

const EVERY_MS = 5;

/** What was seen, milliseconds. */
export interface LoopReport {
  /** The longest time between two rounds, by the clock: other processes that want the processor are in it. */
  longestGap: number;
  /** The most processor time that this thread used between two rounds: what the loop itself was busy with. */
  longestWork: number;
}

/** Looks from now on until it is stopped. */
export function watchLoop(): { stop(): LoopReport } {
  let [time, work] = [performance.now(), threadMilliseconds()];
  const report: LoopReport = { longestGap: 0, longestWork: 0 };
  const timer = setInterval(() => {
    const [now, used] = [performance.now(), threadMilliseconds()];
    report.longestGap = Math.max(report.longestGap, now - time - EVERY_MS);
    report.longestWork = Math.max(report.longestWork, used - work);
    [time, work] = [now, used];
  }, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return report;
    },
  };
}

function threadMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
