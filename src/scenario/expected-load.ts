/**
 * What a scenario asks of each stage, node and link, before anything runs: mean rates times mean times.
 * Means of contents, selectivities and bytes come from a sample of the records that the sources really make.
 */
import { operatorNamed } from '../operators/index.ts'
import { createSampler } from '../random/index.ts'
import type { Quantity } from '../registry/pick.ts'
import { pricesFor } from '../simulation/price-list.ts'
import { COUNT, Meter } from '../engine/meter.ts'
import { RecordSchema, RecordTable } from '../structures/record-table.ts'
import { createSource } from '../traffic/source.ts'
import { meanRate } from '../traffic/source-properties.ts'
import type { Trace } from '../traffic/trace.ts'
import type { Scenario, Stage } from './scenario.ts'

/** Records sampled from each source. */
const SAMPLE = 2_000

export interface ExpectedLoad {
  /** Records per second; null when that is not known before the run. */
  readonly sources: readonly { readonly name: string; readonly rate: number | null }[]
  /**
   * Rows per second into each stage, and the share of its tasks' (or servers') time that they need. Sinks take no time.
   * Null: not known before the run, as behind a window or a trace of one record; nodes and links then need at least what they show.
   */
  readonly stages: readonly { readonly name: string; readonly rate: number | null; readonly utilisation: number | null }[]
  readonly nodes: readonly { readonly name: string; readonly workers: number; readonly utilisation: number }[]
  readonly links: readonly { readonly name: string; readonly bytesPerSecond: number; readonly utilisation: number }[]
  /** What needs all of its time, or more. */
  readonly overloaded: readonly string[]
}

/** A weighted sample of the rows on some output: each row stands for `weight` rows per second. */
interface Sample {
  readonly rows: readonly number[]
  readonly weights: readonly number[]
  /** How many there are is not known: a source of unknown rate, or windows, are on their way. */
  readonly unknown?: true
}

const UNKNOWN: Sample = { rows: [], weights: [], unknown: true }

/** Works out the load of every part. Sampling uses the scenario's own seed. */
export function expectedLoad(scenario: Scenario, traces: ReadonlyMap<string, Trace>): ExpectedLoad {
  return new Estimate(scenario, traces).load()
}

class Estimate {
  readonly #scenario: Scenario
  readonly #schema: RecordSchema
  readonly #table: RecordTable
  readonly #meter = new Meter()
  readonly #outputs = new Map<string, Sample>()
  readonly #linkBytes = new Map<string, number>()

