/**
 * Closed forms of queueing theory against the engine, as z-scores.
 *
 * Where the variance of the estimate has a closed form (M/M/1 mean wait) one long run is judged by it; else 100 independent replications,
 * each with streams of its own, of which the first tenth is left out. A queue that starts empty forgets that with a time constant of
 * 1/(1 − √ρ)² service times: 90 at ρ = 0.8, which are 72 records. After 800 records a ten-thousandth of the start-up bias is left, and over
 * the 7,200 that count it is far below a tenth of the standard error. Residence in windows has no start-up bias.
 * Formulas: Kleinrock, Queueing Systems I (1975); Cobham (1954); Pollaczek–Khinchine; Burke (1956); Flatto and Hahn (1984).
 */
import type { StagePlan } from '../../src/engine/plan.ts'
import type { SchedulingType } from '../../src/engine/ports.ts'
import type { RecordTable } from '../../src/structures/record-table.ts'
import { scheduling } from '../../src/strategies/scheduling/index.ts'
import { ArraySource, arrayService, discard, fifo, plan, SilentProbe, simulate, stage } from './bench-stations.ts'
import { constant, exponential, hyperExponential, poissonTimes, SECOND, serviceTimes, uniform } from './draws.ts'
import { forkJoin, residence } from './forks-and-windows.ts'

export interface Case {
  readonly name: string
  readonly formula: string
  readonly theory: number
  /** One estimate per replication; or one in all, and its standard error. */
  readonly run: () => { readonly estimates: readonly number[]; readonly standardError?: number }
}

export interface Judged extends Omit<Case, 'run'> {
  readonly simulated: number
  readonly z: number
}

const REPLICATIONS = 100
const RECORDS = 8_000

/** Runs a case and says how many standard errors it is off. */
export function judge({ name, formula, theory, run }: Case): Judged {
  const { estimates, standardError } = run()
  const simulated = mean(estimates)
  return { name, formula, theory, simulated, z: (simulated - theory) / (standardError ?? errorOfMean(estimates)) }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function errorOfMean(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length)
}

/** Waits and sojourns (in seconds), and drops, of the records after the first tenth, by flow. */
class Means extends SilentProbe {
  readonly waits = [0, 0]
  readonly taken = [0, 0]
  readonly sojourns: number[] = []
  dropCount = 0
  readonly #skip: number

  constructor(records: number) {
    super()
    this.#skip = records / 10
  }

