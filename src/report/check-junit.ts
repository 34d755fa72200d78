/** A check as JUnit XML, which CI services show as tests: a suite for each scenario, a case for each gated metric and each objective. */
import type { CheckRow, ScenarioCheck } from '../experiment/check.ts'
import type { CheckDocument, CheckedScenario } from '../experiment/check-document.ts'
import { differenceText, objectiveText, verdictText } from './check-text.ts'

type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failure' | 'error' | 'skipped'; readonly type: string; readonly message: string }

interface Case {
  readonly name: string
  readonly variant: string
  readonly outcome: Outcome
}

/** Names hold no figures, so that a service can follow a case from run to run. */
export function renderCheckJunit({ verdict, scenarios, notChecked }: CheckDocument): string {
  const checked = scenarios.map((one) => ({ name: one.scenario, cases: casesOf(one) }))
  const others = notChecked.map(({ scenario, reason }) => ({ name: scenario, cases: [unjudged('skipped', reason, 'not checked')] }))
  const found = [...checked, ...others]
  // A file without a failure is green everywhere, and nothing compared is no success.
  const isEmpty = scenarios.length === 0 && verdict === 'not judged'
  const suites = isEmpty ? [...found, { name: 'wavetank check', cases: [unjudged('error', 'not judged', 'nothing was compared')] }] : found
  const all = suites.flatMap(({ cases }) => cases)
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="wavetank check"${totals(all)} time="0">
${suites.map(({ name, cases }) => suite(name, cases)).join('')}</testsuites>
`
}

function unjudged(kind: 'error' | 'skipped', type: string, message: string): Case {
  return { name: 'could be judged', variant: '', outcome: { kind, type, message } }
}

function casesOf({ problem, check }: CheckedScenario): Case[] {
  if (problem !== null || check === null) return [unjudged('error', 'not judged', problem ?? 'it did not run')]
  const rows = check.rows.filter(({ gate, verdict }) => gate !== 'none' || verdict === 'missing')
  const objectives = check.objectives.map((one) => ({ name: one.text, variant: one.variant, outcome: objectiveOutcome(one) }))
  return [...rows.map((row) => ({ name: row.metric, variant: row.variant, outcome: rowOutcome(row) })), ...objectives]
}

/** What fails the check fails, what keeps it from judging is an error, and what is only to be seen is skipped. */
function rowOutcome(row: CheckRow): Outcome {
  const message = `${verdictText(row)}: ${differenceText(row)}`
  const { verdict: type, gate } = row
  switch (type) {
    case 'regressed':
      return { kind: gate === 'warning' ? 'skipped' : 'failure', type, message }
    case 'missing':
      return { kind: 'error', type, message }
    case 'incomparable':
      return { kind: gate === 'warning' ? 'skipped' : 'error', type, message }
    case 'inconclusive':
    case 'new':
      return { kind: 'skipped', type, message }
    default:
      return { kind: 'passed' }
  }
}

function objectiveOutcome(objective: ScenarioCheck['objectives'][number]): Outcome {
  const { met, fails, level } = objective
  const message = objectiveText(objective)
  if (met === null) return { kind: level === 'error' ? 'error' : 'skipped', type: 'not judged', message }
  if (met) return { kind: 'passed' }
  return fails ? { kind: 'failure', type: 'objective', message } : { kind: 'skipped', type: 'warning', message }
}

function suite(name: string, cases: readonly Case[]): string {
  return `  <testsuite name="${escaped(name)}"${totals(cases)} skipped="${count(cases, 'skipped')}" time="0">
${cases.map((one) => testCase(name, one)).join('')}  </testsuite>
`
}

function testCase(scenario: string, { name, variant, outcome }: Case): string {
  const head = `    <testcase name="${escaped(name)}" classname="${escaped(variant === '' ? scenario : `${scenario}.${variant}`)}" time="0"`
  if (outcome.kind === 'passed') return `${head}/>\n`
  const message = escaped(outcome.message)
  const inner =
    outcome.kind === 'skipped'
      ? `<skipped message="${escaped(outcome.type)}: ${message}"/>`
      : `<${outcome.kind} type="${escaped(outcome.type)}" message="${message}">${message}</${outcome.kind}>`
  return `${head}>${inner}</testcase>\n`
}

function totals(cases: readonly Case[]): string {
  return ` tests="${cases.length}" failures="${count(cases, 'failure')}" errors="${count(cases, 'error')}"`
}

function count(cases: readonly Case[], kind: Outcome['kind']): number {
  return cases.filter(({ outcome }) => outcome.kind === kind).length
}

/** Characters that XML 1.0 has, tabs and ends of lines among them; what it does not have are controls, halves of pairs and two others. */
function isWritable(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff
}

/** Text in an attribute or an element; what XML cannot hold is replaced. */
function escaped(text: string): string {
  return Array.from(text, (character) => (isWritable(character.codePointAt(0)!) ? character : '\uFFFD'))
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\t\n\r]/g, (character) => `&#${character.codePointAt(0)};`)
}
