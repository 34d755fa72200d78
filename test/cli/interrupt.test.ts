import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const INTERRUPT = new URL('../../src/cli/interrupt.ts', import.meta.url).href

test('what begins while a command is being stopped is stopped at once, and a second Ctrl-C ends it', () => {
  const code = `
    import { interruptible } from ${JSON.stringify(INTERRUPT)}
    const seen = await interruptible(async (outer) => {
      process.emit('SIGINT')
      return [outer.aborted, await interruptible(async (inner) => inner.aborted)]
    })
    process.stdout.write(JSON.stringify(seen))
    await interruptible(async () => process.emit('SIGINT'))
  `
  const { stdout, status } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', code], { encoding: 'utf8' })
  expect(stdout).toBe('[true,true]')
  expect(status).toBe(130)
})