  override began(task: number, _work: number, table: RecordTable, row: number, now: number): void {
    if (task !== 0 || row < 0 || table.identityLow(row) < this.#skip) return
    this.waits[table.flow(row)]! += now - table.waitingSince(row)
    this.taken[table.flow(row)]!++
  }

  override dropped(_task: number, table: RecordTable, row: number): void {
    if (table.identityLow(row) >= this.#skip) this.dropCount++
  }

  override sunk(_sink: number, table: RecordTable, row: number, now: number): void {
    if (table.identityLow(row) >= this.#skip) this.sojourns.push((now - table.intendedTime(row)) / SECOND)
  }

  wait(flow?: 0 | 1): number {
    const flows = flow === undefined ? [0, 1] : [flow]
    const sum = (values: readonly number[]): number => flows.reduce((total, one) => total + values[one]!, 0)
    return sum(this.waits) / sum(this.taken) / SECOND
  }
}

interface Station {
  readonly rate: number
  readonly service: Parameters<typeof serviceTimes>[2]
  readonly servers?: number
  readonly more?: Partial<StagePlan>
  /** Flow of each record. */
  readonly flows?: (count: number, seed: number) => ArrayLike<number>
}

function simulateStation({ rate, service, servers = 1, more = {}, flows }: Station, records: number, seed: number): Means {
  const means = new Means(records)
  const source = new ArraySource(poissonTimes(records, rate, seed), flows?.(records, seed))
  const station = stage('station', arrayService(serviceTimes(records, seed, service), servers), 'source', 0, more)
  simulate(plan([source], [station, stage('out', discard, 'stage', 0)]), means)
  return means
}

/** Independent replications; `first` is the first seed: no two cases share one. */
function replicate<Figure>(first: number, figure: (seed: number) => Figure): Figure[] {
  return Array.from({ length: REPLICATIONS }, (_, n) => figure(first + n))
}

function waits(first: number, station: Station, flow?: 0 | 1): Case['run'] {
  return () => ({ estimates: replicate(first, (seed) => simulateStation(station, RECORDS, seed).wait(flow)) })
}

export function erlangC(servers: number, load: number): number {
  const offered = servers * load
  let blocking = 1
  for (let k = 1; k <= servers; k++) blocking = (offered * blocking) / (k + offered * blocking)
  return blocking / (1 - load * (1 - blocking))
}

function mm1Wait(load: number, records: number): Case {
  // σ² of the mean wait, per customer: ρ(2 + 5ρ − 4ρ² + ρ³) / (1 − ρ)⁴.
  const variance = (load * (2 + 5 * load - 4 * load ** 2 + load ** 3)) / (1 - load) ** 4
  return {
    name: `M/M/1 mean wait, ρ = ${load}`,
    formula: 'ρ/(μ − λ)',
    theory: load / (1 - load),
    run: () => {
      const means = simulateStation({ rate: load, service: exponential }, records, Math.round(100 * load))
      return { estimates: [means.wait()], standardError: Math.sqrt(variance / (0.9 * records)) }
    },
  }
}

/**
 * The p99 of all exact samples. Its error is that of the share of samples above the true quantile, over the density there (Bahadur 1966):
 * a share is unbiased however correlated the samples are, and quantiles of short replications are not.
 */
export function mm1Quantile(type: SchedulingType = fifo): Case {
  const gap = 0.3
  const theory = Math.log(100) / gap
  return {
    name: 'M/M/1 p99 of sojourn, ρ = 0.7',
    formula: '−ln(0.01)/(μ − λ) = 4.605 × mean',
    theory,
    run: () => {
      const more = { scheduling: { type, options: { order: 'origin' } } }
      const samples = replicate(7_000, (seed) => simulateStation({ rate: 1 - gap, service: exponential, more }, 10_000, seed).sojourns)
      const pooled = samples.flat().sort((a, b) => a - b)
      const above = samples.map((sojourns) => sojourns.filter((one) => one > theory).length / sojourns.length)
      return { estimates: [pooled[Math.ceil(0.99 * pooled.length) - 1]!], standardError: errorOfMean(above) / (0.01 * gap) }
    },
  }
}

function mg1(law: string, load: number, service: Station['service'], secondMoment: number): Case {
  return {
    name: `${law} mean wait, ρ = ${load}`,
    formula: 'λE[S²]/(2(1 − ρ))',
    theory: (load * secondMoment) / 2 / (1 - load),
    run: waits(Math.round(10_000 * secondMoment), { rate: load, service }),
  }
}

function mmc(servers: number): Case {
  return {
    name: `M/M/${servers} mean wait, ρ = 0.8`,
    formula: 'C(c, a)/(cμ − λ)',
    theory: erlangC(servers, 0.8) / (servers * 0.2),
    run: waits(100_000 * servers, { rate: 0.8 * servers, service: exponential, servers }),
  }
}

function mm1k(places: number): Case {
  const load = 0.9
  const station: Station = { rate: load, service: exponential, more: { capacity: places - 1, dropTail: true } }
  return {
    name: `M/M/1/${places} loss, ρ = ${load}`,
    formula: '(1 − ρ)ρᴷ/(1 − ρᴷ⁺¹)',
    theory: ((1 - load) * load ** places) / (1 - load ** (places + 1)),
    run: () => ({
      estimates: replicate(1_000_000 + 1000 * places, (seed) => {
        const { dropCount, taken } = simulateStation(station, RECORDS, seed)
        return dropCount / (dropCount + taken[0]!)
      }),
    }),
  }
}

const priority = scheduling.priority as unknown as SchedulingType

/** Two classes, each record's by the toss of a coin. */
function classes(type: SchedulingType): Station {
  const flows: Station['flows'] = (count, seed) =>
    serviceTimes(count, seed, (stream) => (stream.uniform() < 0.5 ? 0 : 1), 'class').map((one) => one / SECOND)
  return { rate: 0.8, service: exponential, more: { scheduling: { type, options: {} } }, flows }
}

export function cobham(flow: 0 | 1, type = priority): Case {
  return {
    name: `non-preemptive priority, class ${flow + 1}, ρ = 0.8`,
    formula: 'W₀/((1 − σₖ₋₁)(1 − σₖ))',
    theory: flow === 0 ? 0.8 / 0.6 : 0.8 / (0.6 * 0.2),
    run: waits(1_100_000 + 1000 * flow, classes(type), flow),
  }
}

const conservation: Case = {
  name: 'priority leaves Σρᵢ Wᵢ as it was, ρ = 0.8',
  formula: 'ρW₀/(1 − ρ), over ρ',
  theory: 4,
  run: () => ({
    estimates: replicate(1_200_000, (seed) => {
      const means = simulateStation(classes(priority), RECORDS, seed)
      return (means.wait(0) + means.wait(1)) / 2
    }),
  }),
}

const tandem: Case = {
  name: 'two stations in tandem, mean sojourn, λ = 0.6, μ = 1, 1.25',
  formula: 'Σ 1/(μⱼ − λ)',
  theory: 1 / 0.4 + 1 / 0.65,
  run: () => ({
    estimates: replicate(1_300_000, (seed) => {
      const means = new Means(RECORDS)
      const first = arrayService(serviceTimes(RECORDS, seed, exponential))
      const second = arrayService(serviceTimes(RECORDS, seed, (stream) => stream.exponential() / 1.25, 'second'))
      const stages = [stage('a', first, 'source', 0), stage('b', second, 'stage', 0), stage('out', discard, 'stage', 1)]
      simulate(plan([new ArraySource(poissonTimes(RECORDS, 0.6, seed))], stages), means)
      return mean(means.sojourns)
    }),
  }),
}

const fork: Case = {
  name: 'fork-join of two M/M/1, mean, ρ = 0.5',
  formula: '(12 − ρ)/8 · 1/(μ − λ)',
  theory: 11.5 / 8 / 0.5,
  run: () => ({ estimates: replicate(1_400_000, (seed) => mean(forkJoin(RECORDS, 0.5, seed).slice(RECORDS / 10)) / SECOND) }),
}

/** Windows of 10 with a bound of 2, at half a record per unit of time. Sums, not means, are averaged: how many records there are varies. */
const windows: Case = {
  name: 'residence in a tumbling window of 10, bound 2, λ = 0.5',
  formula: 'w/2 + bound + 1/λ',
  theory: 5 + 2 + 1 / 0.5,
  run: () => {
    const all = replicate(1_500_000, (seed) => residence({ size: 10, bound: 2, rate: 0.5, windows: 500 }, seed))
    const total = all.reduce((sum, one) => sum + one.records, 0)
    const excess = all.map(({ time, records }) => time - records * 9)
    return { estimates: [all.reduce((sum, one) => sum + one.time, 0) / total], standardError: (errorOfMean(excess) * all.length) / total }
  },
}

/** Every case, in the order of the table. */
export const cases: readonly Case[] = [
  mm1Wait(0.5, 400_000),
  mm1Wait(0.8, 400_000),
  mm1Quantile(),
  mmc(2),
  mmc(4),
  mmc(8),
  mg1('M/D/1', 0.8, constant, 1),
  mg1('M/U/1', 0.6, uniform, 4 / 3),
  mg1('M/H₂/1 (scv 4)', 0.5, hyperExponential, 5),
  mm1k(3),
  mm1k(10),
  tandem,
  fork,
  cobham(0),
  cobham(1),
  conservation,
  windows,
]
