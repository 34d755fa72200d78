/** The workflows that `wavetank init` writes and the documents show: they parse, give nothing away, and the script comments where it should. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { fences } from './docs/markdown.ts'
import { readText } from './tidy/repository.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number
  readonly steps: readonly Step[]
}

interface Workflow {
  readonly name: string
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const shown = new Map(
  fences(readText('docs/ci.md'))
    .filter(({ language }) => language === 'yaml')
    .map(({ mark, text }) => [mark.replace(/^file=\.github\/workflows\//, ''), text]),
)

function parsed(text: string): Workflow {
  const document = parseDocument(text)
  expect(document.errors).toEqual([])
  expect(document.warnings).toEqual([])
  return document.toJS() as Workflow
}

/** What is unsafe in a workflow that pull requests from forks start. */
function dangers(text: string): string[] {
  const { on, permissions, jobs } = parsed(text)
  const found: string[] = []
  if ('pull_request_target' in on) found.push('runs with the rights of the repository')
  if (permissions === undefined) found.push('has whatever rights are the default')
  for (const [right, level] of Object.entries(permissions ?? {})) if (level !== 'read') found.push(`every job may write ${right}`)
  if (/\bsecrets\./.test(text)) found.push('uses secrets')
  for (const [name, job] of Object.entries(jobs)) {
    if (job['timeout-minutes'] === undefined) found.push(`${name} may run for six hours`)
    const mayWrite = Object.values(job.permissions ?? {}).includes('write')
    if (mayWrite && 'pull_request' in on) found.push(`${name} may write`)
    for (const { uses, run, with: given } of job.steps) {
      if (run?.includes('${{') === true) found.push(`${name} pastes an expression into a script`)
      if (uses !== undefined && !/@(?:v\d+|[0-9a-f]{40})$/.test(uses)) found.push(`${uses} is not pinned`)
      if (uses?.startsWith('actions/checkout@') !== true) continue
      if (given?.['persist-credentials'] !== false) found.push(`${name} leaves credentials on the disk`)
      if (mayWrite) found.push(`${name} may write, and checks out`)
    }
  }
  return found
}

const FILES = ['wavetank.yml', 'wavetank-comment.yml'] as const

test.each(FILES)('%s is shown as it is written', (file) => {
  expect(shown.get(file)).toBe(readText(`templates/workflows/${file}`))
})

test('those and the one in parts are all that there is', () => {
  expect([...shown.keys()]).toEqual([...FILES, 'wavetank-parts.yml'])
})

test.each([...shown])('%s gives nothing away', (_, text) => {
  expect(dangers(text)).toEqual([])
})

test('the comment follows the check', () => {
  const comment = parsed(shown.get('wavetank-comment.yml')!)
  for (const file of ['wavetank.yml', 'wavetank-parts.yml']) {
    const check = parsed(shown.get(file)!)
    expect(comment.on).toEqual({ workflow_run: { workflows: [check.name], types: ['completed'] } })
    const uploads = Object.values(check.jobs).flatMap(({ steps }) =>
      steps.filter(({ uses }) => uses?.startsWith('actions/upload-artifact@') === true),
    )
    expect(uploads.map(({ with: given }) => given)).toContainEqual(
      expect.objectContaining({ name: 'wavetank-comment', path: '.perf/check.md' }),
    )
    // Folders whose name begins with a dot are left out else.
    for (const { with: given } of uploads) expect(given).toMatchObject({ 'include-hidden-files': true })
  }
  expect(comment.permissions).toEqual({})
  expect(Object.values(comment.jobs).flatMap(({ steps }) => steps.filter(({ uses }) => uses !== undefined))).toEqual([])
})

