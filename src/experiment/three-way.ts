/**
 * A scenario three times: the baseline as it was committed, the base commit run now, and what is checked. It tells a baseline that has
 * been left behind on the base from something that the change itself has moved.
 */
import { isSameBaseline, type Baseline } from './baseline.ts'
import { checkAgainst, type CheckOptions, type ScenarioCheck } from './check.ts'
import type { ComparisonPlan } from './compare.ts'
import type { Experiment } from './conduct.ts'
import type { Divergence } from './first-divergence.ts'

export interface ThreeWay {
  /** As the user named it, and the commit. */
  readonly ref: string
  readonly commit: string
  /** Why the base says nothing; null when it does. */
  readonly problem: string | null
  /** Whether the base gives something else than the baseline that is committed there; null when none is. */
  readonly stale: boolean | null
  /** What is checked against the base; null where that cannot be. */
  readonly against: ScenarioCheck | null
  /** Whether anything is not as in the base, value for value and event for event. */
  readonly moved: boolean
  /** The reason, when the change has moved something and brings along the baseline for it. */
  readonly accepted: string | null
  /** What the verdicts are about. */
  readonly judgedBy: 'baseline' | 'base'
  /** The first event in which base and head differ, where both could be traced. */
  readonly divergence: (Divergence & { readonly variant: string; readonly seed: number }) | null
}

export interface ThreeWaySides {
  /** What the base gives now. */
  readonly base: Baseline
  /** Baselines as they are committed in the base, and as they are beside what is checked. */
  readonly committedAtBase: Baseline | undefined
  readonly committed: Baseline | undefined
  readonly plan: ComparisonPlan
  readonly experiment: Experiment
}

/** Everything but the divergence, and the check that decides. */
export function judgeThreeWay(
  { base, plan, experiment, ...baselines }: ThreeWaySides,
  options: CheckOptions,
): Pick<ThreeWay, 'stale' | 'against' | 'moved' | 'accepted' | 'judgedBy'> & { readonly check: ScenarioCheck } {
  // A tenth of a run says nothing about baselines of whole ones: the base alone counts then.
  const [committedAtBase, committed] = [baselines.committedAtBase, baselines.committed].map((one) =>
    plan.quick && one?.waves !== base.waves ? undefined : one,
  )
  // Both ran just now: that another version of the engine gave one of them is what is asked about, and no obstacle.
  const against = checkAgainst(base, plan, experiment, { ...options, acrossVersions: true })
  const moved = against.rows.some(({ verdict }) => verdict !== 'unchanged') || against.divergences.length > 0
  const stale = committedAtBase === undefined ? null : !isSameBaseline(committedAtBase, base)
  const brought = committed !== undefined && (committedAtBase === undefined || !isSameBaseline(committedAtBase, committed))
  const own = committed === undefined ? undefined : checkAgainst(committed, plan, experiment, options)
  const holds = own?.incomparable === null && own.rows.every(({ verdict }) => verdict === 'unchanged')
  const judgedBy = own === undefined || (stale === true && !brought) ? 'base' : 'baseline'
  return {
    stale,
    against: against.incomparable === null ? against : null,
    moved,
    accepted: moved && brought && holds ? committed.reason : null,
    judgedBy,
    check: judgedBy === 'base' || own === undefined ? against : own,
  }
}
