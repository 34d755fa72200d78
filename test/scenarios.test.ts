/**
 * Every shipped scenario runs at smoke size, keeps every law, and gives what is written beside it in scenarios/expected/, which is exact
 * because a run is a pure function. `UPDATE=1 npx vitest run test/scenarios.test.ts` writes those files anew: read the difference.
 * Broken scenarios state the message that they must give in their first line.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { RunResult } from '../src/experiment/run-result.ts'
import { resultSchema } from '../src/experiment/result-schema.ts'
import { stableJson } from '../src/experiment/stable-json.ts'
import { scheduling } from '../src/strategies/scheduling/index.ts'
import { readScenario } from '../src/scenario/read-scenario.ts'
import { runText, shipped } from './experiment/shipped.ts'

const folder = fileURLToPath(new URL('../scenarios/', import.meta.url))
const yaml = (path: string): string[] =>
  readdirSync(`${folder}${path}`)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -5))

/** What stays the same as long as results do. */
function summary(result: RunResult) {
  const latency = result.metrics.filter(
    ({ name, selector }) => /^latency\.(mean|p50|p99|max)$/.test(name) && Object.keys(selector).length === 0,
  )
  return {
    offered: Object.fromEntries(result.sources.map(({ name, total }) => [name, total])),
    stages: Object.fromEntries(result.stages.map(({ name, taken, emitted, dropped, late }) => [name, { taken, emitted, dropped, late }])),
    sinks: Object.fromEntries(result.sinks.map(({ name, received }) => [name, received])),
    latency: Object.fromEntries(latency.map(({ name, value, reason }) => [name, value ?? reason ?? null])),
    objectives: Object.fromEntries(result.objectives.map(({ text, met }) => [text, met])),
    digests: { workload: result.digests.workload, output: result.digests.output, trace: result.digests.trace.digest },
  }
}

describe('shipped scenarios', () => {
  test.each(yaml(''))('%s gives its expected summary, with every law kept', async (name) => {
    const result = await runText(shipped(name), { quick: true, check: true })
    expect(result.checkers.filter(({ violation }) => violation !== null)).toEqual([])
    expect(resultSchema.safeParse(JSON.parse(stableJson(result))).error).toBeUndefined()
    const file = `${folder}expected/${name}.json`
    const text = `${JSON.stringify(summary(result), null, 2)}\n`
    if (process.env['UPDATE'] === '1') {
      mkdirSync(`${folder}expected`, { recursive: true })
      writeFileSync(file, text)
    }
    expect(existsSync(file), `${file} is missing: run with UPDATE=1`).toBe(true)
    expect(text).toBe(readFileSync(file, 'utf8'))
  })

  test.each(yaml('').filter((name) => name !== 'mm1'))(
    '%s gives the same output under both clocks, wherever it says that it does',
    async (name) => {
      let now = 0
      const virtual = await runText(shipped(name), { quick: true })
      const wall = await runText(shipped(name), { quick: true, wall: { speed: 'max', clock: () => (now += 1_000) } })
      if (virtual.outcome.timingDependent.length === 0) expect(wall.digests.output).toEqual(virtual.digests.output)
      expect(wall.digests.workload.sources).toEqual(virtual.digests.workload.sources)
    },
  )

  test('an objective that one of them misses is said to be missed, beside it or in the line above', () => {
    for (const name of yaml('')) {
      const { objectives } = JSON.parse(readFileSync(`${folder}expected/${name}.json`, 'utf8')) as { objectives: Record<string, unknown> }
      const lines = shipped(name).split('\n')
      for (const text of Object.keys(objectives).filter((objective) => objectives[objective] === false)) {
        const at = lines.findIndex((line) => line.includes(text))
        expect(lines.slice(at - 1, at + 1).join(' '), `${name}: ${text}`).toMatch(/# .*\bmissed\b/)
      }
    }
  })

  test('one of them shows each scheduling strategy', () => {
    for (const name of Object.keys(scheduling))
      expect(
        yaml('').some((file) => shipped(file).includes(name)),
        name,
      ).toBe(true)
  })
})

describe('broken scenarios', () => {
  test.each(yaml('broken'))('%s says what is wrong', async (name) => {
    const text = readFileSync(`${folder}broken/${name}.yaml`, 'utf8')
    const expected = text
      .split('\n')
      .filter((line) => line.startsWith('# expect: '))
      .map((line) => line.slice('# expect: '.length))
    const { scenario, problems } = await readScenario(text, {
      file: `${name}.yaml`,
      folder: `${folder}broken`,
      readFile: (path) => readFileSync(path),
    })
    expect(scenario).toBeUndefined()
    expect(expected.length).toBeGreaterThan(0)
    expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual(expected)
  })
})

describe('real data', () => {
  /** Numbers that a scenario's file sink got, by running it with a writer that keeps them. */
  async function rows(name: string, sink: string, fields: readonly string[]): Promise<(number | string)[][]> {
    const kept: (number | string)[][] = []
    const writer = {
      write: (table: import('../src/structures/record-table.ts').RecordTable, row: number) => {
        kept.push(
          fields.map((field) => {
            const index = table.schema.indexOf(field)
            const value = table.field(row, index)
            return table.schema.fields[index]!.type === 'text' ? table.schema.dictionary.text(value) : value
          }),
        )
      },
    }
    await runText(shipped(name), { writers: new Map([[sink, writer]]) })
    return kept
  }

  test('the mean price of each symbol over 60 records is what the file says', async () => {
    const lines = readFileSync(new URL('../node_modules/vega-datasets/data/stocks.csv', import.meta.url), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
    const prices = new Map<string, number[]>()
    for (const line of lines) {
      const [symbol, , price] = line.split(',')
      prices.set(symbol!, [...(prices.get(symbol!) ?? []), Number(price)])
    }
    // Prices of a symbol are in order of time in the file already.
    const expected = [...prices].flatMap(([symbol, all]) =>
      Array.from({ length: Math.floor(all.length / 60) }, (_, i) => [symbol, mean(all.slice(60 * i, 60 * i + 60))] as const),
    )
    const got = await rows('stock-prices', 'averages', ['symbol', 'meanPrice'])
    expect(got).toHaveLength(expected.length)
    for (const [symbol, value] of expected)
      expect(
        got.some((row) => row[0] === symbol && Math.abs(Number(row[1]) - value) < 1e-9),
        `${symbol} ${value}`,
      ).toBe(true)
  })

  test('flights by origin and day are what the file says', async () => {
    const flights = JSON.parse(
      readFileSync(new URL('../node_modules/vega-datasets/data/flights-2k.json', import.meta.url), 'utf8'),
    ) as readonly { date: string; delay: number; distance: number; origin: string }[]
    const days = new Map<string, number[]>()
    for (const { date, delay, distance, origin } of flights) {
      if (!(distance > 0 && delay < 600)) continue
      const id = `${origin} ${date.slice(0, 10)}`
      days.set(id, [...(days.get(id) ?? []), delay])
    }
    const got = await rows('flights', 'delays', ['origin', 'flights', 'meanDelay', 'worstDelay'])
    const shown = (row: readonly (number | string)[]): string => `${row[0]} ${row[1]} ${Number(row[2]).toFixed(9)} ${row[3]}`
    expect(got.map(shown).sort()).toEqual(
      [...days].map(([id, delays]) => shown([id.split(' ')[0]!, delays.length, mean(delays), Math.max(...delays)])).sort(),
    )
  })
})

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
