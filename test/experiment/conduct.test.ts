/** Experiments: the same bytes whatever the threads, what was finished is not repeated, and a thread that dies is no loss. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { compare, type ComparisonPlan } from '../../src/experiment/compare.ts'
import { comparisonSchema } from '../../src/experiment/comparison-schema.ts'
import { conduct, type ExperimentOptions } from '../../src/experiment/conduct.ts'
import { enoughFor } from '../../src/experiment/enough.ts'
import { RunPool, type Cell, type RunTask } from '../../src/experiment/run-pool.ts'
import { chooseVariants, referencesOf } from '../../src/experiment/variants.ts'
import { stableJson } from '../../src/experiment/stable-json.ts'
import { scheduling } from '../../src/strategies/scheduling/index.ts'
import { windowing } from '../../src/strategies/windowing/index.ts'
import { read, shipped } from './shipped.ts'

const folder = mkdtempSync(join(tmpdir(), 'wavetank-conduct-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const QUEUE = `format: 1
duration: 60 s
parameters: { rate: 8/s, time: 100 ms }
flows: { a: { priority: 2 }, b: { priority: 1 } }
traffic:
  a: { arrivals: { poisson: $rate } }
  b: { arrivals: { poisson: 1/s } }
pipeline:
  work: { from: [a, b], service: { time: { exponential: $time } } }
  out: { from: work, sink: discard }
objectives: [latency.p50 < 10 s, "throughput >= 1/s"]
`

/** An experiment of a text, as the command would make it. */
async function experiment(text: string, changes: Partial<ExperimentOptions> = {}) {
  const first = await read(text)
  const { variants, axes } = chooseVariants(first.scenario, { only: [], reference: undefined })
  const cells: Cell[] = []
  for (const { id, strategies, parameters } of variants) {
    const set = Object.entries(parameters).map(([name, value]) => `  ${name}: ${String(value)}`)
    const own = text.replace(/^parameters:.*$/m, (line) => {
      const kept = line
        .slice(line.indexOf('{') + 1, line.indexOf('}'))
        .split(',')
        .map((part) => part.trim())
      const others = kept.filter((part) => !Object.hasOwn(parameters, part.split(':')[0]!))
      return `parameters:\n${[...others.map((part) => `  ${part}`), ...set].join('\n')}`
    })
    const { scenario } = Object.keys(parameters).length === 0 ? first : await read(own)
    cells.push({ id, scenario, variant: { ...strategies, id } })
  }
  const { seed, replications } = first.scenario
  const plan: ComparisonPlan = {
    cells,
    choices: variants,
    axes,
    references: referencesOf(variants, axes, first.scenario.vary),
    confidence: 0.95,
    margin: 0.02,
    firstSeed: seed,
    quick: changes.quick ?? false,
  }
  const options: ExperimentOptions = {
    cells,
    traces: cells.map(() => first.traces),
    firstSeed: seed,
    replications,
    threads: 2,
    quick: false,
    signal: new AbortController().signal,
    ...changes,
  }
  return { plan, options }
}

async function comparisonOf(text: string, changes: Partial<ExperimentOptions> = {}) {
  const { plan, options } = await experiment(text, changes)
  return compare(plan, await conduct(options))
}

const TWO = `${QUEUE}strategies: { scheduling: [fifo, priority] }\nreplications: 6\n`

describe('an experiment', () => {
  test('gives the same bytes with one thread and with two, in whatever order runs are finished', async () => {
    const one = stableJson(await comparisonOf(TWO, { threads: 1 }))
    expect(stableJson(await comparisonOf(TWO, { threads: 2 }))).toBe(one)
    expect(comparisonSchema.safeParse(JSON.parse(one)).error).toBeUndefined()
  })

  test('does not repeat what is finished, and gives the same bytes', async () => {
    const journal = new Map<string, unknown>()
    const key = ({ cell, seed }: RunTask): string => `${cell} ${seed}`
    const whole = stableJson(await comparisonOf(TWO, { onFinished: (task, run) => journal.set(key(task), structuredClone(run)) }))
    expect(journal.size).toBe(12)
    for (const [index, name] of [...journal.keys()].entries()) if (index % 3 === 0) journal.delete(name)
    let runs = 0
    const resumed = await comparisonOf(TWO, { finished: (task) => journal.get(key(task)) as never, onFinished: () => runs++ })
    expect(stableJson(resumed)).toBe(whole)
    expect(runs).toBe(4)
  })

  test('ends with the reason of its signal', async () => {
    const controller = new AbortController()
    const { options } = await experiment(TWO.replace('60 s', '90 d'), { signal: controller.signal })
    setTimeout(() => controller.abort(), 200)
    await expect(conduct(options)).rejects.toThrow(/abort/i)
  })

  test('passes on what is wrong with a scenario, once', async () => {
    const text = QUEUE.replace('{ exponential: $time }', '"$time * (0 - 1)"')
    await expect(comparisonOf(text)).rejects.toMatchObject({ name: 'ServiceTimeError' })
  })
})

