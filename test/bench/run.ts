/**
 * `npm run bench`: every benchmark in a fresh process, printed beside its reference as a ratio. `--smoke` runs each once, small.
 * `--same-code 200` instead checks every shipped scenario so often against itself, and fails if anything has ever moved.
 * `--recognition 100` instead fits so many simulated traces of every process, and fails if one is recognised less often than 9 times in 10.
 * `--records 100_000_000` instead runs M/M/1 for so many records and prints the memory that it took.
 */
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { printNumber } from '../../src/units/number.ts'
import { subjects } from './benchmarks.ts'
import type { ExperimentTimes } from './experiment.ts'
import type { Recognition } from './recognition.ts'
import type { SameCode } from './same-code.ts'
import type { FitTimes } from './time-series.ts'
import type { Timed } from './one.ts'

const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
// As the command line does. Without it, the sources are compiled to JavaScript in the process that is timed, and what compiles them takes away
// from V8 the right to assume that no typed array is ever detached: every access to one looks, for the rest of the process.
const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env }
const node = (...args: string[]): string =>
  execFileSync(process.execPath, ['--no-warnings', ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
const millions = (perSecond: number): string => `${(perSecond / 1e6).toFixed(2)} M/s`

function printTimes(size: 'full' | 'smoke'): void {
  const lines = [['benchmark', 'records', 'bare loop', 'ratio', 'resident', 'hash']]
  // Fills the cache.
  node(at('one.ts'), subjects[0]!.name, 'smoke')
  for (const { name } of subjects) {
    const timed = JSON.parse(node(at('one.ts'), name, size)) as Timed
    const ratio = timed.perSecond / timed.referencePerSecond
    lines.push([
      name,
      millions(timed.perSecond),
      millions(timed.referencePerSecond),
      ratio.toFixed(3),
      `${timed.residentMB.toFixed(0)} MB`,
      timed.hash.slice(0, 16),
    ])
  }
  const [start, help, second] = ['start of Node', 'wavetank --help', 'one simulated second, with report'].map((_, index) =>
    processTime(index, size),
  )
  print(lines)
  process.stdout.write(
    `\nwhole process, median: start of Node ${start} ms · wavetank --help ${help} ms · run of one simulated second with its report ${second} ms\n`,
  )
}

/** An experiment on threads, and its report. */
function printExperiment(size: 'full' | 'smoke'): void {
  const { oneThread, twoThreads, comparison, page, pageMB } = JSON.parse(node(at('experiment.ts'), size)) as ExperimentTimes
  const [runs, grid] = size === 'full' ? ['40 equal runs', '20 variants × 20 seeds'] : ['4 equal runs', '3 variants × 2 seeds']
  process.stdout.write(
    `experiment: ${runs} ${oneThread.toFixed(2)} s on one thread, ${twoThreads.toFixed(2)} s on two, ratio ${(oneThread / twoThreads).toFixed(2)} · ` +
      `${grid}: compared in ${comparison.toFixed(2)} s, page of ${pageMB.toFixed(1)} MB in ${page.toFixed(2)} s\n`,
  )
}

function printFits(size: 'full' | 'smoke'): void {
  const { airline, automatic, seasonal } = JSON.parse(node(at('time-series.ts'), size)) as FitTimes
  process.stdout.write(
    `time series: airline model ${airline.toFixed(0)} ms · order of ${size === 'full' ? 500 : 100} values chosen in ${automatic.toFixed(0)} ms, ` +
      `with a season of 12 in ${seasonal.toFixed(0)} ms\n`,
  )
}

/** Median milliseconds of a whole process. */
function processTime(which: number, size: 'full' | 'smoke'): string {
  const commands = [
    ['-e', '0'],
    [at('../../bin/wavetank.js'), '--help'],
    [at('../../bin/wavetank.js'), 'run', at('one-second.yaml'), '--quiet', '--out', at('../../reports/bench')],
  ]
  const times = Array.from({ length: size === 'smoke' ? 1 : 7 }, () => {
    const from = performance.now()
    node(...commands[which]!)
    return performance.now() - from
  }).sort((a, b) => a - b)
  return times[times.length >> 1]!.toFixed(0)
}

function print(lines: readonly (readonly string[])[]): void {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  for (const line of lines)
    process.stdout.write(
      `${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')}\n`,
    )
}

/** Arrivals of a trace for recognition. */
const RECOGNISED_BY = 8_000

function printRecognition(trials: string): void {
  const lines = node(at('recognition.ts'), trials, String(RECOGNISED_BY)).trim().split('\n')
  for (const { name, chosen, parameters, within } of lines.map((line) => JSON.parse(line) as Recognition)) {
    const times = chosen[name] ?? 0
    const others = Object.entries(chosen).flatMap(([other, count]) => (other === name ? [] : [`${other} ${count}`]))
    process.stdout.write(
      `${name}: recognised ${times} of ${trials} times${others.length === 0 ? '' : ` (${others.join(', ')})`}, by ${printNumber(RECOGNISED_BY)} arrivals each` +
        `${parameters === 0 ? '' : `; ${within} of ${parameters} parameters within three standard errors`}\n`,
    )
    if (times < 0.9 * Number(trials)) process.exitCode = 1
  }
}

const records = process.argv.indexOf('--records')
const recognition = process.argv.indexOf('--recognition')
const checks = process.argv.indexOf('--same-code')
if (recognition >= 0) {
  printRecognition(process.argv[recognition + 1]!)
} else if (checks >= 0) {
  const found = JSON.parse(node(at('same-code.ts'), process.argv[checks + 1]!)) as SameCode
  process.stdout.write(
    `${found.checks} checks of ${found.scenarios} scenarios: ${printNumber(found.runs)} runs, ${printNumber(found.values)} values compared, ${found.alarms} alarms\n`,
  )
  process.exitCode = found.alarms === 0 ? 0 : 1
} else if (records >= 0) {
  const count = Number(process.argv[records + 1]!.replaceAll('_', ''))
  const { perSecond, residentMB } = JSON.parse(node(at('memory.ts'), String(count))) as { perSecond: number; residentMB: number }
  process.stdout.write(
    `${printNumber(count)} records of M/M/1: ${millions(perSecond)}, at most ${residentMB.toFixed(0)} MB resident before the report\n`,
  )
} else {
  const size = process.argv.includes('--smoke') ? 'smoke' : 'full'
  printTimes(size)
  printExperiment(size)
  printFits(size)
}
