/** Judges a scenario against its baseline and against another commit, and looks for the first event in which they differ. */
import { baselineOf, type Baseline } from '../experiment/baseline.ts'
import { checkAgainst, type CheckOptions, type ScenarioCheck } from '../experiment/check.ts'
import type { Conducted } from '../experiment/conduct-all.ts'
import { firstDivergence, type Trace } from '../experiment/first-divergence.ts'
import { judgeThreeWay, type ThreeWay } from '../experiment/three-way.ts'
import { traceOf } from '../experiment/trace.ts'
import { findUnsteady } from '../experiment/unsteady.ts'
import type { BaseScenario } from './base-side.ts'
import type { CheckPlan } from './check-plan.ts'
import { Failure } from './failure.ts'
import type { BaseCommit } from './git.ts'

/** What a scenario is judged by: its check (null where there is nothing to judge by) and how it stands to the base. */
export interface Judged {
  readonly check: ScenarioCheck | null
  readonly base: ThreeWay
}

/** A scenario that has run, on both sides. */
export interface Sides {
  readonly planned: CheckPlan
  readonly conducted: Conducted
  readonly committed: Baseline | undefined
  readonly base: BaseScenario
  /** Where the base was run by the engine at hand. */
  readonly baseConducted: Conducted | undefined
}

export async function judgeAgainstBase(
  sides: Sides,
  { ref, commit }: BaseCommit,
  options: CheckOptions,
  signal: AbortSignal,
): Promise<Judged> {
  const { planned, conducted, committed, base, baseConducted } = sides
  const { plan } = planned
  const { experiment } = conducted
  const run = await baseRun(base, baseConducted, signal)
  if (typeof run === 'string') {
    const check = committed === undefined ? null : checkAgainst(committed, plan, experiment, options)
    const nothing = { stale: null, against: null, moved: false, accepted: null, divergence: null } as const
    return { check, base: { ref, commit, problem: run, judgedBy: 'baseline', ...nothing } }
  }
  const judged = judgeThreeWay({ base: run, committedAtBase: base.committed, committed, plan, experiment }, options)
  const { check, ...rest } = judged
  const divergence = judged.against === null ? null : await divergenceOf(judged.against, sides, signal)
  const problem = judged.against === null ? 'traffic, duration, analysis or seeds are others than there' : null
  return { check, base: { ref, commit, problem, ...rest, divergence } }
}

/** What the base gives now, or why that is not known. */
async function baseRun(base: BaseScenario, conducted: Conducted | undefined, signal: AbortSignal): Promise<Baseline | string> {
  if (base.run !== undefined) return base.run
  if (base.plan === undefined || conducted === undefined) return base.problem ?? 'it did not run there'
  if ((await findUnsteady(base.plan, conducted, signal)) !== null) return 'it gives something else each time there'
  return baselineOf(base.plan.plan, conducted.experiment, '')
}

async function divergenceOf(
  { divergences }: ScenarioCheck,
  { planned, base }: Sides,
  signal: AbortSignal,
): Promise<ThreeWay['divergence']> {
  const [first] = divergences
  if (first === undefined) return null
  const { variant, seed } = first
  const from = first.from ?? 0
  const head = traceHere(planned, variant, seed, from, signal)
  const other = base.trace?.(variant, seed, from) ?? (base.plan && traceHere(base.plan, variant, seed, from, signal))
  if (head === undefined || other === undefined) return null
  try {
    const divergence = await firstDivergence(other, head)
    return divergence === undefined ? null : { ...divergence, variant, seed }
  } catch (error) {
    // An engine of long ago shows no traces.
    if (error instanceof Failure) return null
    throw error
  }
}

function traceHere({ plan, traces }: CheckPlan, variant: string, seed: number, from: number, signal: AbortSignal): Trace | undefined {
  const number = plan.cells.findIndex(({ id }) => id === variant)
  const cell = plan.cells[number]
  return cell && traceOf({ scenario: cell.scenario, variant: cell.variant, seed, traces: traces[number]!, quick: plan.quick }, from, signal)
}
