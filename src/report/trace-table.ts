/** Events of a trace as a table: when, what, whom, and how many wait there. */
import type { TraceChunk } from '../experiment/trace.ts'
import { DONE, exactTime, placeText } from './divergence-text.ts'
import { formatNumber } from './figures.ts'
import { printable } from './printable.ts'
import type { Cell } from './table.ts'
import { painter, renderTable } from './text-table.ts'

/** The text, with a newline at the end. */
export function renderTrace(given: TraceChunk, { width, colour }: { readonly width: number; readonly colour: boolean }): string {
  const { first, queues, events } = printable(given)
  const waiting = new Map(queues.map(({ stage, task, waiting: count }) => [placeText(stage, task), count]))
  let number = first
  const rows = events.map(({ kind, stage, task, time, record, key }): Cell[] => {
    const place = placeText(stage, task)
    const before = waiting.get(place) ?? 0
    if (kind === 'waits') waiting.set(place, before + 1)
    if (kind === 'begins') waiting.set(place, before - 1)
    if (kind !== 'waits') number++
    return [
      kind === 'waits' ? '' : formatNumber(number),
      exactTime(time),
      record ?? '',
      key === null ? '' : String(key),
      `${DONE[kind]} ${place}`,
      kind === 'arrives' ? '' : formatNumber(before),
    ]
  })
  const columns = [
    { label: 'event', figure: true },
    { label: 'time', figure: true },
    { label: 'record' },
    { label: 'key' },
    { label: 'what' },
    { label: 'waiting before', figure: true },
  ] as const
  const notes = rows.length === 0 ? ['The run has no event from that time on.'] : []
  return `${renderTable({ title: 'Trace', columns, rows, notes }, width, painter(colour))}\n`
}
