/** `check --base` and `--changed`, in repositories of their own. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { COMMAND, type Outcome } from './command.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'wavetank-check-base-'))
const cwd = join(folder, 'repository')
/** Where worktrees are made, so that what is left behind is seen. */
const temporary = join(folder, 'temporary')
const ENVIRONMENT = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, TMPDIR: temporary }
mkdirSync(temporary)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(cwd, path)), { recursive: true })
  writeFileSync(join(cwd, path), text)
}
/** A baseline without the digest by which an edit shows. */
const unsealed = (path: string): string => readFileSync(join(cwd, path), 'utf8').replace(/\n {2}"digest": .*/, '')

/** Lines are broken to fit a terminal; what is said is not. */
function run(args: readonly string[], command = COMMAND, where = cwd): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', command, ...args], {
    cwd: where,
    encoding: 'utf8',
    env: ENVIRONMENT,
  })
  return { code: status, stdout: stdout.replaceAll(/\s+/g, ' '), stderr: stderr.replaceAll(/\s+/g, ' ') }
}

const scenario = (service: string, extra = ''): string => `format: 1
duration: 2 s
seed: 5
replications: 5
metrics: [latency.mean]
traffic:
  jobs: { arrivals: { poisson: 1_000/s }, records: { key: { uniform: 10 } } }
pipeline:
  server: { from: jobs, service: { time: { exponential: ${service} } } }
  done: { from: server, sink: discard }
${extra}`

function commit(message: string): void {
  git('add', '-A')
  git('commit', '-qm', message, '--allow-empty')
}

/** A repository whose main branch has a scenario with its baseline; work goes on in a branch. */
const template = join(folder, 'template')
beforeAll(() => {
  mkdirSync(cwd)
  git('init', '-q', '-b', 'main')
  write('scenarios/queue.yaml', scenario('0.5 ms'))
  run(['check', '--init', '--quiet'])
  commit('one')
  git('checkout', '-q', '-b', 'work')
  renameSync(cwd, template)
})
beforeEach(() => {
  rmSync(cwd, { recursive: true, force: true })
  cpSync(template, cwd, { recursive: true })
})
/** Whatever a test does, no worktree is left behind. */
afterEach(() => {
  const left = readdirSync(temporary).filter((name) => name.startsWith('wavetank-base-'))
  const known = existsSync(join(cwd, '.git')) ? git('worktree', 'list').trim().split('\n').slice(1) : []
  if (left.length + known.length > 0) throw new Error(`left behind: ${[...left, ...known].join(', ')}`)
})

