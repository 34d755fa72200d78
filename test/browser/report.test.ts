/** The report in a real browser, from disk. Needs Chromium, and says so where there is none. Screenshots stay in a temporary folder. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderComparisonHtml } from '../../src/report/comparison-html.ts'
import { renderFitHtml } from '../../src/report/fit-html.ts'
import { renderHtml } from '../../src/report/html.ts'
import { renderTrafficHtml } from '../../src/report/traffic-html.ts'
import { alone, deterministic, hostileComparison, identical, manyVariants, steadyState, twoVariants } from '../report/comparison-fixture.ts'
import { hostileFit } from '../report/fit-fixture.ts'
import { emptyResult, gatewayResult, hostileResult, overloadedResult } from '../report/fixture.ts'

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const RUNTIME = new URL('../../dist/report/runtime.js', import.meta.url)
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const missing = !existsSync(CHROMIUM) ? `there is no ${CHROMIUM}` : !existsSync(RUNTIME) ? 'dist/ has not been built' : undefined
if (missing !== undefined) console.warn(`Browser tests are skipped: ${missing}.`)

const RESULTS = { gateway: gatewayResult(), overloaded: overloadedResult(), hostile: hostileResult(), empty: emptyResult() }
const COMPARISONS = {
  'two-variants': twoVariants(),
  'many-variants': manyVariants(),
  'steady-state': steadyState(),
  deterministic: deterministic(),
  identical: identical(),
  'hostile-comparison': hostileComparison(),
  alone: alone(),
}
/** Those that are looked at in every window; the others on the narrowest only. */
const EVERYWHERE = ['gateway', 'many-variants', 'fit']
const WINDOWS = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
] as const

/** Run in the page, as text: the types of a browser are not those of these tests. */
const ALL_DRAWN = "[...document.querySelectorAll('[data-chart]')].every((chart) => chart.hasAttribute('data-drawn'))"
const CHARTS = `[...document.querySelectorAll('[data-chart]')].map((chart) => {
  const svg = chart.querySelector('svg')
  const width = svg?.getBoundingClientRect().width ?? Infinity
  return { marks: svg?.querySelectorAll('path[d]').length ?? 0, wider: width > chart.clientWidth + 1 }
})`

describe.skipIf(missing !== undefined)('the report in a browser', { timeout: 30_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'wavetank-report-'))
  let browser: BrowserContext

  beforeAll(async () => {
    browser = await chromium.launchPersistentContext(join(folder, 'profile'), { executablePath: CHROMIUM, args: FLAGS })
    const runtime = readFileSync(RUNTIME, 'utf8')
    for (const [name, result] of Object.entries(RESULTS)) writeFileSync(join(folder, `${name}.html`), await renderHtml(result, runtime))
    const { fit, traffic } = await hostileFit()
    writeFileSync(join(folder, 'fit.html'), await renderFitHtml(fit, runtime))
    writeFileSync(join(folder, 'traffic.html'), await renderTrafficHtml(traffic, runtime))
    for (const [name, comparison] of Object.entries(COMPARISONS))
      writeFileSync(join(folder, `${name}.html`), await renderComparisonHtml(comparison, runtime))
  }, 30_000)

  afterAll(async () => {
    await browser?.close()
    rmSync(join(folder, 'profile'), { recursive: true, force: true })
  })

  /** Opens a report, and notes whatever a quiet page does not do. */
  async function open(name: string, { width, colorScheme }: (typeof WINDOWS)[number]): Promise<{ page: Page; noise: string[] }> {
    const page = await browser.newPage()
    const noise: string[] = []
    const address = pathToFileURL(join(folder, `${name}.html`)).href
    page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => noise.push(`error: ${error.message}`))
    page.on('dialog', (dialog) => {
      noise.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('request', (request) => {
      if (request.url() !== address) noise.push(`request: ${request.url()}`)
    })
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    await page.goto(address)
    // Asked from outside, again and again: inside, the page's own policy forbids to evaluate a text a second time.
    await expect.poll(() => page.evaluate(ALL_DRAWN), { timeout: 20_000 }).toBe(true)
    return { page, noise }
  }

  for (const name of [...Object.keys(RESULTS), ...Object.keys(COMPARISONS), 'fit', 'traffic']) {
    test.each(EVERYWHERE.includes(name) ? WINDOWS : WINDOWS.slice(2))(
      `${name} at $width, $colorScheme: draws every chart, fits the window, and is quiet`,
      async (window) => {
        const { page, noise } = await open(name, window)
        const charts = await page.evaluate<{ marks: number; wider: boolean }[]>(CHARTS)
        expect(charts.length).toBeGreaterThan(0)
        expect(charts.filter(({ marks, wider }) => marks < 3 || wider)).toEqual([])
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(window.width)
        expect(noise).toEqual([])
        await page.screenshot({ path: join(folder, `${name}-${window.width}-${window.colorScheme}.png`), fullPage: true })
        await page.close()
      },
    )
  }

  test('figures show under the pointer', async () => {
    const { page, noise } = await open('gateway', WINDOWS[0])
    const chart = page.locator('#throughput .chart')
    await chart.scrollIntoViewIfNeeded()
    const box = (await chart.boundingBox())!
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 })
    await page.locator('.tip').waitFor()
    expect(await page.locator('.tip').innerText()).toMatch(/time\n.*min\narrivals\n.*\/s\ncompletions\n.*\/s/)
    expect(noise).toEqual([])
    await page.close()
  })

  test('differences show under the pointer', async () => {
    const { page, noise } = await open('many-variants', WINDOWS[0])
    const mark = page.locator('#verdict-forest .chart').first().locator('path[aria-label], .mark-symbol path').first()
    await mark.scrollIntoViewIfNeeded()
    await mark.hover()
    await page.locator('.tip').waitFor()
    expect(await page.locator('.tip').innerText()).toMatch(/variant\n.*\ndifference\n.*%\ninterval\n.*%\nverdict\ninconclusive/)
    expect(noise).toEqual([])
    await page.close()
  })

  test('a chart follows the window when that is made narrower', async () => {
    const { page } = await open('gateway', WINDOWS[0])
    await page.setViewportSize({ width: 500, height: 900 })
    await expect.poll(() => page.evaluate("document.querySelector('#throughput svg').getBoundingClientRect().width")).toBeLessThan(480)
    await page.close()
  })

  test('without scripts, every figure can still be read', async () => {
    const page = await browser.newPage()
    const session = await browser.newCDPSession(page)
    await session.send('Emulation.setScriptExecutionDisabled', { value: true })
    await page.goto(pathToFileURL(join(folder, 'gateway.html')).href)
    expect(await page.locator('noscript').first().isVisible()).toBe(true)
    expect(await page.locator('table').count()).toBeGreaterThan(8)
    await page.close()
  })
})
