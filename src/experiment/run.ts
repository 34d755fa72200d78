/** One run: a pure function of a scenario, a variant, a seed and the traces that it replays. */
import type { RowWriter } from '../engine/ports.ts'
import { Checkers } from '../measurement/checkers.ts'
import { ProbeList } from '../measurement/probe-list.ts'
import { Recorder } from '../measurement/recorder.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { VirtualHost } from '../simulation/virtual-host.ts'
import { WallClockHost, type Speed } from '../wallclock/wall-clock-host.ts'
import type { RunResult } from './run-result.ts'
import { summarise } from './summarise.ts'
import type { Variant } from './variant.ts'
import { recorderPlan, wire, type Traces } from './wiring.ts'

export interface RunOptions {
  readonly scenario: Scenario
  readonly variant: Variant
  readonly seed: number
  readonly traces: Traces
  /** Run a tenth of the duration. */
  readonly quick?: boolean
  /** Nanoseconds at the start that no figure covers, where the scenario leaves that to the experiment. */
  readonly warmup?: number
  /** How many bins the series over time have. */
  readonly bins?: number
  /** Judge the invariants of the engine while it runs; slower. */
  readonly check?: boolean
  /** Real time instead of simulated; `speed` divides waiting, `max` leaves it out. */
  readonly wall?: { readonly speed: Speed; readonly clock: () => number }
  /** Where file sinks write, by stage name. */
  readonly writers?: ReadonlyMap<string, RowWriter>
  /** Called now and then with the simulated time reached, and the time at which the sources stop. */
  readonly onProgress?: (now: number, stopTime: number) => void
  /** Ends the run early, by throwing the signal's reason. */
  readonly signal?: AbortSignal
}

/** Events between two looks at the signal. */
const SLICE = 200_000

/** Runs a scenario once. Throws when traffic, an operator or an expression gives something impossible, or when it is aborted. */
export async function run(options: RunOptions): Promise<RunResult> {
  const { scenario, variant, seed } = options
  const wiring = wire(scenario, variant, seed, options.traces, options.quick === true ? 'quick' : 'whole', options.writers ?? new Map())
  const { plan, stopTime } = wiring
  const interval = { from: Math.min(warmupOf(options), stopTime), to: stopTime }
  const tasks = plan.stages.flatMap((stage, number) =>
    Array.from({ length: stage.parallelism }, () => ({ stage: number, concurrency: stage.operator.servers?.(stage.options) ?? 1 })),
  )
  const recorder = new Recorder({
    ...recorderPlan(scenario, wiring, tasks, interval),
    ...(options.bins === undefined ? {} : { bins: options.bins }),
  })
  const checkers = options.check === true ? new Checkers(plan) : undefined
  const probe = checkers === undefined ? recorder : new ProbeList([recorder, checkers])
  const limit = stopTime + scenario.drain
  let end: number
  let engine
  if (options.wall === undefined) {
    const host = new VirtualHost(plan, probe)
    checkers?.watch(host.engine)
    while (host.run(limit, SLICE)) {
      options.onProgress?.(host.now, stopTime)
      // The event loop of the process gets a turn, so that an interrupt is seen.
      await new Promise((resolve) => setImmediate(resolve))
      options.signal?.throwIfAborted()
    }
    end = host.now
    engine = host.engine
  } else {
    const host = new WallClockHost(plan, probe, options.wall.clock, options.wall.speed)
    checkers?.watch(host.engine)
    await host.run(limit, options.signal, (now) => options.onProgress?.(now, stopTime))
    end = host.now
    engine = host.engine
  }
  recorder.finish(end)
  const drained = engine.isDrained
  checkers?.finish(end, drained)
  return summarise({ ...options, plan, recorder, engine, checkers, interval, end, drained, stopTime })
}

/** A warm-up that the scenario gives is for the whole run; one that the experiment found is for the run as it is. */
function warmupOf({ scenario, quick, warmup = 0 }: RunOptions): number {
  if (scenario.warmup === 'auto') return warmup
  return quick === true ? Math.round(scenario.warmup / 10) : scenario.warmup
}
