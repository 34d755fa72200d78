/** The package as others install it: what `npm pack` makes has all that `init` and what comes after it need, far from this repository. */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SCHEMA_NAMES } from '../src/cli/commands/schema.ts'
import { readText, ROOT } from './tidy/repository.ts'

const folder = mkdtempSync(join(tmpdir(), 'wavetank packed '))
const source = join(folder, 'source')
const project = join(folder, 'project')
const installed = join(project, 'node_modules', 'wavetank')

function wavetank(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }
  return spawnSync(process.execPath, [join(installed, 'bin', 'wavetank.js'), ...args], { cwd: project, env, encoding: 'utf8' })
}

beforeAll(() => {
  // Built anew, because dist/ may be older than the sources.
  const { files } = JSON.parse(readText('package.json')) as { files: string[] }
  for (const name of [...files, 'package.json', 'README.md', 'LICENSE', 'src', 'tools', 'tsconfig.json', 'tsconfig.build.json']) {
    if (name !== 'dist') cpSync(join(ROOT, name), join(source, name), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(source, 'node_modules'), 'junction')
  execFileSync(process.execPath, ['tools/build.ts'], { cwd: source })
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: source })
  const [packed] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  mkdirSync(installed, { recursive: true })
  execFileSync('tar', ['-xzf', join(folder, packed!), '--strip-components=1', '-C', installed])
  // What npm would install beside it.
  const { dependencies } = JSON.parse(readText('package.json')) as { dependencies: Record<string, string> }
  for (const name of Object.keys(dependencies)) {
    const at = join(project, 'node_modules', name)
    mkdirSync(join(at, '..'), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', name), at, 'junction')
  }
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('it has no sources, and runs from what was compiled', () => {
  expect(existsSync(join(installed, 'src'))).toBe(false)
  expect(wavetank('--version').status).toBe(0)
})

test.each(SCHEMA_NAMES)('it prints the schema %s, and has it as a file', (name) => {
  expect(existsSync(join(installed, `${name}.schema.json`))).toBe(true)
  expect(wavetank('schema', name).stdout).toBe(readText(`${name}.schema.json`))
})

test('init and what it says to do next', { timeout: 120_000 }, () => {
  const { status, stdout, stderr } = wavetank('init', '--from', 'llm')
  expect(status, stderr).toBe(0)
  const commands = [...stdout.matchAll(/^ {2}npx wavetank (.+?) {3}/gm)].map(({ 1: args }) => args!.split(' '))
  expect(commands).toHaveLength(3)
  for (const args of commands) {
    const ran = wavetank(...args)
    expect(ran.status, `${args.join(' ')}: ${ran.stdout}${ran.stderr}`).toBe(0)
  }
  for (const name of ['result.json', 'report.html', 'comparison.json']) expect(existsSync(join(project, 'reports', 'llm', name))).toBe(true)
})

test('a plugin that is written with what the package exports', () => {
  writeFileSync(
    join(project, 'shortest.ts'),
    `import { defineScheduling, KeyedScheduler, type SchedulingContext } from 'wavetank'
class Smallest extends KeyedScheduler {
  protected keyOf(row: number): number { return row < 0 ? -Infinity : this.table.bytes(row) }
}
export const smallest = defineScheduling({
  descriptor: { kind: 'scheduling', name: 'smallest', summary: 'The smallest record first.', source: 'an example', options: {} },
  keepsOrderOf: 'channel',
  create: (_options, context: SchedulingContext) => new Smallest(context),
})
`,
  )
  mkdirSync(join(project, 'scenarios'), { recursive: true })
  writeFileSync(
    join(project, 'scenarios', 'own.yaml'),
    `format: 1
duration: 1 s
plugins: [../shortest.ts]
traffic: { jobs: { arrivals: { poisson: 1000/s } } }
pipeline: { work: { from: jobs, filter: key >= 0 }, done: { from: work, sink: discard } }
strategies: { scheduling: [smallest, fifo] }
`,
  )
  for (const args of [
    ['run', 'own', '--check'],
    ['compare', 'own', '--replications', '2'],
  ]) {
    const { status, stdout, stderr } = wavetank(...args)
    expect(status, stdout + stderr).toBe(0)
    expect(stderr).toContain('Loaded the plugin ../shortest.ts: scheduling smallest.')
  }
})

test('scenarios of the package, and scripts of completion', () => {
  expect(wavetank('validate', 'quickstart').status).toBe(0)
  expect(wavetank('completion', 'zsh').stdout).toBe(readText('templates/completion/zsh'))
})
