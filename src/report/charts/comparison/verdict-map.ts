/** Which variant is better in what: variants by metrics, ties as ties. */
import type { Comparison, VariantResult } from '../../../experiment/comparison.ts'
import { formatCount } from '../../figures.ts'
import { estimateOf, familyOf, othersOf, referenceOf, shortName, type FamilyMetric } from '../../comparison-lookup.ts'
import { COLOURS } from '../../palette.ts'
import { formatBestDifference, formatRelative, formatSigned } from '../../signed-figures.ts'
import { NONE, type Cell, type Table } from '../../table.ts'
import { VERDICT_LOOKS, verdictText } from '../../verdict-look.ts'
import { layered, type Chart, type Layer } from '../chart.ts'
import { expressionLiteral } from '../expression-text.ts'
import { grounds, simultaneous } from './grounds.ts'

const ROW = 30
/** Names up to this length stand beside their row, longer ones are cut there; the table has them whole. */
const LONGEST_NAME = 190
/** Narrower cells have room for the sign alone. */
const ROOMY = 62

interface CellOf {
  readonly row: number
  readonly column: number
  readonly variant: string
  readonly metric: string
  readonly sign: string
  readonly text: string
  readonly verdict: string
  readonly difference: string
  readonly fill: string
  readonly strength: number
}

/** Null with fewer than two others or metrics: a map of one cell says nothing that a sentence does not. */
export function verdictMap(comparison: Comparison): Chart | null {
  const family = familyOf(comparison)
  const others = othersOf(comparison)
  if (family.length * others.length < 2) return null
  const cells = others.flatMap((variant, row) => family.map((metric, column) => cellOf(comparison, variant, metric, row, column)))
  const title = 'Which variant is better in what'
  const height = ROW * others.length
  const spec = layered({ height, layer: layers(comparison, cells, family) }, title)
  const signs = (['better', 'worse', 'equivalent', 'identical', 'inconclusive'] as const).filter((verdict) =>
    cells.some((cell) => cell.verdict === verdict),
  )
  return {
    id: 'verdict-map',
    title,
    reading:
      `${describe(comparison)} Blue is better, orange-red worse, grey a tie or not known: ` +
      `${signs.map((verdict) => verdictText(verdict)).join(', ')}. ${grounds(comparison, simultaneous(comparison))}`,
    panels: [{ height: height + 60, spec }],
    table: table(comparison),
    wide: true,
  }
}

function cellOf(comparison: Comparison, variant: VariantResult, metric: FamilyMetric, row: number, column: number): CellOf {
  const difference = estimateOf(variant, metric.key)?.difference ?? null
  const verdict = difference?.verdict ?? null
  const look = verdict === null ? undefined : VERDICT_LOOKS[verdict]
  const judged = verdict === 'better' || verdict === 'worse'
  const value =
    difference === null
      ? ''
      : difference.relative === null
        ? formatSigned(difference.value, metric.unit)
        : formatRelative(difference.relative.value)
  return {
    row,
    column,
    variant: shortName(comparison, variant),
    metric: metric.key,
    sign: look?.sign ?? '–',
    text: `${look?.sign ?? '–'} ${value}`,
    verdict: verdict ?? 'not judged',
    difference: difference === null ? 'none' : formatBestDifference(difference, metric.unit),
    fill: judged ? look!.colour : COLOURS.idle.light,
    strength: judged ? strength(difference?.relative?.value) : verdict === 'inconclusive' || verdict === null ? 0.35 : 1,
  }
}

/** Halving or doubling is as strong as it gets; text must stay readable on it. */
function strength(relative: number | undefined): number {
  if (relative === undefined) return 0.4
  return Number((0.2 + 0.4 * Math.min(1, Math.abs(Math.log2(Math.max(0.01, 1 + relative))))).toFixed(3))
}

