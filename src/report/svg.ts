/** Charts as SVG files, drawn without a browser: for Markdown, slides and papers. */
import type { TopLevelSpec } from 'vega-lite'
import type { Chart } from './charts/chart.ts'
import { escapeHtml } from './page/markup.ts'
import { COLOURS } from './palette.ts'
import { wrap } from './text-table.ts'

/** The font that pictures are made with, which has every sign that charts use. */
export const PICTURE_FONT = 'DejaVu Sans'

const WIDTH = 720
const MARGIN = 20
const TITLE_SIZE = 16
const TEXT_SIZE = 12
const LINE = 17
/** Characters of a line of text: of a proportional font that many fit for certain. */
const LINE_LENGTH = 100

/** A chart with its title and its reading, all panels below one another; the same bytes for the same chart. */
export async function renderChartSvg(chart: Chart): Promise<string> {
  const { compile } = await import('vega-lite')
  const { parse, View } = await import('vega')
  const parts: string[] = [textAt(chart.title, MARGIN + TITLE_SIZE, TITLE_SIZE, COLOURS.ink.light, 'bold')]
  let y = MARGIN + TITLE_SIZE + 8
  for (const line of wrap(chart.reading, LINE_LENGTH)) parts.push(textAt(line, (y += LINE), TEXT_SIZE, COLOURS.muted.light))
  y += MARGIN / 2
  for (const { caption, spec } of chart.panels) {
    if (caption !== undefined) parts.push(textAt(caption, (y += LINE + 6), TEXT_SIZE, COLOURS.text.light, 'bold'))
    const view = new View(parse(compile(pictured(spec)).spec), { renderer: 'none' })
    const svg = await view.toSVG()
    view.finalize()
    const height = Number(/ height="([\d.]+)"/.exec(svg)?.[1] ?? 0)
    parts.push(svg.replace(/^<svg /, `<svg x="${MARGIN}" y="${(y += 6)}" `))
    y += Math.ceil(height)
  }
  const height = y + MARGIN
  const [title, reading] = [escapeHtml(chart.title), escapeHtml(chart.reading)]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${title}</title><desc>${reading}</desc>`,
    `<rect width="${WIDTH}" height="${height}" fill="${COLOURS.paper.light}"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}

/** The same spec for a picture: of its width, and in its font. */
function pictured(spec: TopLevelSpec): TopLevelSpec {
  const { config, ...rest } = spec
  return { ...rest, width: WIDTH - 2 * MARGIN, config: { ...config, font: PICTURE_FONT } }
}

function textAt(text: string, y: number, size: number, colour: string, weight = 'normal'): string {
  return `<text x="${MARGIN}" y="${y}" font-family="${PICTURE_FONT}, sans-serif" font-size="${size}" font-weight="${weight}" fill="${colour}">${escapeHtml(text)}</text>`
}