describe('a user’s repository', () => {
  test('in which nothing has moved gives what the base gives', () => {
    const { code, stdout } = run(['check', '--base', 'main'])
    expect(stdout).toMatch(/The same as main \([0-9a-f]{10}\): every value, and every event\./)
    expect(code).toBe(0)
  })

  test('in which the change has moved something: says so, with the first event that differs', () => {
    write('scenarios/queue.yaml', scenario('0.55 ms'))
    const { code, stdout, stderr } = run(['check', '--base', 'main', '--out', 'perf'])
    expect(code).toBe(1)
    expect(stderr).toContain('What is checked is the working tree, with 1 uncommitted file.')
    expect(stdout).toMatch(/This change has moved it from main \([0-9a-f]{10}\)\. The runs part at event 2, after at 0\.\d{9} s jobs #1/)
    expect(stdout).toMatch(/base at 0\.\d{9} s jobs #1 \(key \d\) arrives at done .* now at 0\.\d{9} s jobs #1 \(key \d\) arrives at done/)
    const { scenarios } = JSON.parse(readFileSync(join(cwd, 'perf/check.json'), 'utf8')) as { scenarios: [{ base: object }] }
    expect(scenarios[0].base).toMatchObject({ ref: 'main', moved: true, stale: false, accepted: null, judgedBy: 'baseline', problem: null })
    expect(scenarios[0].base).toMatchObject({ divergence: { number: 2, variant: 'default', seed: 5, base: { event: { stage: 'done' } } } })
  })

  test('in which the change has brought along its baseline: it is accepted', () => {
    write('scenarios/queue.yaml', scenario('0.55 ms'))
    run(['accept', 'queue', '--reason', 'safer disks'])
    const { code, stdout } = run(['check', '--base', 'main'])
    expect(stdout).toContain('has accepted that: safer disks')
    expect(code).toBe(0)
  })

  test('whose base has left its baseline behind: that is told, and verdicts are about the base', () => {
    git('checkout', '-q', 'main')
    write('scenarios/queue.yaml', scenario('0.6 ms'))
    commit('slower, and nobody accepted it')
    git('checkout', '-q', '-B', 'work')
    const same = run(['check', '--base', 'main'])
    expect(same.stdout).toMatch(/The baseline is stale: main \([0-9a-f]{10}\) itself no longer gives it/)
    expect(same.stdout).toContain('Verdicts are about the base.')
    expect(same.code).toBe(0)
    // The control: without a base, the same is a regression.
    expect(run(['check']).code).toBe(1)
    write('scenarios/queue.yaml', scenario('0.7 ms'))
    const moved = run(['check', '--base', 'main'])
    expect(moved.stdout).toMatch(/regressed .*The baseline is stale.* This change has moved it/)
    expect(moved.code).toBe(1)
  })

  test('without any baseline is compared with its base alone', () => {
    git('rm', '-rq', 'baselines')
    commit('no baselines')
    git('branch', '-f', 'main')
    expect(run(['check', '--base', 'main'])).toMatchObject({ code: 0, stdout: expect.stringContaining('38 unchanged') as string })
    write('scenarios/queue.yaml', scenario('0.6 ms'))
    expect(run(['check', '--base', 'main']).code).toBe(1)
  })

  test('quick, whose baselines are of whole runs, is compared with its base alone', () => {
    const same = run(['check', '--base', 'main', '--quick'])
    expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining('The same as main') as string })
    expect(same.stdout).not.toContain('stale')
    write('scenarios/queue.yaml', scenario('0.6 ms'))
    expect(run(['check', '--base', 'main', '--quick']).code).toBe(1)
  })

  test('whose baseline is of another engine', () => {
    git('checkout', '-q', 'main')
    write('baselines/queue.json', unsealed('baselines/queue.json').replace(/"engine": \d+/, '"engine": 0'))
    commit('old')
    git('checkout', '-q', '-B', 'work')
    expect(run(['check']).code).toBe(3)
    expect(run(['check', '--base', 'main'])).toMatchObject({ code: 0, stdout: expect.stringContaining('The baseline is stale') as string })
  })

  test('from a folder within it, with other traffic, or with a scenario that is new', () => {
    write('deep/scenarios/other.yaml', scenario('0.5 ms'))
    expect(run(['check', 'scenarios/other.yaml', '--base', 'main', '--init'], COMMAND, join(cwd, 'deep'))).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Not compared with main .*there is no deep\/scenarios\/other\.yaml in .*it is new/) as string,
    })
    write('scenarios/queue.yaml', scenario('0.5 ms').replace('1_000/s', '900/s'))
    expect(run(['check', 'queue', '--base', 'main'])).toMatchObject({ code: 3, stdout: expect.stringContaining('other waves') as string })
    run(['accept', 'queue', '--reason', 'less traffic'])
    expect(run(['check', 'queue', '--base', 'main'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Not compared with main .*: traffic, duration, analysis or seeds are others than there\./) as string,
    })
  })

  test('reads data that is not in version control from where it lies', () => {
    const replay = scenario('0.5 ms').replace('poisson: 1_000/s', 'replay: { file: ../data/trace.csv, time: t, timezone: UTC }')
    write('scenarios/queue.yaml', replay)
    write(
      'data/trace.csv',
      `t\n${Array.from({ length: 500 }, (_, i) => `2026-01-01T00:00:00.${String(2 * i).padStart(3, '0')}Z`).join('\n')}\n`,
    )
    write('.gitignore', 'data\n')
    expect(run(['accept', 'queue', '--reason', 'a trace'])).toMatchObject({ code: 0 })
    commit('replay')
    git('branch', '-f', 'main')
    expect(run(['check', '--base', 'main'])).toMatchObject({ code: 0, stdout: expect.stringContaining('The same as main') as string })
    expect(run(['check', '--changed'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('data/trace.csv is not in version control') as string,
    })
  })

  test('whose base has an invalid scenario is checked against its baseline', () => {
    git('checkout', '-q', 'main')
    write('scenarios/queue.yaml', 'format: 1\n')
    commit('broken')
    git('checkout', '-q', '-B', 'work')
    write('scenarios/queue.yaml', scenario('0.5 ms'))
    expect(run(['check', '--base', 'main'])).toMatchObject({ code: 0, stdout: expect.stringContaining('the base is invalid') as string })
  })
})

