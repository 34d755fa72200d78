import { createHash } from 'node:crypto'
import { compile } from 'vega-lite'
import { describe, expect, test } from 'vitest'
import { charts } from '../../src/report/charts/index.ts'
import { renderHtml } from '../../src/report/html.ts'
import { emptyResult, gatewayResult, hostileResult, overloadedResult } from './fixture.ts'

const RUNTIME = 'console.log("stands for the bundle")'
const page = await renderHtml(gatewayResult(), RUNTIME)

const results = [
  ['gateway', gatewayResult()],
  ['overloaded', overloadedResult()],
  ['hostile', hostileResult()],
  ['empty', emptyResult()],
] as const

describe('the page', () => {
  test('is the same bytes for the same result', async () => {
    expect(await renderHtml(gatewayResult(), RUNTIME)).toBe(page)
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

  test('says what the figures are, and gives them without a script', () => {
    for (const text of [
      'llm-gateway',
      'modelled',
      'provisional prices',
      'scheduling=priority',
      'virtual clock',
      '27 min after 3 min of warm-up',
    ]) {
      expect(page).toContain(text)
    }
    for (const figure of ['989', '9.24 s', '74.2 %', '256', '46.0 MiB', '5bd1e995aa31b7d0', 'there is no baseline to compare with'])
      expect(page).toContain(figure)
    expect(page).toContain('<noscript>')
  })

  test('has a table behind every chart, and a description on every plot', () => {
    const figures = page.split('<figure ').slice(1)
    expect(figures).toHaveLength(7)
    for (const figure of figures) {
      expect(figure).toContain('<details><summary>Figures</summary>')
      expect(figure).toMatch(/role="img" aria-label="[^"]{20,}"/)
    }
  })
})

test.each(results)('%s: nothing is drawn or said of what is not there', async (_, result) => {
  const html = await renderHtml(result, RUNTIME)
  expect(html.replace(/<script[\s\S]*<\/script>/, '')).not.toMatch(/\b(NaN|undefined|Infinity)\b|\[object/)
})

test.each(results)('%s: every chart compiles without a warning', (_, result) => {
  const warnings: string[] = []
  const logger = {
    level: () => logger,
    error: (...texts: string[]) => (warnings.push(texts.join(' ')), logger),
    warn: (...texts: string[]) => (warnings.push(texts.join(' ')), logger),
    info: () => logger,
    debug: () => logger,
  }
  for (const { panels } of charts(result)) for (const { spec } of panels) compile(spec, { logger })
  expect(warnings).toEqual([])
})

test('texts of a scenario stay texts', async () => {
  const html = await renderHtml(hostileResult(), RUNTIME)
  expect(html.match(/<script/g)).toHaveLength(2)
  expect(html.match(/<\/script/g)).toHaveLength(2)
  expect(html).not.toMatch(/<img/)
  expect(html).toContain('<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>')
  expect(html).toContain('<title>&lt;script&gt;alert(1)&lt;/script&gt; · Wavetank</title>')
})

test('a run whose backlog grows shows no percentile', async () => {
  const html = await renderHtml(overloadedResult(), RUNTIME)
  expect(html).toContain('not judged')
  expect(html).not.toContain('id="latency-percentiles"')
})
