import { defineConfig } from 'vitest/config'

const CI = process.env['CI'] !== undefined && process.env['CI'] !== ''

/** Two projects: what needs Node alone, and what needs a browser and has it to itself. */
export default defineConfig({
  test: {
    // No watching, no questions, the same lines on every terminal.
    watch: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    reporters: [CI ? 'dot' : 'default', './test/closing-line.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'default', include: ['test/**/*.test.ts'], exclude: ['test/browser/**'] },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