describe('what git cannot give', () => {
  test('a ref that is not there, and no repository', () => {
    expect(run(['check', '--base', 'origin/nowhere'])).toMatchObject({
      code: 2,
      stderr:
        'error: There is no commit "origin/nowhere" in this repository. Fetch it first, as in `git fetch origin nowhere`, or name another. ',
    })
    rmSync(join(cwd, '.git'), { recursive: true })
    expect(run(['check', '--base', 'main'])).toMatchObject({ code: 2, stderr: expect.stringContaining('not a git repository') as string })
    expect(run(['check', '--changed']).code).toBe(2)
  })

  test('a shallow clone: what is in common is not there', () => {
    commit('two')
    const shallow = join(folder, 'shallow')
    execFileSync('git', ['clone', '-q', '--depth', '1', '--no-single-branch', `file://${cwd}`, shallow], { stdio: 'ignore' })
    const { code, stderr } = run(['check', '--base', 'origin/main'], COMMAND, shallow)
    expect(stderr).toContain('This clone is shallow: `git fetch --unshallow`')
    expect(code).toBe(3)
    rmSync(shallow, { recursive: true })
  })

  test('branches with nothing in common', () => {
    git('checkout', '-q', '--orphan', 'alone')
    commit('alone')
    expect(run(['check', '--base', 'main'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('have no commit in common') as string,
    })
  })

  test('an interrupt leaves no worktree behind', async () => {
    write('scenarios/queue.yaml', scenario('0.5 ms').replace('2 s', '2 h'))
    commit('long')
    git('branch', '-f', 'main')
    const child = spawn(process.execPath, [COMMAND, 'check', 'queue', '--base', 'main'], { cwd, env: ENVIRONMENT, stdio: 'ignore' })
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    const made = (): boolean => readdirSync(temporary).some((name) => existsSync(join(temporary, name, 'tree/scenarios/queue.yaml')))
    while (!made() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGINT')
    expect(await ended).toBe(130)
  })
})

describe('--changed', () => {
  beforeEach(() => {
    write('scenarios/other.yaml', scenario('0.5 ms'))
    write('baselines/other.json', unsealed('baselines/queue.json').replace('"scenario": "queue"', '"scenario": "other"'))
    write('README.md', 'Hello')
    commit('two')
    git('branch', '-f', 'main')
  })

  test('when nothing that a scenario depends on has changed, it says so and is content', () => {
    write('README.md', 'Hello again')
    write('test/x.test.js', '')
    const { code, stdout, stderr } = run(['check', '--changed'])
    expect(stderr).toMatch(/Nothing has to be checked since main \([0-9a-f]{10}\)\./)
    expect(stdout).toContain('Not run, because nothing that they depend on has changed: other, queue.')
    expect(stdout).toContain('Nothing had to be compared.')
    expect(code).toBe(0)
  })

  test('only what has changed is checked: a scenario, or its baseline', () => {
    write('scenarios/other.yaml', scenario('0.6 ms'))
    const changed = run(['check', '--changed', '--json'])
    expect(changed.stderr).toMatch(/other is checked: scenarios\/other\.yaml has changed since main .*depend on has changed .*: queue\./)
    expect((JSON.parse(changed.stdout) as { scenarios: { scenario: string }[] }).scenarios.map((one) => one.scenario)).toEqual(['other'])
    expect(changed.code).toBe(1)
    git('checkout', '-q', '.')
    write('baselines/queue.json', `${readFileSync(join(cwd, 'baselines/queue.json'), 'utf8')}\n`)
    expect(run(['check', '--changed', '--base', 'main'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('queue is checked: baselines/queue.json has changed') as string,
    })
  })

  test.each(['src/policy.ts', 'wavetank.yaml'])('all are checked when %s has changed', (path) => {
    write(path, '')
    const { code, stderr } = run(['check', '--changed'])
    expect(stderr).toContain(`All are checked: ${path} has changed, which any of them may depend on since main`)
    expect(code).toBe(0)
  })

  test('without any baseline nothing is compared, and that is no success', () => {
    git('rm', '-rq', 'baselines')
    commit('none')
    git('branch', '-f', 'main')
    expect(run(['check', '--changed']).code).toBe(3)
  })
})

describe('the repository of Wavetank itself', () => {
  const command = join(cwd, 'bin/wavetank.js')

  beforeEach(() => {
    for (const part of ['src', 'bin', 'package.json']) cpSync(join(ROOT, part), join(cwd, part), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(cwd, 'node_modules'))
    write('.gitignore', 'node_modules\n')
    write(
      'scenarios/priced.yaml',
      scenario('0.5 ms')
        .replace('from: server,', 'from: slow,')
        .replace('  done:', '  slow: { from: server, map: { twice: 2 * key } }\n  done:'),
    )
    run(['check', '--init', '--quiet'], command)
    commit('two')
    git('branch', '-f', 'main')
  })

  test('lets the base be run by its own engine: a price moved, and with it the first event that carries it', { timeout: 60_000 }, () => {
    const file = 'src/simulation/price-list.json'
    const prices = JSON.parse(readFileSync(join(cwd, file), 'utf8')) as { default: { records: number } }
    prices.default.records += 1_000
    write(file, JSON.stringify(prices))
    const { stdout } = run(['check', 'priced', '--base', 'main'], command)
    expect(stdout).toContain('This change has moved it from main')
    expect(stdout).toMatch(/base at (\S+) s jobs #1 \(key \d\) arrives at done .* now at (?!\1)(\S+) s jobs #1 \(key \d\) arrives at done/)
    // The control: engines that are the same give the same.
    git('checkout', '-q', '.')
    write('src/version.ts', `${readFileSync(join(ROOT, 'src/version.ts'), 'utf8')}\n// Touched.\n`)
    expect(run(['check', 'priced', '--base', 'main'], command)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('The same as main') as string,
    })
  })
})