function layers(comparison: Comparison, cells: readonly CellOf[], family: readonly FamilyMetric[]): Layer[] {
  const names = othersOf(comparison).map((variant) => shortName(comparison, variant))
  const band = (field: string, count: number, axis: Layer): Layer => ({
    field,
    type: 'quantitative',
    scale: { domain: [-0.5, count - 0.5], nice: false, zero: false, ...(field === 'row' ? { reverse: true } : {}) },
    axis,
  })
  const y = band('row', names.length, {
    values: names.map((_, index) => index),
    labelExpr: `${expressionLiteral(names)}[round(datum.value)]`,
    labelLimit: { expr: `min(${LONGEST_NAME}, width * 0.4)` },
    labelFontSize: 12,
    labelColor: COLOURS.text.light,
    labelOverlap: false,
    grid: false,
  })
  const narrow = `width / ${family.length} < ${9 + 6.2 * Math.max(...family.map(({ key }) => longestPart(key)))}`
  const x = band('column', family.length, {
    orient: 'top',
    values: family.map((_, index) => index),
    labelExpr: `split(${expressionLiteral(family.map(({ key }) => key.replace('{', '\n{')))}[round(datum.value)], '\\n')`,
    labelAngle: { expr: `${narrow} ? -35 : 0` },
    labelAlign: { expr: `${narrow} ? 'left' : 'center'` },
    labelColor: COLOURS.text.light,
    labelOverlap: false,
    domain: false,
    ticks: false,
    title: null,
  })
  const tooltip = ['variant', 'metric', 'difference', 'verdict'].map((field) => ({ field, title: field, type: 'nominal' }))
  const edges = cells.map((cell) => ({
    ...cell,
    left: cell.column - 0.49,
    right: cell.column + 0.49,
    top: cell.row - 0.47,
    bottom: cell.row + 0.47,
  }))
  const roomy = `width / ${family.length} >= ${ROOMY}`
  const text = (field: string, shown: string): Layer => ({
    data: { values: cells },
    mark: { type: 'text', baseline: 'middle', fontSize: 12, fill: COLOURS.ink.light, opacity: { expr: `${shown} ? 1 : 0` } },
    encoding: { x, y, text: { field } },
  })
  return [
    {
      data: { values: edges },
      mark: { type: 'rect' },
      encoding: {
        x: { ...x, field: 'left' },
        x2: { field: 'right' },
        y: { ...y, field: 'top' },
        y2: { field: 'bottom' },
        fill: { field: 'fill', type: 'nominal', scale: null },
        fillOpacity: { field: 'strength', type: 'quantitative', scale: null },
        tooltip,
      },
    },
    text('text', roomy),
    text('sign', `!(${roomy})`),
  ]
}

function longestPart(key: string): number {
  return Math.max(...key.split('{').map(({ length }) => length + 1))
}

function describe(comparison: Comparison): string {
  const others = othersOf(comparison)
  const verdicts = others.map((variant) => familyOf(comparison).map(({ key }) => estimateOf(variant, key)?.difference?.verdict ?? null))
  const better = others.filter((_, index) => verdicts[index]!.includes('better') && !verdicts[index]!.includes('worse'))
  const name = shortName(comparison, referenceOf(comparison))
  if (better.length === 0) {
    const mixed = verdicts.filter((own) => own.includes('better')).length
    if (mixed === 0) return `No variant is shown to be better than ${name} in anything.`
    return `${formatCount(mixed, 'variant is', 'variants are')} better than ${name} in something, and worse in something else.`
  }
  const shown = better.slice(0, 3).map((variant) => shortName(comparison, variant))
  const more = better.length > shown.length ? ` and ${better.length - shown.length} more` : ''
  return `Better than ${name} in something and shown to be worse in nothing: ${shown.join('; ')}${more}.`
}

function table(comparison: Comparison): Table {
  const family = familyOf(comparison)
  return {
    title: 'Which variant is better in what',
    columns: [{ label: 'variant' }, ...family.map(({ key }) => ({ label: key }))],
    rows: othersOf(comparison).map((variant) => [
      shortName(comparison, variant),
      ...family.map(({ key }): Cell => {
        const verdict = estimateOf(variant, key)?.difference?.verdict ?? null
        return verdict === null ? NONE : { text: verdictText(verdict), tone: VERDICT_LOOKS[verdict].tone }
      }),
    ]),
    notes: [],
  }
}
