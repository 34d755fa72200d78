/** What `wavetank validate` does once its options are known to make sense. */
import { expectedLoad, type ExpectedLoad } from '../scenario/expected-load.ts'
import type { Problem } from '../scenario/problem.ts'
import { timingDependence } from '../scenario/timing.ts'
import { TrafficError } from '../traffic/traffic-error.ts'
import { formatBytes, formatRate, formatShare } from '../report/figures.ts'
import { printable } from '../report/printable.ts'
import { NONE, type Cell, type Table } from '../report/table.ts'
import { painter, renderTable, wrap } from '../report/text-table.ts'
import { EXIT } from './exit-codes.ts'
import { Failure } from './failure.ts'
import { printJson, printResult, takesColour, terminalWidth } from './output.ts'
import { openScenario } from './scenario-file.ts'
import { readScenarioFile } from './scenario-reading.ts'

/** As `--json` prints it. */
interface FileReport {
  readonly file: string
  readonly problems: readonly Problem[]
  /** Both null when the scenario has errors. */
  readonly expected: ExpectedLoad | null
  readonly timingDependent: readonly string[] | null
}

interface Judgement {
  readonly report: FileReport
  readonly text: string
}

/** Prints what is wrong with each file, or what is expected of it; sets the exit code. */
export async function validateScenarios(files: readonly string[], set: Readonly<Record<string, string>>, json: boolean): Promise<void> {
  const judgements: Judgement[] = []
  for (const file of files) judgements.push(await judge(file, set))
  if (json) printJson({ files: judgements.map(({ report }) => report) })
  else printResult(judgements.map(({ text }) => text.trimEnd()).join('\n\n'))
  if (judgements.some(({ report }) => report.expected === null)) process.exitCode = EXIT.invalid
}

async function judge(argument: string, set: Readonly<Record<string, string>>): Promise<Judgement> {
  try {
    const file = openScenario(argument)
    const { scenario, problems, traces, rendered } = await readScenarioFile(file, set)
    if (scenario === undefined) return invalid(file.shown, problems, rendered)
    const expected = expectedLoad(scenario, traces)
    const timingDependent = timingDependence(scenario)
    const text = `${rendered}${describe(file.shown, printable(expected), printable(timingDependent))}`
    return { report: { file: file.shown, problems, expected, timingDependent }, text }
  } catch (error) {
    // One file that cannot be read does not keep the others from being judged; nor do contents that only the sampled records show.
    if (!(error instanceof Failure || error instanceof TrafficError)) throw error
    const problem: Problem = { severity: 'error', message: error.message, line: 1, column: 1, endColumn: 1, path: '' }
    return invalid(argument, [problem], `${argument}  error: ${error.message}`)
  }
}

function invalid(file: string, problems: readonly Problem[], text: string): Judgement {
  return { report: { file, problems, expected: null, timingDependent: null }, text }
}

function describe(file: string, expected: ExpectedLoad, timingDependent: readonly string[]): string {
  const width = terminalWidth()
  const paint = painter(takesColour())
  const { overloaded } = expected
  const lines = [renderTable(loadTable(`${file} is valid; expected load:`, expected), width, paint)]
  if (overloaded.length > 0) {
    lines.push(
      ...wrap(`Overload: ${overloaded.join(', ')} would need all of the time or more, so work would pile up.`, width).map((line) =>
        paint('red', line),
      ),
    )
  }
  if (timingDependent.length > 0)
    lines.push(...wrap(`Results may depend on timing: ${timingDependent.join('; ')}.`, width).map((line) => paint('dim', line)))
  return lines.join('\n')
}

function loadTable(title: string, { sources, stages, nodes, links }: ExpectedLoad): Table {
  const rate = (perSecond: number | null): Cell => (perSecond === null ? NONE : formatRate(perSecond))
  return {
    title,
    columns: [{ label: '' }, { label: '' }, { label: 'rate', figure: true }, { label: 'in use', figure: true }],
    rows: [
      ...sources.map((source): Cell[] => ['source', source.name, rate(source.rate), '']),
      ...stages.map((stage): Cell[] => ['stage', stage.name, rate(stage.rate), use(stage.utilisation)]),
      ...nodes.map((node): Cell[] => ['node', node.name, '', use(node.utilisation)]),
      ...links.map((link): Cell[] => ['link', link.name, `${formatBytes(link.bytesPerSecond)}/s`, use(link.utilisation)]),
    ],
    notes: [],
  }
}

function use(share: number | null): Cell {
  if (share === null) return NONE
  if (share >= 1) return { text: formatShare(share), tone: 'bad' }
  return share >= 0.9 ? { text: formatShare(share), tone: 'warn' } : formatShare(share)
}
