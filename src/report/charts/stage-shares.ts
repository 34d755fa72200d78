/** How each stage divided its time between work, waiting for room downstream, and nothing to do. */
import type { RunResult, StageResult } from '../../experiment/run-result.ts'
import { formatShare } from '../figures.ts'
import { COLOURS } from '../palette.ts'
import { layered, type Chart } from './chart.ts'

const ROW = 30

const PARTS = [
  { name: 'busy', colour: COLOURS.blue.light, share: (stage: StageResult) => stage.busy },
  { name: 'back-pressured', colour: COLOURS.vermillion.light, share: (stage: StageResult) => stage.backPressured },
  { name: 'idle', colour: COLOURS.idle.light, share: (stage: StageResult) => stage.idle },
]

export function stageShares(result: RunResult): Chart | null {
  if (result.stages.length === 0) return null
  const title = 'What stages did with their time'
  const height = ROW * result.stages.length
  const y = {
    field: 'stage',
    type: 'nominal',
    sort: null,
    scale: { paddingInner: 0.35, paddingOuter: 0.15 },
    axis: { title: null, labelLimit: 130, labelFontSize: 12, labelColor: COLOURS.text.light },
  }
  const layer = [
    {
      data: { values: result.stages.flatMap(segments) },
      mark: { type: 'bar' },
      encoding: {
        y,
        x: { field: 'from', type: 'quantitative', scale: { domain: [0, 1] }, axis: { format: '.0%', title: null, tickCount: 5 } },
        x2: { field: 'to' },
        color: {
          field: 'part',
          type: 'nominal',
          scale: { domain: PARTS.map(({ name }) => name), range: PARTS.map(({ colour }) => colour) },
        },
        tooltip: ['stage', 'part', 'share'].map((field) => ({ field, title: field, type: 'nominal' })),
      },
    },
  ]
  return {
    id: 'stage-shares',
    title,
    reading: describe(result.stages),
    panels: [{ height: height + 58, spec: layered({ height, layer }, title) }],
    table: {
      title,
      columns: [{ label: 'stage' }, ...PARTS.map(({ name }) => ({ label: name, figure: true as const }))],
      rows: result.stages.map((stage) => [stage.name, ...PARTS.map(({ share }) => formatShare(share(stage)))]),
      notes: [],
    },
  }
}

function segments(stage: StageResult): { stage: string; part: string; from: number; to: number; share: string }[] {
  let from = 0
  return PARTS.map(({ name, share }) => {
    const segment = { stage: stage.name, part: name, from, to: Math.min(1, from + share(stage)), share: formatShare(share(stage)) }
    from = segment.to
    return segment
  })
}

function describe(stages: readonly StageResult[]): string {
  const busiest = stages.reduce((a, b) => (b.busy > a.busy ? b : a))
  const blocked = stages
    .filter(({ backPressured }) => backPressured > 0.01)
    .map(({ name, backPressured }) => `${name} ${formatShare(backPressured)}`)
  const held = blocked.length === 0 ? 'No stage was held back from downstream.' : `Held back from downstream: ${blocked.join(', ')}.`
  return `${busiest.name} worked hardest, ${formatShare(busiest.busy)} of the time. ${held}`
}
