/** Times an experiment: 40 equal runs on one thread and on two, and its reports: `node test/bench/experiment.ts full|smoke`. Prints one line of JSON. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inlineGenerously } from '../../src/cli/inlining.ts'
import { compare, type ComparisonPlan } from '../../src/experiment/compare.ts'
import { conduct, type Experiment } from '../../src/experiment/conduct.ts'
import { chooseVariants, referencesOf } from '../../src/experiment/variants.ts'
import { renderComparisonHtml } from '../../src/report/comparison-html.ts'
import { read } from '../experiment/shipped.ts'

export interface ExperimentTimes {
  /** Seconds, medians of alternating rounds. */
  readonly oneThread: number
  readonly twoThreads: number
  /** From the runs of 20 variants × 20 seeds to the comparison, and on to the page. */
  readonly comparison: number
  readonly page: number
  readonly pageMB: number
}

inlineGenerously()
const smoke = process.argv[2] === 'smoke'
const signal = new AbortController().signal

function scenario(seconds: number, extra: string): string {
  return `format: 1
duration: ${seconds} s
parameters: { rate: 800/s }
traffic: { a: { arrivals: { poisson: $rate } } }
pipeline:
  work: { from: a, service: { time: { exponential: 1 ms } } }
  out: { from: work, sink: discard }
${extra}`
}

async function experiment(text: string, threads: number): Promise<{ seconds: number; plan: ComparisonPlan; found: Experiment }> {
  const { scenario: parsed, traces } = await read(text)
  const { variants, axes } = chooseVariants(parsed, { only: [], reference: undefined })
  const cells = variants.map(({ id, strategies }) => ({ id, scenario: parsed, variant: { ...strategies, id } }))
  const started = performance.now()
  const found = await conduct({
    cells,
    traces: cells.map(() => traces),
    firstSeed: 1,
    replications: parsed.replications,
    threads,
    quick: false,
    signal,
  })
  const seconds = (performance.now() - started) / 1e3
  const references = referencesOf(variants, axes, parsed.vary)
  return {
    seconds,
    found,
    plan: { cells, choices: variants, axes, references, confidence: 0.95, margin: 0.02, firstSeed: 1, quick: false },
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

const equal = scenario(smoke ? 1 : 1000, `replications: ${smoke ? 4 : 40}\n`)
const rounds = Array.from({ length: smoke ? 1 : 3 })
const times: [one: number, two: number][] = []
for (const _ of rounds) times.push([(await experiment(equal, 1)).seconds, (await experiment(equal, 2)).seconds])

const values = Array.from({ length: smoke ? 3 : 20 }, (_, index) => `${700 + index}/s`)
const { plan, found } = await experiment(
  scenario(smoke ? 1 : 20, `replications: ${smoke ? 2 : 20}\nvary: { rate: [${values.join(', ')}] }\n`),
  2,
)
const runtime = readFileSync(fileURLToPath(new URL('../../dist/report/runtime.js', import.meta.url)), 'utf8')
const from = performance.now()
const comparison = compare(plan, found)
const between = performance.now()
const page = await renderComparisonHtml(comparison, runtime)
const result: ExperimentTimes = {
  oneThread: median(times.map(([one]) => one)),
  twoThreads: median(times.map(([, two]) => two)),
  comparison: (between - from) / 1e3,
  page: (performance.now() - between) / 1e3,
  pageMB: page.length / 1e6,
}
process.stdout.write(`${JSON.stringify(result)}\n`)
