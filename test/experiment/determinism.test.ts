/** A run is a pure function of scenario, variant and seed: same inputs, same bytes, on every version of Node. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { stableJson } from '../../src/experiment/stable-json.ts'
import { variantOf } from '../../src/experiment/variant.ts'
import { read, runText, shipped } from './shipped.ts'

const SCENARIOS = ['quickstart', 'llm-gateway', 'stock-prices']

/** Further versions of Node, as paths separated by colons; continuous integration sets them. */
const NODES = (process.env['WAVETANK_TEST_NODES'] ?? '').split(':').filter((path) => path !== '' && existsSync(path))

describe('the same run gives the same bytes', () => {
  test.each(SCENARIOS)('%s, twice', async (name) => {
    const once = stableJson(await runText(shipped(name), { quick: true }))
    // Another run in between must leave no trace.
    await runText(shipped('mm1'), { quick: true, seed: 99 })
    expect(stableJson(await runText(shipped(name), { quick: true }))).toBe(once)
  })

  test('another seed gives another workload', async () => {
    const one = await runText(shipped('quickstart'), { quick: true, seed: 1 })
    const other = await runText(shipped('quickstart'), { quick: true, seed: 2 })
    expect(one.digests.workload).not.toEqual(other.digests.workload)
  })

  test('watching with checkers changes nothing', async () => {
    const bare = await runText(shipped('llm-gateway'), { quick: true })
    const checked = await runText(shipped('llm-gateway'), { quick: true, check: true })
    expect(checked.digests).toEqual(bare.digests)
    expect(checked.checkers.filter((checker) => checker.violation !== null)).toEqual([])
  })

  test('results name no path, time or version of this machine', async () => {
    const text = stableJson(await runText(shipped('flights'), { quick: true }))
    expect(text).not.toContain(process.cwd())
    expect(text).not.toContain(process.version)
    expect(text).not.toMatch(/"absolute"/)
  })
})

test('changing a strategy leaves arrivals, contents and service demands as they were', async () => {
  const { scenario, traces } = await read(shipped('llm-gateway'))
  const { run } = await import('../../src/experiment/run.ts')
  const ids = scenario.strategies.scheduling.flatMap((s) =>
    scenario.strategies.windowing.map((w) => `scheduling=${s.id},windowing=${w.id}`),
  )
  const digests = []
  for (const id of ids) digests.push((await run({ scenario, traces, variant: variantOf(scenario, id), seed: 5, quick: true })).digests)
  expect(ids.length).toBeGreaterThan(1)
  for (const one of digests) {
    expect(one.workload).toEqual(digests[0]!.workload)
    expect(one.output).toEqual(digests[0]!.output)
  }
  expect(new Set(digests.map((one) => one.trace.digest)).size).toBe(ids.length)
})

describe('versions of Node', () => {
  const script = fileURLToPath(new URL('print-digests.ts', import.meta.url))
  const digestsOn = (node: string): string => execFileSync(node, ['--no-warnings', script, ...SCENARIOS], { encoding: 'utf8' })

  test.skipIf(NODES.length === 0)(
    'all give the same three digests (set WAVETANK_TEST_NODES to paths of others)',
    { timeout: 120_000 },
    () => {
      const here = digestsOn(process.execPath)
      expect(here.trim().split('\n')).toHaveLength(SCENARIOS.length)
      for (const node of NODES) expect(digestsOn(node), node).toBe(here)
    },
  )
})