  constructor(scenario: Scenario, traces: ReadonlyMap<string, Trace>) {
    this.#scenario = scenario
    this.#schema = new RecordSchema(scenario.fields)
    this.#table = new RecordTable(this.#schema)
    const flows = new Map(scenario.flows.map((flow, number) => [flow.name, number]))
    for (const spec of scenario.sources) {
      const trace = traces.get(spec.name)
      const source = createSource(spec, {
        seed: scenario.seed,
        schema: this.#schema,
        flows,
        epochMs: scenario.epoch ?? trace?.epochMs ?? 0,
        trace,
      })
      const rows: number[] = []
      while (rows.length < SAMPLE && source.nextTime() < Infinity) {
        const row = this.#table.allocate()
        source.fill(this.#table, row)
        rows.push(row)
      }
      const rate = meanRate(spec, trace)
      this.#outputs.set(`${spec.name}.main`, rate === undefined ? UNKNOWN : { rows, weights: rows.map(() => rate / rows.length) })
    }
    this.#rates = scenario.sources.map((spec) => ({ name: spec.name, rate: meanRate(spec, traces.get(spec.name)) ?? null }))
  }

  readonly #rates: ExpectedLoad['sources']

  load(): ExpectedLoad {
    const busyOfNode = new Map<string, number>()
    const stages = this.#scenario.stages.map((stage) => {
      const { rate, busy } = this.#through(stage)
      const operator = operatorNamed(stage.operator.name)
      if (rate === null || operator.runsOn === 'sink') return { name: stage.name, rate, utilisation: null }
      if (operator.runsOn === 'worker') busyOfNode.set(stage.node, (busyOfNode.get(stage.node) ?? 0) + busy)
      const places = operator.runsOn === 'servers' ? operator.servers!(stage.operator.options) : stage.parallelism
      return { name: stage.name, rate, utilisation: busy / places }
    })
    const nodes = this.#scenario.nodes.map(({ name, workers }) => ({ name, workers, utilisation: (busyOfNode.get(name) ?? 0) / workers }))
    const links = this.#scenario.links.map(({ name, bandwidth }) => {
      const bytesPerSecond = this.#linkBytes.get(name) ?? 0
      return { name, bytesPerSecond, utilisation: bytesPerSecond / bandwidth }
    })
    const overloaded = [...stages, ...nodes, ...links].filter(({ utilisation }) => (utilisation ?? 0) >= 1).map(({ name }) => name)
    return { sources: this.#rates, stages, nodes, links, overloaded }
  }

  /** Sends samples through one stage. @returns rows per second into it, and seconds of work per second */
  #through(stage: Stage): { rate: number | null; busy: number } {
    const operator = operatorNamed(stage.operator.name)
    const input = this.#input(stage)
    const rate = input.weights.reduce((sum, weight) => sum + weight, 0)
    // What comes out of windows depends on the keys that come, and what is late on the order of records.
    const out: Sample = input.unknown === true || operator.usesWindowing === true ? UNKNOWN : { rows: [], weights: [] }
    for (const output of ['main', ...operator.outputs]) this.#outputs.set(`${stage.name}.${output}`, out)
    if (input.unknown === true) return { rate: null, busy: 0 }
    if (operator.runsOn === 'sink') return { rate, busy: 0 }
    if (operator.usesWindowing === true) return { rate, busy: this.#windowed(stage, rate) }
    const instance = operator.create(stage.operator.options, {
      stage: stage.name,
      task: 0,
      seed: this.#scenario.seed,
      table: this.#table,
      schema: this.#schema,
      meter: this.#meter,
    })
    const prices = pricesFor([stage.operator.name])
    const rows: number[] = []
    const weights: number[] = []
    let busy = 0
    let weight = 0
    const emitter = {
      emit: (row: number) => {
        rows.push(row)
        weights.push(weight)
      },
      free: () => {},
      allocate: () => this.#table.allocate(),
      late: () => {},
    }
    const service = operator.runsOn === 'servers' ? meanOf(stage.operator.options['time'] as Quantity) : undefined
    for (const [index, original] of input.rows.entries()) {
      weight = input.weights[index]!
      // Operators may change rows, and several stages may read the same ones.
      const row = this.#table.allocate()
      this.#table.copyFrom(this.#table, original, row)
      this.#meter.counts.fill(0)
      this.#meter.counts[COUNT.dispatches] = 1
      this.#meter.counts[COUNT.records] = 1
      const time = service ?? instance.serviceTime?.(row)
      instance.process(row, emitter)
      busy += (weight * (time ?? this.#meter.counts.reduce((sum, count, column) => sum + count * prices[column]!, 0))) / 1e9
    }
    this.#outputs.set(`${stage.name}.main`, { rows, weights })
    return { rate, busy }
  }

  /** A window's own work: one combine and one write a row; its results are few and left out. */
  #windowed(stage: Stage, rate: number): number {
    const chosen = stage.windowing ?? this.#scenario.strategies.windowing[0]!
    const prices = pricesFor([stage.operator.name, chosen.name])
    const a =
      prices[COUNT.dispatches]! + prices[COUNT.records]! + prices[COUNT.combines]! + prices[COUNT.stateReads]! + prices[COUNT.stateWrites]!
    return (rate * a) / 1e9
  }

  #input(stage: Stage): Sample {
    const rows: number[] = []
    const weights: number[] = []
    let unknown = false
    for (const { name, output } of stage.from) {
      const sample = this.#outputs.get(`${name}.${output}`)!
      if (sample.unknown === true) unknown = true
      rows.push(...sample.rows)
      weights.push(...sample.weights)
      const from = this.#scenario.stages.find((one) => one.name === name)?.node
      const link = this.#scenario.links.find((one) => one.from === from && one.to === stage.node)
      if (from === undefined || from === stage.node || link === undefined) continue
      const bytes = sample.rows.reduce((sum, row, index) => sum + this.#table.bytes(row) * sample.weights[index]!, 0)
      this.#linkBytes.set(link.name, (this.#linkBytes.get(link.name) ?? 0) + bytes)
    }
    return unknown ? UNKNOWN : { rows, weights }
  }
}

/** The mean of a constant or a distribution, in closed form; undefined for an expression. */
function meanOf(quantity: Quantity): number | undefined {
  if (quantity.kind === 'constant') return quantity.value
  return quantity.kind === 'draw' ? createSampler(quantity).mean : undefined
}
