/** Where two runs part, as sentences: the event, and what waited there on both sides. */
import type { Divergence, DivergentSide } from '../experiment/first-divergence.ts'
import type { TraceEvent } from '../experiment/trace.ts'
import { formatNumber } from './figures.ts'

/** What an event is, between a record and a place. */
export const DONE: Readonly<Record<TraceEvent['kind'], string>> = {
  waits: 'begins to wait at',
  begins: 'is taken by',
  fires: 'a window fires at',
  drops: 'is dropped by',
  arrives: 'arrives at',
}

/** Queues that are listed on a side. */
const MOST_QUEUES = 4

/** One line for each side, and one that leads to them. */
export function divergenceLines(
  { number, last, base, head }: Divergence,
  names: { readonly base: string; readonly head: string },
): string[] {
  const width = Math.max(names.base.length, names.head.length)
  return [
    `The runs part at event ${formatNumber(number)}${last === null ? '' : `, after ${eventText(last)}`}:`,
    `${names.base.padEnd(width)}  ${sideText(base)}`,
    `${names.head.padEnd(width)}  ${sideText(head)}`,
  ]
}

function sideText({ event, queues }: DivergentSide): string {
  const waiting = queues.slice(0, MOST_QUEUES).map(({ stage, task, waiting: count }) => `${placeText(stage, task)} ${formatNumber(count)}`)
  const more = queues.length > MOST_QUEUES ? ` and ${queues.length - MOST_QUEUES} more` : ''
  const said = queues.length === 0 ? 'nothing waits' : `waiting: ${waiting.join(', ')}${more}`
  return `${event === null ? 'the run has ended' : eventText(event)} (${said})`
}

/** `at 2.113442001 s jobs #17 (key 4) is taken by server`. */
export function eventText({ kind, stage, task, time, record, key }: TraceEvent): string {
  const who = record === null ? '' : ` ${record} (key ${key})`
  return `at ${exactTime(time)}${who} ${DONE[kind]} ${placeText(stage, task)}`
}

/** Whole nanoseconds in seconds: three digits are too few to find an event by. */
export function exactTime(time: number): string {
  const digits = String(time).padStart(10, '0')
  return `${digits.slice(0, -9)}.${digits.slice(-9)} s`
}

/** The first task of a stage goes by the name of the stage. */
export function placeText(stage: string, task: number): string {
  return task === 0 ? stage : `${stage}[${task}]`
}
