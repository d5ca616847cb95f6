import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/fixtures/**'],
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: 'test/browser/global-setup.ts',
          // A whole walk through the deck takes its time, on a slow machine most of all.
          testTimeout: 120_000,
          hookTimeout: 400_000,
        },
      },
    ],
  },
})
