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
    tooltip: (_handler: unknown, event: MouseEvent, _item: unknown, value: unknown) => tip(event, value),
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

let tipBox: HTMLElement | undefined

/** Shows the figures under the pointer; they arrive as an object of texts, or nothing to show. */
function tip(event: MouseEvent, value: unknown): void {
  if (tipBox === undefined) {
    tipBox = document.createElement('div')
    tipBox.className = 'tip'
    document.body.append(tipBox)
  }
  tipBox.hidden = typeof value !== 'object' || value === null
  if (tipBox.hidden) return
  const list = document.createElement('dl')
  for (const [name, text] of Object.entries(value as Record<string, unknown>)) {
    const term = document.createElement('dt')
    const figure = document.createElement('dd')
    term.textContent = name
    figure.textContent = String(text)
    list.append(term, figure)
  }
  tipBox.replaceChildren(list)
  const left = Math.min(event.clientX + 14, document.documentElement.clientWidth - tipBox.offsetWidth - 6)
  const above = event.clientY - tipBox.offsetHeight - 12
  tipBox.style.transform = `translate(${Math.max(6, left)}px, ${above < 6 ? event.clientY + 16 : above}px)`
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
