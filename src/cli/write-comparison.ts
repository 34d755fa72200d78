/** Writing a comparison: its data, and what people and other programs read. */
import { createRequire } from 'node:module'
import type { Comparison } from '../experiment/comparison.ts'
import type { ResultFolder } from './files.ts'

/** Puts the comparison and its reports into a folder, all or none; gives the comparison's text. Without a runtime, the data only. */
export async function writeComparison(comparison: Comparison, runtime: string | undefined, folder: ResultFolder): Promise<string> {
  const { stableJson } = await import('../experiment/stable-json.ts')
  const json = stableJson(comparison)
  folder.create('comparison.json').append(json)
  if (runtime !== undefined) await writeReports(JSON.parse(json) as Comparison, runtime, folder)
  folder.commit()
  return json
}

/** The page, the Markdown and the charts of a comparison; they are there once the folder is committed. */
export async function writeReports(comparison: Comparison, runtime: string, folder: ResultFolder): Promise<void> {
  const { renderComparisonHtml } = await import('../report/comparison-html.ts')
  const { renderComparisonMarkdown } = await import('../report/comparison-markdown.ts')
  folder.create('report.html').append(await renderComparisonHtml(comparison, runtime))
  folder.create('report.md').append(renderComparisonMarkdown(comparison))
  await writePictures(comparison, folder)
}

async function writePictures(comparison: Comparison, folder: ResultFolder): Promise<void> {
  const { comparisonCharts } = await import('../report/charts/comparison/index.ts')
  const { renderChartSvg } = await import('../report/svg.ts')
  const { renderPng } = await import('../report/png.ts')
  const { resolve } = createRequire(import.meta.url)
  const fonts = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => resolve(`dejavu-fonts-ttf/ttf/${file}`))
  for (const chart of comparisonCharts(comparison)) {
    const svg = await renderChartSvg(chart)
    folder.create(`${chart.id}.svg`).append(svg)
    folder.create(`${chart.id}.png`).appendBytes(await renderPng(svg, fonts))
  }
}
