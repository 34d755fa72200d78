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
}

export const CHECK_VERDICTS = ['regressed', 'improved', 'changed', 'inconclusive', 'incomparable', 'missing', 'new', 'unchanged'] as const

/** @param strict what is inconclusive could not be judged */
export function checkDocument(
  scenarios: readonly CheckedScenario[],
  { confidence, margin, strict, shard }: Pick<CheckDocument, 'confidence' | 'margin' | 'shard'> & { readonly strict: boolean },
): CheckDocument {
  const exitCode = exitOf(scenarios, strict)
  const rows = scenarios.flatMap(({ check }) => check?.rows ?? [])
  const counts = Object.fromEntries(
    CHECK_VERDICTS.map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict).length]),
  ) as CheckDocument['counts']
  const verdict = exitCode === 0 ? 'passed' : exitCode === 1 ? 'failed' : 'not judged'
  return { schema: CHECK_SCHEMA, exitCode, verdict, counts, confidence, margin, shard, scenarios }
}

/** Nothing that was compared is never success, and neither is an objective that could not be judged. */
function exitOf(checked: readonly CheckedScenario[], strict: boolean): CheckExit {
  const rows = checked.flatMap(({ check }) => check?.rows ?? [])
  const objectives = checked.flatMap(({ check }) => check?.objectives ?? [])
  const deciding = rows.filter(({ gate }) => decides(gate))
  const open = deciding.some(({ verdict }) => verdict === 'incomparable' || (strict && verdict === 'inconclusive'))
  const unjudged = objectives.some(({ level, met }) => level === 'error' && met === null)
  const gone = rows.some(({ verdict }) => verdict === 'missing')
  if (rows.length === 0 || checked.some(({ problem }) => problem !== null) || open || unjudged || gone) return 3
  return objectives.some(({ fails }) => fails) || deciding.some(({ verdict }) => verdict === 'regressed') ? 1 : 0
}