describe('a thread that dies', () => {
  const worker = new URL('crashing-worker.ts', import.meta.url)

  test('once: the run is tried again, and nothing else is lost', async () => {
    const { options } = await experiment(QUEUE)
    const marker = join(folder, 'died')
    const pool = new RunPool({ cells: options.cells, traces: options.traces, quick: true, marker } as never, 1, worker)
    try {
      const run = await pool.run({ cell: 0, seed: 2 }, options.signal)
      expect(existsSync(marker)).toBe(true)
      expect(run.seed).toBe(2)
    } finally {
      await pool.close()
    }
  })

  test('twice: the variant and the seed are named', async () => {
    const { options } = await experiment(QUEUE)
    const pool = new RunPool({ cells: options.cells, traces: options.traces, quick: true, marker: folder } as never, 1, worker)
    try {
      await expect(pool.run({ cell: 0, seed: 3 }, options.signal)).rejects.toThrow(
        'the run of default with seed 3 crashed its thread twice',
      )
      expect((await pool.run({ cell: 0, seed: 4 }, options.signal)).seed).toBe(4)
    } finally {
      await pool.close()
    }
  })
})

describe('common random numbers', () => {
  test.each([
    ['scheduling', Object.keys(scheduling)],
    ['windowing', Object.keys(windowing)],
  ])('another %s strategy leaves arrivals, contents and service demands as they are: %s', async (kind, names) => {
    const text = shipped('llm-gateway').replace(
      /^strategies:\n(?: {2}.*\n)+/m,
      `strategies: { ${kind}: [${names.join(', ')}] }\nreplications: 2\n`,
    )
    const { variants } = await comparisonOf(text, { quick: true })
    expect(variants).toHaveLength(names.length)
    for (const variant of variants) expect(variant.workloads).toEqual(variants[0]!.workloads)
    expect(new Set(variants[0]!.workloads).size).toBe(2)
  })

  test('make the difference of two close servers far more certain', async () => {
    const close = 'vary: { time: [100 ms, 99 ms] }\nmetrics: [latency.mean]\nreplications: 20\n'
    const comparison = await comparisonOf(`${QUEUE.replace('60 s', '30 min').replace(/objectives.*\n/, '')}${close}`)
    const mean = comparison.variants[1]!.estimates.find(
      ({ metric, selector }) => metric === 'latency.mean' && Object.keys(selector).length === 0,
    )!
    expect(mean.difference!.varianceReduction).toBeGreaterThan(5)
    expect(mean.difference!.verdict).toBe('better')
  })
})

describe('verdicts', () => {
  test('the same variant under two names is identical in every metric', async () => {
    const { variants } = await comparisonOf(
      `${QUEUE}variants: [{ as: one }, { as: other }]\nmetrics: [latency.p99, latency.mean, "queue.mean{stage=work}"]\nreplications: 5\n`,
    )
    const judged = variants[1]!.estimates.filter(({ inFamily, direction }) => inFamily && direction !== 'none')
    expect(judged).toHaveLength(5)
    for (const { difference } of judged)
      expect(difference).toMatchObject({ verdict: 'identical', value: 0, halfWidth: 0, worse: 0, better: 0 })
  })

  test('only metrics that the scenario names are judged, and their intervals hold together', async () => {
    const { method, variants } = await comparisonOf(TWO)
    expect(method.family).toMatchObject({ size: 2, metrics: ['latency.p50', 'throughput'] })
    expect(method.family.confidence).toBeCloseTo(0.975)
    const judged = variants[1]!.estimates.filter(({ difference }) => (difference?.verdict ?? null) !== null)
    expect(judged.map(({ metric }) => metric)).toEqual(['latency.p50', 'throughput'])
  })

  test('a replay that nothing draws in is deterministic: n = 1, and no interval', async () => {
    const { variants } = await comparisonOf(`${shipped('stock-prices')}\nreplications: 3\n`)
    expect(variants[0]!.deterministic).toBe(true)
    for (const estimate of variants[0]!.estimates) expect([estimate.n, estimate.halfWidth]).toEqual([1, null])
  })
})

