/**
 * A page that needs nothing else: it opens from disk, asks nothing of the network, and runs no code but its own,
 * which its content security policy names by hash. Texts of a scenario can only ever be text in it.
 */
import { createHash } from 'node:crypto'
import type { TopLevelSpec } from 'vega-lite'
import type { Chart } from '../charts/chart.ts'
import { html, Markup, scriptJson } from './markup.ts'
import { styleSheet } from './style.ts'

export interface PageContent {
  readonly title: string
  /** Tells the style sheet what kind of report it is. */
  readonly kind: 'run' | 'comparison'
  readonly body: Markup
  /** All charts that the body has places for. */
  readonly charts: readonly Chart[]
  /** The program that draws the charts, as built by `npm run build`. */
  readonly runtime: string
}

/** The page's text. */
export async function renderDocument({ title, kind, body, charts, runtime }: PageContent): Promise<string> {
  const compile = await loadCompiler()
  const panels = charts.flatMap(({ id, panels }) => panels.map((panel, index) => ({ key: `${id}-${index}`, ...panel })))
  const specs = Object.fromEntries(panels.map(({ key, spec }) => [key, compile(spec)]))
  const style = styleSheet(panels.map(({ height }) => height))
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, runtime)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} · Wavetank</title>
<style>${new Markup(style)}</style>
</head>
<body class="${kind}">
<main>
${body}
</main>
<script type="application/json" id="charts">${scriptJson(specs)}</script>
<script>${new Markup(runtime)}</script>
</body>
</html>
`
  return page.text
}

/** Only this style and this program; no other resource of any kind. */
function policy(style: string, program: string): string {
  return `default-src 'none'; style-src '${hash(style)}'; script-src '${hash(program)}'; base-uri 'none'; form-action 'none'`
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

/** Vega-Lite takes longer to load than most runs take, so it is loaded only for a report. */
async function loadCompiler(): Promise<(spec: TopLevelSpec) => unknown> {
  const { compile } = await import('vega-lite')
  return (spec) => compile(spec).spec
}
