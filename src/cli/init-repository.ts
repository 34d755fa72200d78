/** What `wavetank init` does once its options are known to make sense. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { baselineOf } from '../experiment/baseline.ts'
import { stableJson } from '../experiment/stable-json.ts'
import { baselinePath } from './baseline-file.ts'
import { runPlans, readPlan } from './check-plan.ts'
import { scenarioFiles, settingsWith, type CheckSettings } from './check-settings.ts'
import type { InitArguments } from './commands/init.ts'
import { Failure } from './failure.ts'
import { NewFiles } from './new-files.ts'
import { printMessage, printResult } from './output.ts'
import { FILES, readTemplate, STARTERS, starterPath, withNearestSchema, type Starter } from './templates.ts'

/** A file with what it is for. */
interface Described {
  readonly path: string
  readonly purpose: string
}

export async function initRepository({ folder, from }: InitArguments): Promise<void> {
  const top = resolve(folder)
  const files = elsewhere(() => new NewFiles(top))
  const before = process.cwd()
  try {
    // What `check` will do in that folder is done there.
    process.chdir(top)
    const settings = settingsWith({})
    const scenario = { path: `scenarios/${from}.yaml`, purpose: 'the scenario' }
    const baseline = { path: baselinePath(settings.baselines, from), purpose: 'what it gives now, seed by seed' }
    refuseExisting([scenario, baseline])
    const [missing, kept] = [FILES.filter(({ path }) => !existsSync(path)), FILES.filter(({ path }) => existsSync(path))]
    elsewhere(() => [scenario, baseline, ...missing].forEach(({ path }) => files.expect(path)))
    const made = await makeBaseline(from, settings)
    const text = readFileSync(starterPath(from), 'utf8')
    elsewhere(() => {
      files.add(scenario.path, withNearestSchema(text, scenario.path))
      files.add(baseline.path, made)
      for (const { path, template } of missing) files.add(path, withNearestSchema(readTemplate(template), path))
      files.commit()
    })
    printResult(inventory('Wrote', [scenario, baseline, ...missing]))
    if (kept.length > 0) printResult(inventory('Kept', kept))
    for (const note of notes(scenario.path, settings)) printMessage(`\n${note}`)
  } catch (error) {
    process.chdir(before)
    files.discard()
    throw error
  }
  process.chdir(before)
  printResult(nextCommands(from, relative(before, top)))
}

/** Names another folder as the way out of a failed write. */
function elsewhere<Value>(write: () => Value): Value {
  try {
    return write()
  } catch (error) {
    if (!(error instanceof Failure) || error.remedy === undefined) throw error
    throw new Failure(error.message, { remedy: 'Choose another folder: `wavetank init FOLDER`.', code: error.code })
  }
}

function refuseExisting(files: readonly Described[]): void {
  const taken = files.map(({ path }) => path).filter((path) => existsSync(path))
  if (taken.length === 0) return
  const others = STARTERS.filter((starter) => !existsSync(`scenarios/${starter}.yaml`))
  const instead = others.length === 0 ? '' : `, begin with another one (--from ${others.join(', ')})`
  throw new Failure(`${taken.join(' and ')} ${taken.length === 1 ? 'is' : 'are'} there already; nothing was written.`, {
    remedy: `Move ${taken.length === 1 ? 'it' : 'them'} away${instead}, or choose another folder: \`wavetank init FOLDER\`.`,
  })
}

/** Runs the scenario as `check` will. */
async function makeBaseline(from: Starter, settings: CheckSettings): Promise<string> {
  const plan = await readPlan(starterPath(from), false, settings)
  if (plan === undefined) throw new Error(`the template ${from} is invalid`)
  const [conducted] = await runPlans([plan], { settings, quick: false, shown: true })
  if (conducted === undefined || conducted === null)
    throw new Failure('The scenario did not end within the timeLimit of wavetank.yaml; nothing was written.', { remedy: 'Raise it.' })
  return stableJson(baselineOf(plan.plan, conducted.experiment, 'first baseline'))
}

function inventory(verb: string, files: readonly Described[]): string {
  const width = Math.max(...files.map(({ path }) => path.length)) + 2
  return files.map(({ path, purpose }, index) => `${index === 0 ? verb.padEnd(7) : '       '}${path.padEnd(width)}${purpose}`).join('\n')
}

/** What stands between these files and a check of every pull request. */
function notes(scenario: string, settings: CheckSettings): string[] {
  const found: string[] = []
  if (!scenarioFiles(settings.scenarios).includes(scenario))
    found.push(`wavetank.yaml does not name ${scenario}: add it to \`scenarios:\`, or \`check\` passes it by.`)
  if (!isDependency('.'))
    found.push(
      'The workflow installs what package.json names, and Wavetank is not among it: `npm install --save-dev FILE`, where FILE is what\n' +
        '`npm pack` makes in its repository.',
    )
  const git = above('.', '.git')
  if (git !== undefined && git !== process.cwd())
    found.push(
      `GitHub looks for workflows at the top of the repository only: move .github to ${relative('.', git)}, and let its steps run in\n` +
        `${relative(git, '.')} (\`defaults: { run: { working-directory: ${relative(git, '.')} } }\`).`,
    )
  if (existsSync('.gitignore') && !/^\/?reports\b/m.test(readFileSync('.gitignore', 'utf8')))
    found.push('.gitignore does not name reports/, where results go.')
  return found
}

function isDependency(folder: string): boolean {
  const holder = above(folder, 'package.json')
  if (holder === undefined) return false
  try {
    const manifest = JSON.parse(readFileSync(join(holder, 'package.json'), 'utf8')) as Record<string, unknown>
    const groups = [manifest['dependencies'], manifest['devDependencies']]
    return groups.some((group) => typeof group === 'object' && group !== null && Object.hasOwn(group, 'wavetank'))
  } catch {
    return false
  }
}

/** The nearest folder, upwards, that has something of that name. */
function above(folder: string, name: string): string | undefined {
  const here = resolve(folder)
  if (existsSync(join(here, name))) return here
  return dirname(here) === here ? undefined : above(dirname(here), name)
}

function nextCommands(from: Starter, folder: string): string {
  const commands = [
    [`npx wavetank run ${from}`, 'one run of it, with a report'],
    [`npx wavetank compare ${from}`, 'its variants on the same traffic'],
    ['npx wavetank check', 'against the baseline: nothing has changed yet'],
  ] as const
  const width = Math.max(...commands.map(([line]) => line.length)) + 3
  const heading = folder === '' ? 'Next:' : `Next, in ${folder}:`
  return ['', heading, ...commands.map(([line, meaning]) => `  ${line.padEnd(width)}${meaning}`)].join('\n')
}
