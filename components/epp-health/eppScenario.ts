import type { ConnectionPoolOptions } from '../../models/connectionPool'

/** How a registry is presented on the page. */
export interface RegistryCard {
  /** The endings it runs, as the page writes them. */
  endings: string
  /** The process that owns the pool. */
  process: string
}

/** What slide 14 runs: two registries, one quiet, one busy, and a lost connection that needs three attempts. */
export const eppScenario = {
  seed: 700,
  /** The page reads the pools so often, in model time. */
  refreshEveryUs: 5_000_000,
  /** Run this long before it is shown: then the chart of five minutes is full, and the start has left it. */
  warmUpUs: 305_000_000,
  /** The time of day on the page at model time 0, in seconds: it is 14:32, as on the picture, after the warm-up. */
  startOfDayS: (14 * 60 + 32) * 60 - 305,
  cards: {
    PublicInterest: { endings: '.org', process: 'EPP.Pool.PublicInterest' },
    Verisign: { endings: '.com .net', process: 'EPP.Pool.Verisign' },
  } as Record<string, RegistryCard>,
  options: {
    registries: [
      // .org is small, so its spare connections have time for keep-alives; .com and .net keep theirs busy.
      { name: 'PublicInterest', connections: 5, requestsPerSecond: 12, response: { leastUs: 26_000, meanUs: 43_000, mostUs: 400_000 } },
      { name: 'Verisign', connections: 5, requestsPerSecond: 34, response: { leastUs: 32_000, meanUs: 52_000, mostUs: 400_000 } },
    ],
    connectUs: 420_000,
    loginUs: 180_000,
    connectTimeoutUs: 3_000_000,
    responseTimeoutUs: 4_000_000,
    keepAliveIdleUs: 8_000_000,
    helloTimeoutUs: 2_000_000,
    // Attempts 1 and 2 get no greeting, the third does: lost and back within 14 to 21 seconds.
    backOff: { firstUs: 2_000_000, capUs: 30_000_000, jitter: 0.5 },
    failingAttempts: 2,
    intervalUs: 5_000_000,
    intervalsKept: 60,
    logLength: 24,
  } satisfies Partial<ConnectionPoolOptions>,
}
