import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Builds and child processes on two shared cores: a limit for what hangs, not a measure.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