describe('controls: dangers are found', () => {
  const text = readText('templates/workflows/wavetank.yml')
  test.each([
    [text.replace('pull_request:', 'pull_request_target:'), 'runs with the rights of the repository'],
    [text.replace('contents: read', 'contents: write'), 'every job may write contents'],
    [text.replace(/^permissions:\n.*\n/m, ''), 'has whatever rights are the default'],
    [text.replace('npm ci', 'echo ${{ github.event.pull_request.title }}'), 'check pastes an expression into a script'],
    [text.replace('actions/checkout@v6', 'actions/checkout@main'), 'actions/checkout@main is not pinned'],
    [text.replace('persist-credentials: false', 'fetch-depth: 1'), 'check leaves credentials on the disk'],
    [text.replace('npm ci', 'npm ci # ${{ secrets.KEY }}'), 'uses secrets'],
  ])('%#', (text, danger) => {
    expect(dangers(text)).toContain(danger)
  })
})

/** The script itself, with a `gh` that says what it is told to say and writes down what it is asked to do. */
describe('the script that comments', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wavetank-comment-'))
  const at = (...path: string[]): string => join(folder, ...path)
  const script = parsed(readText('templates/workflows/wavetank-comment.yml')).jobs['comment']!.steps[0]!.run!
  const COMMIT = 'a'.repeat(40)

  const GH = `#!/usr/bin/env bash
case "$*" in
  *"/pulls "*) [ "$COMMIT" = "$(cat '${at('last-commit')}')" ] && echo 17 || true ;;
  "run download "*) mkdir -p "\${@: -1}" && cp -P '${at('artifact')}'/* "\${@: -1}" ;;
  *--paginate*) cat '${at('comments')}' ;;
  *) echo "$*" >> '${at('asked')}'; file=\${@: -1}; cp "\${file#body=@}" '${at('posted')}' ;;
esac
`

  function comment(): { status: number | null; output: string; asked: string; posted: string } {
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, RUNNER_TEMP: at('temp'), GH_REPO: 'o/r', RUN: '5' }
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      env: { ...env, HEAD: 'fork:branch"; $(touch hit)', COMMIT },
      cwd: folder,
      encoding: 'utf8',
    })
    const read = (name: string): string => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : '')
    return { status, output: stdout + stderr, asked: read('asked'), posted: read('posted') }
  }

  const say = (text: string): void => writeFileSync(at('artifact', 'check.md'), text)

  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(at('artifact'), { recursive: true })
    mkdirSync(at('temp'))
    writeFileSync(at('gh'), GH, { mode: 0o755 })
    writeFileSync(at('last-commit'), COMMIT)
    writeFileSync(at('comments'), '')
    say('<!-- wavetank-check -->\nAll well, @everyone.\n')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('posts what the check said, and calls nobody', () => {
    const { status, output, asked, posted } = comment()
    expect(status, output).toBe(0)
    expect(asked).toMatch(/^api --silent --method POST repos\/o\/r\/issues\/17\/comments /)
    expect(posted).toBe('<!-- wavetank-check -->\nAll well, @\u200beveryone.\n')
    expect(existsSync(at('hit'))).toBe(false)
  })

  test('changes the comment that is there', () => {
    writeFileSync(at('comments'), '301\n')
    expect(comment().asked).toMatch(/^api --silent --method PATCH repos\/o\/r\/issues\/comments\/301 /)
  })

  test('says nothing where the pull request has moved on, or there is none', () => {
    writeFileSync(at('last-commit'), 'b'.repeat(40))
    expect(comment()).toMatchObject({ status: 0, asked: '', posted: '', output: expect.stringContaining('No open pull request') as string })
  })

  test('says nothing where the check wrote nothing', () => {
    rmSync(at('artifact'), { recursive: true })
    expect(comment()).toMatchObject({ status: 0, asked: '' })
  })

  test.each([
    ['does not begin as a check does', () => say('Buy now!\n')],
    ['is too long', () => say(`<!-- wavetank-check -->\n${'x'.repeat(70_000)}`)],
    [
      'is a link to somewhere else',
      () => {
        rmSync(at('artifact', 'check.md'))
        writeFileSync(at('secret'), '<!-- wavetank-check -->\nsecret\n')
        symlinkSync(at('secret'), at('artifact', 'check.md'))
      },
    ],
  ])('refuses a check.md that %s', (_, spoil) => {
    spoil()
    expect(comment()).toMatchObject({ status: 1, asked: '', posted: '' })
  })
})
