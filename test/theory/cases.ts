/**
 * Closed forms of queueing theory against the engine, as z-scores.
 *
 * Where the variance of the estimate has a closed form (M/M/1 mean wait) one long run is judged by it; else independent replications,
 * of which the first tenth is left out. Start-up bias of these queues falls off within some hundred service times, so over 20,000 records
 * what is left of it is far below a tenth of the standard error of 100 replications.
 * Formulas: Kleinrock, Queueing Systems I (1975); Cobham (1954); Pollaczek–Khinchine; Burke (1956).
 */
import type { StagePlan } from '../../src/engine/plan.ts'
import type { SchedulingType } from '../../src/engine/ports.ts'
import type { RecordTable } from '../../src/structures/record-table.ts'
import { scheduling } from '../../src/strategies/scheduling/index.ts'
import { ArraySource, arrayService, discard, plan, SilentProbe, simulate, stage } from './bench-stations.ts'
import { constant, exponential, hyperExponential, poissonTimes, SECOND, serviceTimes, uniform } from './draws.ts'

export interface Case {
  readonly name: string
  readonly formula: string
  readonly theory: number
  /** One estimate per replication, and their standard error where that is known in advance. */
  readonly run: () => { readonly estimates: readonly number[]; readonly standardError?: number }
}

export interface Judged extends Omit<Case, 'run'> {
  readonly simulated: number
  readonly z: number
}

const REPLICATIONS = 100
const RECORDS = 4_000

/** Runs a case and says how many standard errors it is off. */
export function judge({ name, formula, theory, run }: Case): Judged {
  const { estimates, standardError } = run()
  const simulated = estimates.reduce((sum, value) => sum + value, 0) / estimates.length
  const variance = estimates.reduce((sum, value) => sum + (value - simulated) ** 2, 0) / (estimates.length - 1)
  return { name, formula, theory, simulated, z: (simulated - theory) / (standardError ?? Math.sqrt(variance / estimates.length)) }
}

/** Mean waits and sojourns (in seconds), and drops, of the records after the first tenth, by flow. */
class Means extends SilentProbe {
  readonly waits = [0, 0]
  readonly taken = [0, 0]
  readonly sojourns: number[] = []
  dropCount = 0
  arrivals = 0
  readonly #skip: number
  readonly #task: number

  constructor(records: number, task = 0) {
    super()
    this.#skip = records / 10
    this.#task = task
  }

