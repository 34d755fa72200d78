/** Builds what a plan describes: tasks with their operators, channels between them, stations with their schedulers. */
import { RecordTable } from '../structures/record-table.ts'
import { Channel } from './channel.ts'
import { Link } from './link.ts'
import { Meter } from './meter.ts'
import { Outlet, type Edge } from './outlet.ts'
import { firstPlaces, type EnginePlan, type SchedulingPlan, type StagePlan } from './plan.ts'
import type { TrafficSource } from './ports.ts'
import { Station } from './station.ts'
import { Task } from './task.ts'

/** Where a source's records enter, until when: its outlet, and the table of the node that they enter on. */
export interface Inlet {
  readonly traffic: TrafficSource
  readonly stopTime: number
  readonly outlet: Outlet
  readonly table: RecordTable
}

export interface Built {
  readonly tasks: readonly Task[]
  /** Tasks of each stage. */
  readonly stages: readonly (readonly Task[])[]
  readonly channels: readonly Channel[]
  readonly links: readonly Link[]
  readonly stations: readonly Station[]
  readonly sources: readonly Inlet[]
  /** A table for each node: the stations of a node may become a thread. */
  readonly tables: readonly RecordTable[]
}

/** Builds the engine's parts. */
export function build(plan: EnginePlan): Built {
  const tables = plan.nodes.map(() => new RecordTable(plan.schema))
  const links = plan.links.map((link, id) => new Link(id, link.bandwidth, link.delay, plan.schema))
  const stations = plan.nodes.map((node, id) => new Station(id, node.workers))
  const tracking = watermarkUsers(plan)
  const tasks: Task[] = []
  const stages = plan.stages.map((stage, number) => {
    const station = stage.operator.runsOn === 'servers' ? newStation(stations, stage) : stations[stage.node]!
    return Array.from({ length: stage.parallelism }, (_, index) => {
      const task = createTask(plan, stage, number, index, tasks.length, station, tables[stage.node]!, tracking[number]!)
      tasks.push(task)
      return task
    })
  })
  const channels: Channel[] = []
  const connect = new Connector(plan, stages, links, channels)
  const sources = plan.sources.map(({ traffic, stopTime }, number) => {
    const outlet = connect.outlet(-1 - number, 'source', number, undefined)
    const first = outlet.channels[0]
    return { traffic, stopTime, outlet, table: first === undefined ? tables[0]! : first.target.table }
  })
  for (const task of tasks) task.outlet = connect.outlet(task.id, 'stage', task.stage, plan.stages[task.stage]!.node)
  for (const [id, station] of stations.entries()) {
    const scheduling = id < plan.nodes.length ? plan.nodes[id]!.scheduling : plan.stages[station.tasks[0]!.stage]!.scheduling!
    station.scheduler = createScheduler(plan, scheduling, station)
  }
  return { tasks, stages, channels, links, stations, sources, tables }
}

/** A station of its own for a service stage. */
function newStation(stations: Station[], stage: StagePlan): Station {
  const station = new Station(stations.length, stage.operator.servers!(stage.options))
  stations.push(station)
  return station
}

function createTask(
  plan: EnginePlan,
  stage: StagePlan,
  number: number,
  index: number,
  id: number,
  station: Station,
  table: RecordTable,
  tracksWatermarks: boolean,
): Task {
  const meter = new Meter()
  const isService = stage.operator.runsOn === 'servers'
  const isSink = stage.operator.runsOn === 'sink'
  const operator = stage.operator.create(stage.options, {
    stage: stage.name,
    task: index,
    seed: plan.seed,
    table,
    schema: plan.schema,
    meter,
    ...(stage.windowing === undefined ? {} : { windowing: stage.windowing.type, windowingOptions: stage.windowing.options }),
    ...(stage.output === undefined ? {} : { output: stage.output }),
  })
  const task = new Task({
    id,
    stage: number,
    firstPlace: firstPlaces(plan.stages.map((one) => one.operator))[number]!,
    index,
    operator,
    meter,
    table,
    station,
    place: isSink ? -1 : station.tasks.length,
    capacity: stage.capacity,
    dropTail: stage.dropTail,
    concurrency: isService ? station.workers : 1,
    output: stage.output,
    isSink,
    isService,
    tracksWatermarks,
  })
  if (!isSink) station.tasks.push(task)
  return task
}

/** By stage: whether it or a stage behind it fires windows. */
function watermarkUsers(plan: EnginePlan): boolean[] {
  const uses = plan.stages.map((stage) => stage.operator.usesWindowing === true)
  for (let number = plan.stages.length - 1; number >= 0; number--) {
    if (uses[number] !== true) continue
    for (const input of plan.stages[number]!.inputs) if (input.from === 'stage') uses[input.index] = true
  }
  return uses
}

function createScheduler(plan: EnginePlan, scheduling: SchedulingPlan, station: Station) {
  return scheduling.type.create(scheduling.options, {
    table: station.tasks[0]?.table ?? new RecordTable(plan.schema, 1),
    tasks: station.tasks.length,
    channels: station.tasks.map((task) => task.inputs.length),
    flows: plan.flows,
  })
}

/** Connects senders to the tasks of the stages that read from them. */
class Connector {
  readonly #plan: EnginePlan
  readonly #stages: readonly (readonly Task[])[]
  readonly #links: readonly Link[]
  readonly #channels: Channel[]

  constructor(plan: EnginePlan, stages: readonly (readonly Task[])[], links: readonly Link[], channels: Channel[]) {
    this.#plan = plan
    this.#stages = stages
    this.#links = links
    this.#channels = channels
  }

  /** The outlet of a sender; records of a source enter on the node of the stage that reads them, so sources have no node and cross no link. */
  outlet(owner: number, from: 'source' | 'stage', index: number, node: number | undefined): Outlet {
    const outputs = from === 'source' ? 1 : 1 + this.#plan.stages[index]!.operator.outputs.length
    const edges: Edge[][] = Array.from({ length: outputs }, () => [])
    for (const [number, stage] of this.#plan.stages.entries()) {
      for (const input of stage.inputs) {
        if (input.from === from && input.index === index) edges[input.output]!.push(this.#edge(stage, this.#stages[number]!, node))
      }
    }
    return new Outlet(owner, edges)
  }

  #edge(stage: StagePlan, targets: readonly Task[], node: number | undefined): Edge {
    const field = stage.operator.partitionedBy?.(stage.options)
    const partition = field === undefined ? 'any' : field === 'key' ? 'key' : 'field'
    return {
      channels: targets.map((target) => this.#channel(target, node === undefined ? undefined : this.#linkTo(node, stage))),
      partition,
      column: field === undefined ? -1 : this.#plan.schema.indexOf(field),
    }
  }

  #channel(target: Task, link: Link | undefined): Channel {
    const channel = new Channel(this.#channels.length, target, target.inputs.length, link)
    this.#channels.push(channel)
    target.inputs.push(channel)
    if (link !== undefined) target.isRemote = true
    return channel
  }

  #linkTo(from: number, stage: StagePlan): Link | undefined {
    if (from === stage.node) return undefined
    const found = this.#plan.links.findIndex((link) => link.from === from && link.to === stage.node)
    if (found < 0)
      throw new Error(`no link from node ${this.#plan.nodes[from]!.name} to ${this.#plan.nodes[stage.node]!.name} for stage ${stage.name}`)
    return this.#links[found]
  }
}
