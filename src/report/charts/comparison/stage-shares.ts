/** How each stage divided its time in every variant between work, waiting for room downstream, and nothing to do. */
import type { Comparison, VariantResult } from '../../../experiment/comparison.ts'
import { formatShare } from '../../figures.ts'
import { referenceOf, shortName } from '../../comparison-lookup.ts'
import { COLOURS } from '../../palette.ts'
import { layered, type Chart, type Layer, type Panel } from '../chart.ts'
import { chosenVariants, leftOut, type ChosenVariant } from './chosen-variants.ts'
import { grounds } from './grounds.ts'
import { ROW, rowChannel, rowTexts } from './variant-rows.ts'

type Stage = VariantResult['stages'][number]

const PARTS = [
  { name: 'busy', colour: COLOURS.blue.light, share: (stage: Stage) => stage.busy },
  { name: 'back-pressured', colour: COLOURS.vermillion.light, share: (stage: Stage) => stage.backPressured },
  { name: 'idle', colour: COLOURS.idle.light, share: (stage: Stage) => stage.idle },
]
/** A stage that is idle nearly all the time in every variant is left to the table. */
const WORTH = 0.02

/** Null without stages. */
export function stageShares(comparison: Comparison): Chart | null {
  const stages = stageNames(comparison)
  if (stages.length === 0) return null
  const chosen = chosenVariants(comparison)
  const working = stages.filter((stage) =>
    chosen.some(({ result }) => result.stages.some(({ name, idle }) => name === stage && idle <= 1 - WORTH)),
  )
  const drawn = working.length === 0 ? stages.slice(0, 1) : working
  const title = 'What stages did with their time'
  const quiet =
    stages.length === drawn.length ? '' : ` Not drawn, as they idle: ${stages.filter((stage) => !drawn.includes(stage)).join(', ')}.`
  return {
    id: 'stage-shares',
    title,
    reading: `${describe(chosen)}${quiet} ${grounds(comparison, 'means over seeds')}${leftOut(comparison, chosen)}`,
    panels: drawn.map((stage) => panel(stage, chosen)),
    table: {
      title,
      columns: [{ label: 'stage' }, { label: 'variant' }, ...PARTS.map(({ name }) => ({ label: name, figure: true as const }))],
      rows: stages.flatMap((name) =>
        comparison.variants.flatMap((variant) => {
          const stage = variant.stages.find((one) => one.name === name)
          return stage === undefined ? [] : [[name, shortName(comparison, variant), ...PARTS.map(({ share }) => formatShare(share(stage)))]]
        }),
      ),
      notes: [],
    },
    wide: true,
  }
}

function stageNames(comparison: Comparison): string[] {
  return referenceOf(comparison).stages.map(({ name }) => name)
}

function panel(name: string, chosen: readonly ChosenVariant[]): Panel {
  const rows = chosen.flatMap(({ name: variant, result }) => {
    const stage = result.stages.find((one) => one.name === name)
    return stage === undefined ? [] : [{ variant, stage }]
  })
  const names = rows.map(({ variant, stage }, row) => ({
    row,
    variant,
    words: `busy ${formatShare(stage.busy)}`,
    colour: COLOURS.muted.light,
  }))
  const height = ROW * rows.length
  const y = rowChannel(rows.length)
  const layer: Layer[] = [
    {
      data: { values: rows.flatMap(({ variant, stage }, row) => segments(variant, stage, row)) },
      mark: { type: 'rect' },
      encoding: {
        y: { ...y, field: 'top' },
        y2: { field: 'bottom' },
        x: { field: 'from', type: 'quantitative', scale: { domain: [0, 1] }, axis: { format: '.0%', title: null, tickCount: 5 } },
        x2: { field: 'to' },
        color: {
          field: 'part',
          type: 'nominal',
          scale: { domain: PARTS.map((part) => part.name), range: PARTS.map(({ colour }) => colour) },
        },
        tooltip: ['variant', 'part', 'share'].map((field) => ({ field, title: field, type: 'nominal' })),
      },
    },
    ...rowTexts(names, y, 90),
  ]
  return { caption: name, height: height + 62, spec: layered({ height, layer }, `Time of ${name}`) }
}

function segments(variant: string, stage: Stage, row: number): object[] {
  let from = 0
  return PARTS.map(({ name, share }) => {
    const segment = {
      variant,
      part: name,
      from,
      to: Math.min(1, from + share(stage)),
      share: formatShare(share(stage)),
      top: row,
      bottom: row + 0.4,
    }
    from = segment.to
    return segment
  })
}

function describe(chosen: readonly ChosenVariant[]): string {
  const all = chosen.flatMap(({ name, result }) => result.stages.map((stage) => ({ name, stage })))
  const busiest = all.reduce((a, b) => (b.stage.busy > a.stage.busy ? b : a))
  const held = all.reduce((a, b) => (b.stage.backPressured > a.stage.backPressured ? b : a))
  const said = `${busiest.stage.name} under ${busiest.name} works hardest, ${formatShare(busiest.stage.busy)} of the time.`
  return held.stage.backPressured > 0.01
    ? `${said} Held back most from downstream: ${held.stage.name} under ${held.name}, ${formatShare(held.stage.backPressured)}.`
    : `${said} No stage is held back from downstream.`
}
