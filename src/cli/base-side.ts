/** The other side of `check --base`: the scenarios as they were in another commit, run by what ran them then or by what runs now. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Baseline } from '../experiment/baseline.ts'
import type { Trace } from '../experiment/first-divergence.ts'
import type { TraceChunk } from '../experiment/trace.ts'
import { namedPlugins } from '../scenario/plugins-section.ts'
import { baselinePath, readBaseline } from './baseline-file.ts'
import { readPlan, type CheckPlan } from './check-plan.ts'
import type { CheckSettings } from './check-settings.ts'
import { Failure } from './failure.ts'
import { git, pathInside, type BaseCommit, type Repository } from './git.ts'
import { packagesFrom } from './package-folder.ts'

/** What the base has of a scenario. */
export interface BaseScenario {
  /** Why there is nothing to compare with. */
  readonly problem?: string
  /** To be run by the engine at hand. */
  readonly plan?: CheckPlan
  /** What its own engine gave. */
  readonly run?: Baseline
  /** The baseline that is committed there. */
  readonly committed?: Baseline
  /** Reads a run of its own engine. */
  readonly trace?: (variant: string, seed: number, from: number) => Trace
}

export interface BaseOptions {
  readonly settings: CheckSettings
  readonly quick: boolean
  /** Whether the sources of Wavetank itself are others than there. */
  readonly otherEngine: boolean
}

/** Where things are in the commit that is checked out. */
interface Place {
  readonly repository: Repository
  readonly base: BaseCommit
  readonly tree: string
  readonly options: BaseOptions
  readonly signal: AbortSignal
}

/** In the order of the plans. */
export async function readBaseSide(
  plans: readonly CheckPlan[],
  repository: Repository,
  base: BaseCommit,
  tree: string,
  options: BaseOptions,
  signal: AbortSignal,
): Promise<readonly BaseScenario[]> {
  const place: Place = { repository, base, tree, options, signal }
  const own = options.otherEngine ? ownCommand(tree) : undefined
  const files = plans.map(({ file }) => fileThere(place, file))
  const runs = own === undefined ? undefined : await runByItself(own, place, plans, files)
  const found: BaseScenario[] = []
  for (const [number, plan] of plans.entries()) {
    const file = files[number]!
    if ('problem' in file) found.push(file)
    else if (runs === undefined) found.push({ ...(await planThere(place, file.path)), ...committedThere(place, plan.scenario) })
    else {
      const trace = (variant: string, seed: number, from: number): Trace => traceByItself(own!, place, file.path, variant, seed, from)
      found.push({ ...runs[number], ...committedThere(place, plan.scenario), trace })
    }
  }
  return found
}

type FileThere = { readonly path: string } | { readonly problem: string }

function fileThere({ repository, base, tree }: Place, file: string): FileThere {
  const inside = pathInside(repository, file)
  if (inside === undefined) return { problem: 'its file is not in this repository' }
  const path = join(tree, inside)
  return existsSync(path) ? { path } : { problem: `there is no ${inside} in ${base.commit.slice(0, 10)}: it is new` }
}

async function planThere({ repository, tree, options }: Place, file: string): Promise<BaseScenario> {
  const before = process.exitCode
  const folder = dirname(file)
  if (namedPlugins(readFileSync(file, 'utf8'), { folder, packageFolder: packagesFrom(folder) }).length > 0)
    return { problem: 'it has plugins, and one process cannot hold two versions of them' }
  // Data that is not in version control is not in the commit either.
  const readFile = (path: string): Uint8Array => {
    const inside = relative(tree, path)
    const outside = inside.startsWith('..') || existsSync(path) || isTracked(repository, inside)
    return readFileSync(outside ? path : join(repository.root, inside))
  }
  try {
    const plan = await readPlan(file, options.quick, options.settings, readFile)
    if (plan !== undefined) return { plan }
  } catch (error) {
    if (error instanceof Failure) return { problem: error.message.replace(/\.$/, '') }
    throw error
  }
  process.exitCode = before
  return { problem: 'the scenario of the base is invalid, as printed above' }
}

