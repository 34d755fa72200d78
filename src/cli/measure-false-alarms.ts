/** What `wavetank check --aa` does once its options are known to make sense. */
import { existsSync } from 'node:fs'
import { falseAlarms } from '../experiment/false-alarms.ts'
import { stableJson } from '../experiment/stable-json.ts'
import { renderFalseAlarms } from '../report/false-alarms-table.ts'
import { baselinePath } from './baseline-file.ts'
import { readPlans, runPlans, type CheckPlan } from './check-plan.ts'
import { judgingBy, scenarioFiles } from './check-settings.ts'
import type { CheckArguments } from './commands/check.ts'
import { EXIT } from './exit-codes.ts'
import { printResult, takesColour, terminalWidth } from './output.ts'

/** How often the runs are dealt out to two sides. */
const TRIALS = 200

/** Measures it for the scenarios that a check would compare, whatever their baselines say. */
export async function measureFalseAlarms(given: CheckArguments): Promise<void> {
  const { settings } = given
  const isNamed = given.scenarios.length > 0
  const all = await readPlans(isNamed ? given.scenarios : scenarioFiles(settings.scenarios), given.quick, settings)
  if (all === undefined) return
  const plans = all
    .filter(({ scenario }) => isNamed || existsSync(baselinePath(settings.baselines, scenario)))
    .map((plan) => withTwiceTheSeeds(plan))
  const conducted = await runPlans(plans, { settings: { ...settings, timeLimit: undefined }, quick: given.quick, shown: !given.quiet })
  const found = plans.flatMap(({ scenario, plan }, number) => {
    const one = conducted[number]
    return one === undefined || one === null ? [] : [{ scenario, ...falseAlarms(plan, one.experiment, TRIALS, judgingBy(settings)) }]
  })
  if (given.json) printResult(stableJson({ schema: 'wavetank/false-alarms/1', scenarios: found }))
  else if (!given.quiet) printResult(renderFalseAlarms(found, { width: terminalWidth(), colour: takesColour() }))
  process.exitCode = found.some(({ metrics }) => metrics.length > 0) ? EXIT.ok : EXIT.unjudged
}

/** At least two a side: one says nothing of the spread. */
function withTwiceTheSeeds(planned: CheckPlan): CheckPlan {
  const cells = planned.plan.cells.map((cell) => {
    const replications = 2 * Math.max(2, cell.scenario.replications)
    return { ...cell, scenario: { ...cell.scenario, replications } }
  })
  return { ...planned, plan: { ...planned.plan, cells } }
}
