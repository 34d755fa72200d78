/** Which variant is better in what: variants by metrics, ties as ties. */
import type { Comparison, Difference, Estimate, VariantResult } from '../../../experiment/comparison.ts'
import { formatCount, formatNumber } from '../../figures.ts'
import { estimateOf, familyOf, othersOf, referenceName, shortName, type FamilyMetric } from '../../comparison-lookup.ts'
import { COLOURS } from '../../palette.ts'
import { formatBestDifference, formatRelative, formatSigned } from '../../signed-figures.ts'
import { NONE, type Cell, type Table } from '../../table.ts'
import { VERDICT_LOOKS, verdictText } from '../../verdict-look.ts'
import { layered, type Chart, type Layer } from '../chart.ts'
import { grounds, simultaneous } from './grounds.ts'

const ROW = 30
/** The widest column of names; longer ones are cut, and the table has them whole. */
const LONGEST_NAME = 260
/** From here on a multiple is shorter than a share. */
const MANY_TIMES = 9.5
const LETTER = 6.3

interface CellOf {
  readonly row: number
  readonly column: number
  /** Edges of the cell, in rows and columns. */
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly variant: string
  readonly metric: string
  readonly sign: string
  readonly text: string
  readonly verdict: string
  readonly difference: string
  readonly fill: string
  readonly strength: number
}

/** Null with one other variant: a map of one row says nothing that the table does not. */
export function verdictMap(comparison: Comparison): Chart | null {
  const family = familyOf(comparison)
  const others = othersOf(comparison)
  if (family.length === 0 || others.length < 2) return null
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
      `${signs.map(verdictText).join(', ')}. ${grounds(comparison, simultaneous(comparison))}`,
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
  const value = difference === null ? '' : briefly(difference, metric.unit)
  return {
    row,
    column,
    left: column - 0.49,
    right: column + 0.49,
    top: row - 0.47,
    bottom: row + 0.47,
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

/** `−48 %`, `× 13`. */
function briefly({ value, relative }: Difference, unit: Estimate['unit']): string {
  if (relative === null) return formatSigned(value, unit)
  return relative.value >= MANY_TIMES ? `× ${formatNumber(Math.round(1 + relative.value))}` : formatRelative(relative.value)
}

/** Halving or doubling is as strong as it gets; text must stay readable on it. */
function strength(relative: number | undefined): number {
  if (relative === undefined) return 0.4
  return Number((0.2 + 0.4 * Math.min(1, Math.abs(Math.log2(Math.max(0.01, 1 + relative))))).toFixed(3))
}

function layers(comparison: Comparison, cells: readonly CellOf[], family: readonly FamilyMetric[]): Layer[] {
  const names = othersOf(comparison).map((variant) => shortName(comparison, variant))
  const longest = Math.max(...names.map(({ length }) => length))
  // Names are in a column of their own, as wide as they need, but at most two fifths of a narrow page.
  const share = `min(0.4, ${Math.min(longest * LETTER + 16, LONGEST_NAME)} / width)`
  const first = { expr: `-0.5 - ${family.length} * ${share} / (1 - ${share})` }
  const x = { type: 'quantitative', scale: { domainMin: first, domainMax: family.length - 0.5, nice: false, zero: false }, axis: null }
  const y = { type: 'quantitative', scale: { domain: [names.length - 0.5, -0.5], nice: false, zero: false }, axis: null }
  const width = `width * (1 - ${share}) / ${family.length}`
  // Narrower cells have room for the sign alone.
  const roomy = LETTER * Math.max(...cells.map((cell) => cell.text.length)) + 6
  const tooltip = ['variant', 'metric', 'difference', 'verdict'].map((field) => ({ field, title: field, type: 'nominal' }))
  const text = (field: string, shown: string): Layer => ({
    mark: { type: 'text', baseline: 'middle', fontSize: { expr: `${shown} ? 12 : 0` }, fill: COLOURS.ink.light },
    encoding: { x: { ...x, field: 'column' }, y: { ...y, field: 'row' }, text: { field } },
  })
  return [
    ...headings(family, x, width),
    ...rowNames(names, y, share),
    {
      data: { values: cells },
      layer: [
        {
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
        text('text', `${width} >= ${roomy}`),
        text('sign', `${width} < ${roomy}`),
      ],
    },
  ]
}

/** Names before their rows, in lines where there is no room for them in one. */
function rowNames(names: readonly string[], y: Layer, share: string): Layer[] {
  const longest = Math.max(...names.map(({ length }) => length))
  const roomy = `width * ${share} >= ${Math.min(longest * LETTER, LONGEST_NAME)}`
  const values = names.map((name, row) => ({ row, name, parts: name.replaceAll(' · ', '\n'), lines: name.split(' · ').length }))
  const mark = { type: 'text', align: 'left', baseline: 'middle', fill: COLOURS.ink.light, limit: { expr: `width * ${share} - 8` } }
  const encoding = { x: { value: 0 }, y: { ...y, field: 'row' } }
  return [
    { data: { values }, mark: { ...mark, fontSize: { expr: `${roomy} ? 12 : 0` } }, encoding: { ...encoding, text: { field: 'name' } } },
    {
      data: { values },
      mark: { ...mark, lineBreak: '\n', lineHeight: 12, dy: { expr: '-6 * (datum.lines - 1)' }, fontSize: { expr: `${roomy} ? 0 : 11` } },
      encoding: { ...encoding, text: { field: 'parts' } },
    },
  ]
}

/** Names of metrics above their columns, aslant where these are narrow. */
function headings(family: readonly FamilyMetric[], x: Layer, width: string): Layer[] {
  const roomy = `${width} >= ${LETTER * Math.max(...family.map(({ key }) => longestPart(key))) + 8}`
  const values = family.map(({ key }, column) => ({ column, key, parts: key.replace('{', '\n{') }))
  const mark = { type: 'text', fill: COLOURS.text.light }
  const encoding = { x: { ...x, field: 'column' }, y: { value: -8 } }
  const two = values.some(({ parts }) => parts.includes('\n'))
  return [
    {
      data: { values },
      mark: { ...mark, lineBreak: '\n', baseline: 'top', dy: two ? -22 : -8, fontSize: { expr: `${roomy} ? 11.5 : 0` } },
      encoding: { ...encoding, text: { field: 'parts' } },
    },
    {
      data: { values },
      mark: { ...mark, align: 'left', baseline: 'bottom', angle: -30, limit: 170, fontSize: { expr: `${roomy} ? 0 : 11.5` } },
      encoding: { ...encoding, text: { field: 'key' } },
    },
  ]
}

function longestPart(key: string): number {
  return Math.max(...key.split('{').map(({ length }) => length + 1))
}

function describe(comparison: Comparison): string {
  const others = othersOf(comparison)
  const verdicts = others.map((variant) => familyOf(comparison).map(({ key }) => estimateOf(variant, key)?.difference?.verdict ?? null))
  const better = others.filter((_, index) => verdicts[index]!.includes('better') && !verdicts[index]!.includes('worse'))
  const name = referenceName(comparison)
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
