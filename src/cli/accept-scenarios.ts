/** What `wavetank accept` does once its options are known to make sense. */
import { existsSync } from 'node:fs'
import { baselineOf, isSameBaseline } from '../experiment/baseline.ts'
import { checkDocument } from '../experiment/check-document.ts'
import { checkAgainst } from '../experiment/check.ts'
import { findUnsteady } from '../experiment/unsteady.ts'
import { renderCheck } from '../report/check-terminal.ts'
import { unsteadyLines, unsteadyText } from '../report/unsteady-text.ts'
import { baselinePath, readBaseline, writeBaseline } from './baseline-file.ts'
import { readPlans, refuseNamesakes, runPlans } from './check-plan.ts'
import { judgingBy, scenarioFiles } from './check-settings.ts'
import type { AcceptArguments } from './commands/accept.ts'
import { EXIT } from './exit-codes.ts'
import { Failure } from './failure.ts'
import { printMessage, printResult, takesColour, terminalWidth } from './output.ts'

export async function acceptScenarios(given: AcceptArguments): Promise<void> {
  const { settings } = given
  const all = await readPlans(given.all ? scenarioFiles(settings.scenarios) : given.scenarios, given.quick, settings)
  if (all === undefined) return
  const plans = all.filter(({ scenario }) => !given.all || existsSync(baselinePath(settings.baselines, scenario)))
  refuseNamesakes(plans)
  if (plans.length === 0)
    throw new Failure('No scenario has a baseline.', { remedy: 'Make some with `wavetank check --init`.', code: EXIT.unjudged })
  const conducted = await runPlans(plans, { settings: { ...settings, timeLimit: undefined }, quick: given.quick, shown: true })
  for (const [number, one] of plans.entries()) {
    const unsteady = await findUnsteady(one, conducted[number]!)
    if (unsteady !== null)
      throw new Failure([`${one.scenario}: ${unsteadyText(unsteady)}.`, ...unsteadyLines(unsteady)].join('\n'), {
        remedy: 'A result that is another one each time cannot be a baseline.',
        code: EXIT.unjudged,
      })
  }
  for (const [number, one] of plans.entries()) {
    const { scenario, plan } = one
    const path = baselinePath(settings.baselines, scenario)
    const { experiment } = conducted[number]!
    const before = readBaseline(path, scenario)
    const next = baselineOf(plan, experiment, given.reason)
    if ('baseline' in before && isSameBaseline(before.baseline, next)) {
      printMessage(`${path} is as it was.`)
      continue
    }
    if ('baseline' in before) {
      const check = checkAgainst(before.baseline, plan, experiment, judgingBy(settings))
      printResult(
        renderCheck(
          checkDocument([{ scenario, file: one.shown, problem: check.incomparable, check }], { ...settings, strict: false, shard: null }),
          { width: terminalWidth(), colour: takesColour() },
        ),
      )
    }
    if (!given.dryRun) writeBaseline(settings.baselines, scenario, next)
    printMessage(given.dryRun ? `${path} would be written.` : `Wrote ${path}.`)
  }
}