  override began(task: number, _work: number, table: RecordTable, row: number, now: number): void {
    if (task !== this.#task || row < 0 || table.identityLow[row]! < this.#skip) return
    this.waits[table.flow[row]!]! += now - table.waitingSince[row]!
    this.taken[table.flow[row]!]!++
  }

  override dropped(_task: number, table: RecordTable, row: number): void {
    if (table.identityLow[row]! >= this.#skip) this.dropCount++
  }

  override sunk(_sink: number, table: RecordTable, row: number, now: number): void {
    if (table.identityLow[row]! >= this.#skip) this.sojourns.push((now - table.intendedTime[row]!) / SECOND)
  }

  wait(flow?: number): number {
    const [total, count] = flow === undefined ? [this.waits[0]! + this.waits[1]!, this.taken[0]! + this.taken[1]!] : [this.waits[flow]!, this.taken[flow]!]
    return total / count / SECOND
  }

  get sojourn(): number {
    return this.sojourns.reduce((sum, value) => sum + value, 0) / this.sojourns.length
  }
}

interface Station {
  readonly rate: number
  readonly service: Parameters<typeof serviceTimes>[2]
  readonly servers?: number
  readonly more?: Partial<StagePlan>
  /** Flow of each record. */
  readonly flows?: (count: number) => ArrayLike<number>
}

function simulateStation({ rate, service, servers = 1, more = {}, flows }: Station, records: number, seed: number): Means {
  const means = new Means(records)
  const source = new ArraySource(poissonTimes(records, rate, seed), flows?.(records))
  const stations = [stage('station', arrayService(serviceTimes(records, seed, service), servers), 'source', 0, more), stage('out', discard, 'stage', 0)]
  simulate(plan([source], stations), means)
  return means
}

/** Estimates of a figure over independent replications of one station. `first` is the first seed: no two cases share one. */
function replicate(first: number, station: Station, figure: (means: Means) => number): { estimates: number[] } {
  return { estimates: Array.from({ length: REPLICATIONS }, (_, n) => figure(simulateStation(station, RECORDS, first + n))) }
}

function erlangC(servers: number, load: number): number {
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
    run: () => ({ estimates: [simulateStation({ rate: load, service: exponential }, records, Math.round(100 * load)).wait()], standardError: Math.sqrt(variance / (0.9 * records)) }),
  }
}

/** The p99 of exact samples in one long run, against the p99 law; its error from batches of the same run. */
const mm1Quantile: Case = {
  name: 'M/M/1 p99 of sojourn, ρ = 0.7',
  formula: '−ln(0.01)/(μ − λ) = 4.605 × mean',
  theory: 4.605170185988091 / 0.3,
  run: () => {
    const { sojourns } = simulateStation({ rate: 0.7, service: exponential }, 1_000_000, 7)
    const batch = Math.floor(sojourns.length / 30)
    return { estimates: Array.from({ length: 30 }, (_, n) => quantile(sojourns.slice(n * batch, (n + 1) * batch), 0.99)) }
  },
}

function quantile(values: number[], p: number): number {
  return values.sort((a, b) => a - b)[Math.ceil(p * values.length) - 1]!
}

function mg1(law: string, service: Station['service'], secondMoment: number): Case {
  return {
    name: `${law} mean wait, ρ = 0.6`,
    formula: 'λE[S²]/(2(1 − ρ))',
    theory: (0.6 * secondMoment) / 0.8,
    run: () => replicate(Math.round(1000 * secondMoment), { rate: 0.6, service }, (means) => means.wait()),
  }
}

function mmc(servers: number): Case {
  return {
    name: `M/M/${servers} mean wait, ρ = 0.6`,
    formula: 'C(c, a)/(cμ − λ)',
    theory: erlangC(servers, 0.6) / (servers * 0.4),
    run: () => replicate(10_000 * servers, { rate: 0.6 * servers, service: exponential, servers }, (means) => means.wait()),
  }
}

function mm1k(places: number): Case {
  const load = 0.9
  return {
    name: `M/M/1/${places} loss, ρ = ${load}`,
    formula: '(1 − ρ)ρᴷ/(1 − ρᴷ⁺¹)',
    theory: ((1 - load) * load ** places) / (1 - load ** (places + 1)),
    run: () =>
      replicate(200_000 + 1000 * places, { rate: load, service: exponential, more: { capacity: places - 1, dropTail: true } }, (means) => means.dropCount / (means.dropCount + means.taken[0]!)),
  }
}

/** Two classes in turn of chance, half of the load each. */
function halves(count: number): ArrayLike<number> {
  return serviceTimes(count, 5, (stream) => (stream.uniform() < 0.5 ? 0 : 1), 'class').map((value) => (value > 0 ? 1 : 0))
}

const priority = { scheduling: { type: scheduling.priority as unknown as SchedulingType, options: {} } }

function cobham(flow: 0 | 1): Case {
  return {
    name: `non-preemptive priority, class ${flow + 1}, ρ = 0.8`,
    formula: 'W₀/((1 − σₖ₋₁)(1 − σₖ))',
    theory: flow === 0 ? 0.8 / 0.6 : 0.8 / (0.6 * 0.2),
    run: () => replicate(300_000 + 1000 * flow, { rate: 0.8, service: exponential, more: priority, flows: halves }, (means) => means.wait(flow)),
  }
}

const conservation: Case = {
  name: 'priority leaves Σρᵢ Wᵢ as it was, ρ = 0.8',
  formula: 'ρW₀/(1 − ρ), over ρ',
  theory: 4,
  run: () => replicate(400_000, { rate: 0.8, service: exponential, more: priority, flows: halves }, (means) => (means.wait(0) + means.wait(1)) / 2),
}

const tandem: Case = {
  name: 'two stations in tandem, mean sojourn, λ = 0.6, μ = 1, 1.25',
  formula: 'Σ 1/(μⱼ − λ)',
  theory: 1 / 0.4 + 1 / 0.65,
  run: () => ({
    estimates: Array.from({ length: REPLICATIONS }, (_, n) => {
      const means = new Means(RECORDS)
      const source = new ArraySource(poissonTimes(RECORDS, 0.6, 500_000 + n))
      const first = arrayService(serviceTimes(RECORDS, 500_000 + n, exponential))
      const second = arrayService(serviceTimes(RECORDS, 500_000 + n, (stream) => stream.exponential() / 1.25, 'second'))
      simulate(plan([source], [stage('a', first, 'source', 0), stage('b', second, 'stage', 0), stage('out', discard, 'stage', 1)]), means)
      return means.sojourn
    }),
  }),
}

/** Every case, in the order of the table. */
export const cases: readonly Case[] = [
  mm1Wait(0.5, 400_000),
  mm1Wait(0.8, 400_000),
  mm1Quantile,
  mmc(2),
  mmc(4),
  mmc(8),
  mg1('M/D/1', constant, 1),
  mg1('M/U/1', uniform, 4 / 3),
  mg1('M/H₂/1 (scv 4)', hyperExponential, 5),
  mm1k(3),
  mm1k(10),
  tandem,
  cobham(0),
  cobham(1),
  conservation,
]
