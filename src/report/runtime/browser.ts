/**
 * The program inside a report: it draws the charts that were compiled when the report was written.
 * It evaluates no text as code (the report's policy forbids that) and asks nothing of the network.
 */
import { parse, View, type Spec } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'

/** The narrowest plot that still reads; a narrower page scrolls. */
const NARROWEST = 240

function draw(figure: HTMLElement, spec: Spec): void {
  const width = (): number => Math.max(NARROWEST, Math.floor(figure.clientWidth))
  const view = new View(parse(spec, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'svg',
    container: figure,
    hover: false,
  })
  view.signal('width', width())
  let drawn = view.runAsync()
  let last = width()
  new ResizeObserver(() => {
    const next = width()
    if (next === last) return
    last = next
    drawn = drawn.then(() => view.signal('width', next).runAsync())
  }).observe(figure)
  drawn.then(
    () => figure.setAttribute('data-drawn', 'true'),
    (error: unknown) => fail(figure, error),
  )
}

/** A chart that cannot be drawn says so and shows the table behind it. */
function fail(figure: HTMLElement, error: unknown): void {
  figure.textContent = `This chart could not be drawn (${String(error)}); the figures are in the table below.`
  figure.closest('figure')?.querySelector('details')?.setAttribute('open', '')
}

function start(): void {
  const specs = JSON.parse(document.getElementById('charts')?.textContent ?? '{}') as Record<string, Spec>
  for (const figure of document.querySelectorAll<HTMLElement>('[data-chart]')) {
    const spec = specs[figure.dataset['chart'] ?? '']
    if (spec === undefined) continue
    try {
      draw(figure, spec)
    } catch (error) {
      fail(figure, error)
    }
  }
}

start()
