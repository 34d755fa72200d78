/** What an engine is built from: a pipeline with everything chosen and created that is not the engine's own. Numbers are indices into these lists. */
import type { RecordSchema } from '../structures/record-table.ts'
import type { OperatorType, RowWriter, SchedulingType, TrafficSource, WindowingType } from './ports.ts'

export interface EnginePlan {
  readonly seed: number
  /** With as many places as `placeCount` says. */
  readonly schema: RecordSchema
  readonly flows: readonly FlowPlan[]
  readonly sources: readonly SourcePlan[]
  /** Each comes after those that it reads from. */
  readonly stages: readonly StagePlan[]
  readonly nodes: readonly NodePlan[]
  readonly links: readonly LinkPlan[]
}

export interface FlowPlan {
  readonly name: string
  readonly priority: number
  readonly weight: number
  /** Infinity when there is none. */
  readonly deadline: number
}

export interface SourcePlan {
  readonly name: string
  readonly traffic: TrafficSource
  /** Records are pulled while their intended time is below this. */
  readonly stopTime: number
}

export interface StagePlan {
  readonly name: string
  readonly operator: OperatorType
  readonly options: Readonly<Record<string, unknown>>
  readonly node: number
  readonly parallelism: number
  /** Rows that may wait at each task. */
  readonly capacity: number
  readonly dropTail: boolean
  readonly inputs: readonly InputPlan[]
  readonly windowing?: { readonly type: WindowingType; readonly options: Readonly<Record<string, unknown>> }
  /** Of a service stage: the scheduling of its own station. */
  readonly scheduling?: SchedulingPlan
  readonly output?: RowWriter
}

export interface InputPlan {
  readonly from: 'source' | 'stage'
  readonly index: number
  /** Output of the stage: 0 is main. */
  readonly output: number
}

export interface SchedulingPlan {
  readonly type: SchedulingType
  readonly options: Readonly<Record<string, unknown>>
}

export interface NodePlan {
  readonly name: string
  readonly workers: number
  readonly scheduling: SchedulingPlan
}

export interface LinkPlan {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly bandwidth: number
  readonly delay: number
}

/** What a row's time is broken down by, at each stage: `window` only where there are windows, and nothing at a sink, where none passes. */
export const ACTIVITIES = ['queue', 'work', 'blocked', 'window'] as const

/** The first place of each stage among those that a row can spend time in; behind the last, that of the links, which the backlog follows. */
export function firstPlaces(operators: readonly Pick<OperatorType, 'runsOn' | 'usesWindowing'>[]): number[] {
  const first = [0]
  for (const { runsOn, usesWindowing } of operators) {
    const own = runsOn === 'sink' ? 0 : usesWindowing === true ? ACTIVITIES.length : ACTIVITIES.length - 1
    first.push(first.at(-1)! + own)
  }
  return first
}

/** How many places a row can spend time in at most: at each stage, one on each link, and the backlog before the pipeline. */
export function placeCount(stages: number, links: number): number {
  return ACTIVITIES.length * stages + links + 1
}
