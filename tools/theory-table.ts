/** The table of README that holds the engine to theory: every case of test/theory, as Markdown. Deterministic, since runs are. */
import { cases, judge } from '../test/theory/cases.ts'

/** A table of case, formula, theory, simulated and z-score. */
export function theoryTable(): string {
  const rows = cases
    .map(judge)
    .map(
      ({ name, formula, theory, simulated, z }) =>
        `| ${name} | ${formula.replaceAll('|', '\\|')} | ${theory.toFixed(4)} | ${simulated.toFixed(4)} | ${z.toFixed(2)} |`,
    )
  return ['| case (mean service time 1) | closed form | theory | simulated | z |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')
}
