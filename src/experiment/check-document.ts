/** What a check found, as it is written and read again. */
import type { CheckVerdict, ScenarioCheck } from './check.ts'
import { decides } from './gates.ts'
import type { ThreeWay } from './three-way.ts'
import type { Unsteady } from './unsteady.ts'

export const CHECK_SCHEMA = 'wavetank/check/1'

/** A scenario as it was checked; `problem` says why it could not be. */
export interface CheckedScenario {
  readonly scenario: string
  /** Its file, as the command named it; null when that is not known. */
  readonly file: string | null
  readonly problem: string | null
  readonly check: ScenarioCheck | null
  /** That it gives something else each time. */
  readonly unsteady?: Unsteady
  /** How it stands to another commit. */
  readonly base?: ThreeWay
}

/** A scenario that was not looked at. */
export interface NotChecked {
  readonly scenario: string
  /** Nothing that it depends on has changed since another commit; or it has no baseline yet. */
  readonly reason: (typeof NOT_CHECKED)[number]
}

export const NOT_CHECKED = ['unaffected', 'no baseline'] as const

/** 0 passed, 1 something is worse, 3 could not judge. */
export type CheckExit = 0 | 1 | 3

export interface CheckDocument {
  readonly schema: typeof CHECK_SCHEMA
  readonly exitCode: CheckExit
  readonly verdict: 'passed' | 'failed' | 'not judged'
  /** Metrics by verdict, all scenarios together. */
  readonly counts: Readonly<Record<CheckVerdict, number>>
  readonly confidence: number
  readonly margin: number
  /** Which part of the scenarios this is; null when it is all of them. */
  readonly shard: { readonly index: number; readonly of: number; readonly scenarios: readonly string[] } | null
  readonly scenarios: readonly CheckedScenario[]
  /** In order of their names. */
  readonly notChecked: readonly NotChecked[]
}

/** What a check is of, beside its scenarios. */
export interface CheckScope extends Pick<CheckDocument, 'confidence' | 'margin' | 'shard'> {
  /** What is inconclusive could not be judged. */
  readonly strict: boolean
  readonly notChecked?: readonly NotChecked[]
}

export const CHECK_VERDICTS = ['regressed', 'improved', 'changed', 'inconclusive', 'incomparable', 'missing', 'new', 'unchanged'] as const

export function checkDocument(
  scenarios: readonly CheckedScenario[],
  { confidence, margin, shard, strict, notChecked = [] }: CheckScope,
): CheckDocument {
  const exitCode = exitOf(scenarios, notChecked, strict)
  const rows = scenarios.flatMap(({ check }) => check?.rows ?? [])
  const counts = Object.fromEntries(
    CHECK_VERDICTS.map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict).length]),
  ) as CheckDocument['counts']
  const verdict = exitCode === 0 ? 'passed' : exitCode === 1 ? 'failed' : 'not judged'
  return { schema: CHECK_SCHEMA, exitCode, verdict, counts, confidence, margin, shard, scenarios, notChecked: inOrder(notChecked) }
}

function inOrder(notChecked: readonly NotChecked[]): NotChecked[] {
  return notChecked.toSorted((a, b) => (a.scenario < b.scenario ? -1 : 1))
}

/**
 * Nothing that was compared is never success, unless nothing that scenarios depend on has changed; nor is an objective that could not be
 * judged.
 */
function exitOf(checked: readonly CheckedScenario[], notChecked: readonly NotChecked[], strict: boolean): CheckExit {
  if (checked.length === 0) return notChecked.some(({ reason }) => reason === 'unaffected') ? 0 : 3
  const rows = checked.flatMap(({ check }) => check?.rows ?? [])
  const objectives = checked.flatMap(({ check }) => check?.objectives ?? [])
  const deciding = rows.filter(({ gate }) => decides(gate))
  const open = deciding.some(({ verdict }) => verdict === 'incomparable' || (strict && verdict === 'inconclusive'))
  const unjudged = objectives.some(({ level, met }) => level === 'error' && met === null)
  const gone = rows.some(({ verdict }) => verdict === 'missing')
  if (rows.length === 0 || checked.some(({ problem }) => problem !== null) || open || unjudged || gone) return 3
  return objectives.some(({ fails }) => fails) || deciding.some(({ verdict }) => verdict === 'regressed') ? 1 : 0
}
