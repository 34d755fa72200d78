/** Where the slowest 1 % of records spent their time. */
import type { RunResult } from '../../experiment/run-result.ts'
import { formatCount, formatDuration, formatShare } from '../figures.ts'
import { COLOURS } from '../palette.ts'
import { ACTIVITIES, tailTable } from '../result-tables.ts'
import { layered, type Chart } from './chart.ts'

const ROW = 30
const MOST_ROWS = 12

const ACTIVITY_COLOURS = {
  backlog: COLOURS.vermillion.light,
  queue: COLOURS.orange.light,
  work: COLOURS.blue.light,
  blocked: COLOURS.purple.light,
  link: COLOURS.green.light,
  window: COLOURS.sky.light,
} as const

export function tailPlaces(result: RunResult): Chart | null {
  const { tail } = result
  const [first] = tail?.places ?? []
  if (tail === null || first === undefined) return null
  const total = tail.places.reduce((sum, { mean }) => sum + mean, 0)
  const shown = tail.places.filter(({ mean }) => mean >= first.mean / 1000).slice(0, MOST_ROWS)
  const values = shown.map(({ place, activity, mean }) => {
    const share = formatShare(mean / total)
    return {
      row: `${place} · ${activity}`,
      place,
      activity,
      what: ACTIVITIES[activity],
      mean,
      time: formatDuration(mean),
      share,
      label: `${formatDuration(mean)} · ${share}`,
    }
  })
  const used = [...new Set(shown.map(({ activity }) => activity))]
  const title = 'Where the slowest 1 % spent their time'
  const height = ROW * values.length
  const mostly = `mostly ${ACTIVITIES[first.activity]} at ${first.place}, ${formatShare(first.mean / total)} of their time`
  const x = { field: 'mean', type: 'quantitative', scale: { domain: [0, first.mean * 1.6], nice: false }, axis: null }
  const y = {
    field: 'row',
    type: 'nominal',
    sort: null,
    scale: { paddingInner: 0.35, paddingOuter: 0.15 },
    axis: { title: null, labelLimit: 150, labelFontSize: 12, labelColor: COLOURS.text.light },
  }
  const layer = [
    {
      data: { values },
      mark: { type: 'bar' },
      encoding: {
        x,
        y,
        color: {
          field: 'activity',
          type: 'nominal',
          scale: { domain: used, range: used.map((activity) => ACTIVITY_COLOURS[activity]) },
          legend: null,
        },
        tooltip: ['place', 'what', 'time', 'share'].map((field) => ({ field, title: field, type: 'nominal' })),
      },
    },
    { data: { values }, mark: { type: 'text', align: 'left', dx: 6 }, encoding: { x, y, text: { field: 'label' } } },
  ]
  return {
    id: 'tail-places',
    title,
    reading: `${formatCount(tail.count, 'record')} took ${formatDuration(tail.from)} or more: ${mostly}.`,
    panels: [{ height: height + 10, spec: layered({ height, layer }, title) }],
    table: tailTable(result),
  }
}