describe('a sweep', () => {
  test('names the load from which two slow servers beat one fast one, as theory has it', { timeout: 60_000 }, async () => {
    // M/M/1 against M/M/2: 1 / (100 − λ) = 1 / (62.5 · (1 − (λ/125)²)) at λ = 45.9/s.
    const { crossovers, variants, method } = await comparisonOf(shipped('fast-or-many'))
    expect(method.family.size).toBe(14)
    expect(crossovers.find(({ metric }) => metric === 'latency.mean')).toMatchObject({
      axis: 'load',
      variant: 'two-slow',
      reference: 'one-fast',
      ranges: [
        { from: '20/s', to: '40/s', winner: 'reference' },
        { from: '50/s', to: '80/s', winner: 'variant' },
      ],
    })
    for (const { reference, settings, estimates } of variants) {
      expect(reference).toBe(settings['variant'] === 'one-fast' ? null : `one-fast,load=${settings['load']}`)
      const load = Number.parseFloat(settings['load']!)
      const theory = settings['variant'] === 'one-fast' ? 1e9 / (100 - load) : 1e9 / (62.5 * (1 - (load / 125) ** 2))
      const mean = estimates.find(({ metric, selector }) => metric === 'latency.mean' && Object.keys(selector).length === 0)!
      // Fourteen intervals of 95 % each: four times the standard error holds for all.
      expect(Math.abs(mean.value! - theory)).toBeLessThan((4 / 2.26) * mean.halfWidth!)
    }
  })
})

describe('precision', () => {
  test('stops when every estimate of the family is precise enough, at the same number for every variant', async () => {
    const { plan, options } = await experiment(TWO.replace('100 ms', '20 ms'))
    const found = compare(plan, await conduct({ ...options, replications: 200, precise: enoughFor(plan.cells, 0.05, 0.95) }))
    expect(found.method.stopping).toMatchObject({ reached: true, budget: 200 })
    expect(found.method.seeds.count).toBeGreaterThanOrEqual(15)
    expect(found.method.seeds.count).toBeLessThan(200)
    for (const { estimates } of found.variants)
      for (const { inFamily, value, halfWidth } of estimates) if (inFamily) expect(halfWidth! / value!).toBeLessThan(0.06)
  })

  test('says so when the budget comes first', async () => {
    const { plan, options } = await experiment(TWO)
    const found = compare(plan, await conduct({ ...options, replications: 16, precise: enoughFor(plan.cells, 0.001, 0.95) }))
    expect(found.method.stopping).toMatchObject({ reached: false, budget: 16 })
    expect(found.notes[0]).toBe('The budget of 16 replications came before the precision of 0.1 % that was asked for.')
  })
})

describe('warm-up', () => {
  const STEADY = QUEUE.replace('duration: 60 s', 'duration: 60 min\nanalysis: steady-state\nwarmup: auto')

  test('one cut for all variants, and figures cover what is behind it', async () => {
    const { method, variants } = await comparisonOf(`${STEADY}vary: { rate: [2/s, 8/s] }\nreplications: 4\n`)
    const { warmup } = method
    expect(warmup).toMatchObject({ by: 'MSER-5', tooShort: false })
    expect(warmup!.pilot!.series.map(({ variant }) => variant)).toEqual(expect.arrayContaining(['rate=2/s', 'rate=8/s']))
    const firstBin = Math.ceil(warmup!.time / variants[0]!.series.binWidth)
    for (const { series } of variants) expect(series.firstMeasuredBin).toBe(firstBin)
  })

  test('where work piles up without end there is no steady state: that is said, nothing is judged, and the others keep their cut', async () => {
    const { method, variants } = await comparisonOf(`${STEADY}vary: { rate: [2/s, 20/s] }\nreplications: 3\n`.replace('60 min', '20 min'))
    expect(method.warmup!.pilot!.series.map(({ variant }) => variant)).not.toContain('rate=20/s')
    expect(method.warmup!.time).toBeLessThan(600e9)
    expect(variants[1]!.troubles[0]).toMatch(/^All 3 runs/)
    const p50 = variants[1]!.estimates.find(({ metric, selector }) => metric === 'latency.p50' && Object.keys(selector).length === 0)!
    expect(p50).toMatchObject({ value: null, difference: null })
  })

  test('one long run gets its intervals from batch means', async () => {
    const { method, variants } = await comparisonOf(
      `${STEADY}vary: { time: [50 ms, 45 ms] }\nmetrics: [latency.mean]\nreplications: 1\n`.replace('60 min', '4 h'),
    )
    expect(method.intervals).toBe('batch means')
    const mean = variants[1]!.estimates.find(({ metric, selector }) => metric === 'latency.mean' && Object.keys(selector).length === 0)!
    expect(mean.n).toBe(30)
    expect(mean.difference).toMatchObject({ verdict: 'better' })
  })
})
