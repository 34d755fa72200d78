import { createHash } from 'node:crypto'
import { compile } from 'vega-lite'
import { describe, expect, test } from 'vitest'
import { comparisonCharts } from '../../src/report/charts/comparison/index.ts'
import { findingOf } from '../../src/report/comparison-finding.ts'
import { renderComparisonHtml } from '../../src/report/comparison-html.ts'
import {
  alone,
  deterministic,
  hostileComparison,
  identical,
  manyVariants,
  steadyState,
  twoVariants,
  unjudged,
} from './comparison-fixture.ts'

const RUNTIME = 'console.log("stands for the bundle")'
const page = await renderComparisonHtml(twoVariants(), RUNTIME)

const comparisons = [
  ['two', twoVariants()],
  ['many', manyVariants()],
  ['steady', steadyState()],
  ['deterministic', deterministic()],
  ['identical', identical()],
  ['hostile', hostileComparison()],
  ['alone', alone()],
  ['unjudged', unjudged()],
] as const

const EVERYWHERE = [
  'verdict-forest',
  'latency-ecdf',
  'quantile-shift',
  'throughput',
  'latency-over-time',
  'queues-over-time',
  'stage-shares',
]

describe('the page', () => {
  test('is the same bytes for the same comparison', async () => {
    expect(await renderComparisonHtml(twoVariants(), RUNTIME)).toBe(page)
  })

  test('names its style and its program by hash, and allows nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1]?.replaceAll('&#39;', "'")
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!
    const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`
    expect(policy).toBe(
      `default-src 'none'; style-src '${hash(style)}'; script-src '${hash(RUNTIME)}'; base-uri 'none'; form-action 'none'`,
    )
    expect(page).not.toMatch(/ style="| on\w+="|<link|<img|src=|@import|url\(/)
  })

  test('says the answer before everything else, and gives every verdict with its interval', () => {
    const headline = page.indexOf('priority is better than fifo in latency.p50{flow=chat}: −48')
    expect(headline).toBeGreaterThan(0)
    expect(headline).toBeLessThan(page.indexOf('<table'))
    for (const [metric, verdict] of [
      ['latency.p50{flow=chat}', '✓\u00a0better'],
      ['latency.p99{flow=batch}', '✗\u00a0worse'],
      ['throughput', '≈\u00a0equivalent'],
    ]) {
      const group = page.slice(page.indexOf(`colspan="5">${metric}`))
      expect(group.slice(0, group.indexOf('</tbody>'))).toContain(`>${verdict}</td>`)
    }
    expect(page).toContain('−48 % (−52 to −44 %)')
    expect(page).toMatch(/-?−365 ms ± 29\.7 ms/)
    expect(page).toContain('✗ missed, 763 ms')
    expect(page).toContain('common random numbers')
  })

  test('has a table behind every chart, and a description on every plot', () => {
    const figures = page.split('<figure ').slice(1)
    expect(figures.length).toBeGreaterThanOrEqual(8)
    for (const figure of figures) {
      expect(figure).toContain('<details><summary>Figures</summary>')
      expect(figure).toMatch(/role="img" aria-label="[^"]{20,}"/)
    }
  })

  test('of twenty variants and twenty seeds stays small', async () => {
    const names = ['fifo', 'priority', 'weighted-fair', 'longest-queue']
    const comparison = manyVariants(names, 20)
    const html = await renderComparisonHtml({ ...comparison, variants: comparison.variants.slice(0, 20) }, 'x'.repeat(450_000))
    expect(html.length).toBeLessThan(3_000_000)
  })
})

describe('the charts', () => {
  const ids = (comparison: ReturnType<typeof twoVariants>): string[] => comparisonCharts(comparison).map(({ id }) => id)

  test('are all there where there is something to draw', () => {
    expect(ids(twoVariants())).toEqual(['verdict-forest', 'paired-differences', ...EVERYWHERE.slice(1)])
    expect(ids(manyVariants())).toEqual(['sweep-1', 'verdict-map', 'verdict-forest', 'paired-differences', ...EVERYWHERE.slice(1)])
    expect(ids(steadyState())).toEqual(['verdict-map', 'verdict-forest', 'paired-differences', ...EVERYWHERE.slice(1), 'welch-plot'])
    expect(ids(deterministic())).toEqual(EVERYWHERE)
  })

  test.each(comparisons)('%s: say in their reading on how many values they rest', (_, comparison) => {
    for (const { reading } of comparisonCharts(comparison)) expect(reading).toMatch(/n\u00a0=\u00a0\d+/)
  })

  test.each(comparisons)('%s: compile without a warning', (_, comparison) => {
    const warnings: string[] = []
    const logger = {
      level: () => logger,
      error: (...texts: string[]) => (warnings.push(texts.join(' ')), logger),
      warn: (...texts: string[]) => (warnings.push(texts.join(' ')), logger),
      info: () => logger,
      debug: () => logger,
    }
    for (const { panels } of comparisonCharts(comparison)) for (const { spec } of panels) compile(spec, { logger })
    expect(warnings).toEqual([])
  })

  test('of many variants draw those that differ most beside their references, say so, and list all in their table', () => {
    const ecdf = comparisonCharts(manyVariants()).find(({ id }) => id === 'latency-ecdf')!
    expect(ecdf.reading).toContain(
      'Drawn are the 3 variants that differ most from their references in latency.p50{flow=chat}, and these references',
    )
    expect(ecdf.table.rows).toHaveLength(18)
    const paired = comparisonCharts(manyVariants()).find(({ id }) => id === 'paired-differences')!
    expect(paired.table.rows).toHaveLength(3 * 12)
    const shift = comparisonCharts(hostileComparison()).find(({ id }) => id === 'quantile-shift')!
    expect(shift.reading).toContain('Drawn are the 5 variants that differ most from the reference')
  })

  test('name the crossovers of a sweep', () => {
    const sweep = comparisonCharts(manyVariants()).find(({ id }) => id === 'sweep-1')!
    expect(sweep.reading).toContain(
      'scheduling=priority wins from 2/s to 6/s, scheduling=fifo wins at 0.5/s; neither is shown to win at 1/s',
    )
  })
})

describe('the finding', () => {
  test('names what is worse beside what is better', () => {
    expect(findingOf(twoVariants()).headline).toMatch(
      /^priority is better than fifo in .*, but worse in latency\.p99\{flow=batch\}: \+21 %/,
    )
  })

  test('does not make a winner where there is none', () => {
    expect(findingOf(identical()).headline).toMatch(/^All 3 variants are identical in /)
    const { variants, ...rest } = steadyState()
    expect(findingOf({ ...rest, variants: variants.slice(0, 2) }).headline).toMatch(/^Not settled: .* 120 seeds would settle it\.$/)
    expect(findingOf({ ...rest, variants: variants.slice(0, 1) }).headline).toMatch(/nothing to compare/)
  })

  test('of exact differences says that they are', () => {
    expect(findingOf(deterministic()).more).toContain('Nothing depends on the seed: these differences are exact.')
  })

  test('along a parameter says who wins where', () => {
    expect(findingOf(manyVariants()).headline).toMatch(
      /^Along chatRate, in latency\.p50\{flow=chat\}: scheduling=priority wins from 2\/s to 6\/s/,
    )
  })
})

test.each(comparisons)('%s: nothing is drawn or said of what is not there', async (_, comparison) => {
  const html = await renderComparisonHtml(comparison, RUNTIME)
  expect(html.replace(/<script[\s\S]*<\/script>/, '')).not.toMatch(/\b(NaN|undefined|Infinity)\b|\[object/)
})

test('batches of one run are not called seeds', async () => {
  const comparison = steadyState()
  const method = { ...comparison.method, intervals: 'batch means', seeds: { first: 7, count: 1 } } as const
  const html = await renderComparisonHtml({ ...comparison, method }, RUNTIME)
  expect(html).toContain('n\u00a0=\u00a030 batches of one run (seed 7)')
  expect(html).toContain('Differences by batch')
  expect(html).not.toMatch(/of 30 seeds|paired by seed/)
})

test('what spoils the figures is said, and pointed to from the answer', async () => {
  const html = await renderComparisonHtml(steadyState(), RUNTIME)
  expect(html).toContain('<a href="#alerts">2 warnings below</a>')
  expect(html).toContain('The run is too short')
  expect(html).toContain('Not as precise as asked for')
})

test('texts of a scenario stay texts', async () => {
  const html = await renderComparisonHtml(hostileComparison(), RUNTIME)
  expect(html.match(/<script/g)).toHaveLength(2)
  expect(html.match(/<\/script/g)).toHaveLength(2)
  expect(html).not.toMatch(/<(?:img|i|b|u)[ >]/)
  expect(html).toContain('<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>')
})