function isTracked({ root }: Repository, path: string): boolean {
  return git(root, 'ls-files', '-z', '--', path) !== ''
}

function committedThere({ repository, tree, options }: Place, scenario: string): { readonly committed?: Baseline } {
  const folder = pathInside(repository, options.settings.baselines)
  if (folder === undefined) return {}
  const found = readBaseline(baselinePath(join(tree, folder), scenario), scenario)
  return 'baseline' in found ? { committed: found.baseline } : {}
}

/** The command that a commit brings along: it is of Wavetank itself, or has one in version control. */
function ownCommand(tree: string): string | undefined {
  const own = join(tree, 'bin/wavetank.js')
  if (existsSync(own) && existsSync(join(tree, 'src/cli/main.ts'))) return own
  const installed = join(tree, 'node_modules/wavetank/bin/wavetank.js')
  return existsSync(installed) && !relative(realpathSync(tree), realpathSync(installed)).startsWith('..') ? installed : undefined
}

/** Lets the command of the base make baselines of its scenarios, in a folder beside it. */
async function runByItself(
  command: string,
  place: Place,
  plans: readonly CheckPlan[],
  files: readonly FileThere[],
): Promise<BaseScenario[]> {
  const { tree, options } = place
  const folder = resolve(tree, '..', 'baselines')
  mkdirSync(folder, { recursive: true })
  const made = (number: number): string => baselinePath(folder, plans[number]!.scenario)
  const problems = new Map<number, string>()
  const args = ['check', '--init', '--quiet', '--baselines', folder]
  if (options.quick) args.push('--quick')
  const { threads } = options.settings
  if (threads !== undefined) args.push('--threads', String(threads))
  for (;;) {
    const left = [...plans.keys()].filter((number) => 'path' in files[number]! && !existsSync(made(number)) && !problems.has(number))
    if (left.length === 0) break
    const said = await execute(command, place, [...args, ...left.map((number) => (files[number] as { path: string }).path)])
    // One that is refused holds up those behind it: it is left out, and the others are tried once more.
    if (left.every((number) => !existsSync(made(number)))) problems.set(left[0]!, `it does not run there: ${said}`)
  }
  return plans.map(({ scenario }, number) => {
    const problem = problems.get(number)
    if (problem !== undefined) return { problem }
    const found = readBaseline(made(number), scenario)
    return 'baseline' in found ? { run: found.baseline } : { problem: found.problem }
  })
}

/** What it says is wrong, in one line; empty when it is content. */
async function execute(command: string, { tree, repository, signal }: Place, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [command, ...args], {
    cwd: folderThere(tree, repository),
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  await new Promise<void>((ended, failed) => child.on('error', failed).on('close', () => ended()))
  const lines = said.trim().split('\n')
  return (lines.find((line) => line.startsWith('error: '))?.slice('error: '.length) ?? lines.at(-1)!).replace(/\.$/, '')
}

/** The folder of the base in which one is: names of scenarios and packages are looked for from there. */
function folderThere(tree: string, repository: Repository): string {
  const folder = join(tree, pathInside(repository, '.') ?? '')
  return existsSync(folder) ? folder : tree
}

async function* traceByItself(
  command: string,
  { tree, repository, options, signal }: Place,
  file: string,
  variant: string,
  seed: number,
  from: number,
): AsyncGenerator<TraceChunk, void> {
  const args = ['trace', file, '--json', '--seed', String(seed), '--from', `${from} ns`, '--variant', variant]
  if (options.quick) args.push('--quick')
  const child = spawn(process.execPath, [command, ...args], {
    cwd: folderThere(tree, repository),
    stdio: ['ignore', 'pipe', 'ignore'],
    signal,
  })
  const ended = new Promise<number | null>((resolveCode, failed) => child.on('error', failed).on('close', resolveCode))
  ended.catch(() => undefined)
  try {
    for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line) as TraceChunk
    if ((await ended) !== 0) throw new Failure('The base cannot show what its runs do.')
  } finally {
    child.kill()
  }
}
