/** How a scenario stands to another commit, as sentences. */
import type { ThreeWay } from '../experiment/three-way.ts'
import { divergenceLines } from './divergence-text.ts'

/** @param scenario the name to accept it by */
export function baseSentences(
  scenario: string,
  { ref, commit, problem, stale, moved, accepted, judgedBy, divergence }: ThreeWay,
): string[] {
  const base = `${ref} (${commit.slice(0, 10)})`
  if (problem !== null) return [`Not compared with ${base}: ${problem}.`]
  const staleness =
    stale === true
      ? [
          `The baseline is stale: ${base} itself no longer gives it, whatever this change does.${judgedBy === 'base' ? ' Verdicts are about the base.' : ''}`,
          `Accept it there: wavetank accept ${scenario} --reason "…"`,
        ]
      : []
  return [...staleness, movedText(base, moved, accepted, divergence !== null)]
}

function movedText(base: string, moved: boolean, accepted: string | null, isTraced: boolean): string {
  if (!moved) return `The same as ${base}: every value, and every event.`
  if (accepted !== null) return `This change has moved it from ${base}, and has accepted that: ${accepted}`
  return `This change has moved it from ${base}${isTraced ? '.' : '; the events of both could not be laid side by side.'}`
}

/** The first event in which base and head differ. */
export function baseDivergenceLines({ divergence }: ThreeWay): string[] {
  return divergence === null ? [] : divergenceLines(divergence, { base: 'base', head: 'now' })
}
