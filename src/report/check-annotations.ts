/** A check as GitHub's workflow commands, which it shows beside the lines of a pull request. */
import type { CheckDocument } from '../experiment/check-document.ts'
import { differenceText, objectiveText } from './check-text.ts'

/** GitHub shows no more of a step. */
const MOST = 10

interface Annotation {
  readonly level: 'error' | 'warning'
  readonly file: string | null
  readonly line: number | null
  readonly title: string
  readonly text: string
}

/** One line each, errors first, at most ten; the last one then says how many more there are. */
export function checkAnnotations({ scenarios }: CheckDocument): string[] {
  const found = scenarios.flatMap(({ scenario, file, problem, check }): Annotation[] => {
    if (problem !== null || check === null)
      return [{ level: 'error', file, line: null, title: `${scenario} could not be judged`, text: problem ?? 'it did not run' }]
    const objectives = check.objectives.filter(({ level, met }) => met === false || (met === null && level === 'error'))
    return [
      ...check.rows
        // Where an objective decides, its own miss is what there is to say.
        .filter(({ gate, verdict }) => gate === 'margin' && verdict === 'regressed')
        .map((row) => ({
          level: 'error' as const,
          file,
          // Where an objective names the metric, that is the line to look at.
          line: check.objectives.find(({ metric }) => metric === row.metric)?.line ?? null,
          title: `${scenario}: ${row.metric} regressed`,
          text: differenceText(row),
        })),
      ...objectives.map((one) => ({
        level: one.fails || one.met === null ? ('error' as const) : ('warning' as const),
        file,
        line: one.line,
        title: `${scenario}: objective ${one.met === null ? 'not judged' : 'missed'}`,
        text: objectiveText(one),
      })),
    ]
  })
  const sorted = found.toSorted((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'))
  if (sorted.length <= MOST) return sorted.map(line)
  const rest = `${sorted.length - MOST + 1} more; the report has all of them`
  return [...sorted.slice(0, MOST - 1).map(line), line({ level: 'error', file: null, line: null, title: 'wavetank check', text: rest })]
}

function line({ level, file, line: at, title, text }: Annotation): string {
  const place = file === null ? '' : `file=${property(file)},${at === null ? '' : `line=${at},`}`
  return `::${level} ${place}title=${property(title)}::${data(text)}`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
