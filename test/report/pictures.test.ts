/** Charts as files: whole, the same bytes twice, and with their texts, which vanish without a word where fonts are missing. */
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { comparisonCharts } from '../../src/report/charts/comparison/index.ts'
import { charts } from '../../src/report/charts/index.ts'
import { renderPng } from '../../src/report/png.ts'
import { renderChartSvg } from '../../src/report/svg.ts'
import { hostileComparison, twoVariants } from './comparison-fixture.ts'
import { gatewayResult } from './fixture.ts'

const { resolve } = createRequire(import.meta.url)
const fonts = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => resolve(`dejavu-fonts-ttf/ttf/${file}`))

describe('SVG', () => {
  test.each(comparisonCharts(twoVariants()).map((chart) => [chart.id, chart] as const))(
    '%s has its title, its reading and every panel',
    async (_, chart) => {
      const svg = await renderChartSvg(chart)
      expect(svg).toContain(`>${chart.title}</title>`)
      expect(svg.match(/<svg x=/g)).toHaveLength(chart.panels.length)
      expect(svg).not.toMatch(/NaN|undefined|href="http/)
    },
  )

  test('the same chart gives the same bytes', async () => {
    for (const chart of charts(gatewayResult())) expect(await renderChartSvg(chart)).toBe(await renderChartSvg(chart))
  })

  test('what a scenario says is text in it', async () => {
    for (const chart of comparisonCharts(hostileComparison())) expect(await renderChartSvg(chart)).not.toMatch(/<script|<img|<i>/)
  })
})

describe('PNG', () => {
  const text = (words: string): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><rect width="200" height="40" fill="white"/><text x="5" y="25" font-family="DejaVu Sans, sans-serif">${words}</text></svg>`

  test('texts are drawn, whatever fonts the machine has', async () => {
    const [empty, words, others] = await Promise.all(
      [text(''), text('latency µs −4 %'), text('throughput')].map((svg) => renderPng(svg, fonts)),
    )
    expect(Buffer.from(words!).equals(Buffer.from(empty!))).toBe(false)
    expect(Buffer.from(words!).equals(Buffer.from(others!))).toBe(false)
    // Without fonts it would be the empty picture.
    expect(Buffer.from(await renderPng(text('latency'), [])).equals(Buffer.from(await renderPng(text(''), [])))).toBe(true)
  })

  test('the same bytes twice', async () => {
    const [chart] = comparisonCharts(twoVariants())
    const svg = await renderChartSvg(chart!)
    expect(Buffer.from(await renderPng(svg, fonts)).equals(Buffer.from(await renderPng(svg, fonts)))).toBe(true)
  })
})
