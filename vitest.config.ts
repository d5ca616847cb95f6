import { defineConfig } from 'vitest/config'

/** Tests of the built site: they need it built and served, and a browser. */
const ON_THE_SITE = ['test/browser/**/*.test.ts', 'test/export/**/*.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'source',
          include: ['test/**/*.test.ts'],
          exclude: ['test/fixtures/**', ...ON_THE_SITE],
        },
      },
      {
        test: {
          name: 'site',
          include: ON_THE_SITE,
          globalSetup: 'test/browser/global-setup.ts',
          // Two visitors go through the talk side by side; more files at once would only wait for the processor.
          maxWorkers: 2,
          // After the quick ones.
          sequence: { groupOrder: 1 },
          // A whole walk through the talk takes its time, on a slow machine most of all.
          testTimeout: 120_000,
          hookTimeout: 400_000,
        },
      },
    ],
  },
})
