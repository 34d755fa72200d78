/** Completion, in the shells that the machine has. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMAND, wavetank } from './command.ts'

const cwd = mkdtempSync(join(tmpdir(), 'wavetank-completion-'))
const bin = mkdtempSync(join(tmpdir(), 'wavetank-completion-bin-'))
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH']}`, SHELL: '/bin/sh' }

beforeAll(() => {
  writeFileSync(join(bin, 'wavetank'), `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`, { mode: 0o755 })
  mkdirSync(join(cwd, 'scenarios'))
  writeFileSync(join(cwd, 'scenarios', 'shop-front.yaml'), '')
})
afterAll(() => [cwd, bin].forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** What is suggested for the last word. */
type Suggest = (...words: string[]) => string[]

/** Runs the functions of the printed scripts in the way in which each shell does. */
const SHELLS: Readonly<Record<string, { readonly args: readonly string[]; readonly script: string }>> = {
  bash: {
    args: ['--norc', '-c'],
    script: `source <(wavetank completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _wavetank; printf '%s\\n' "\${COMPREPLY[@]}"`,
  },
  zsh: {
    args: ['-f', '-c'],
    script: `compdef() {}; _files() {}; _describe() { print -l -- "\${(@P)2}" }; source <(wavetank completion zsh)
words=("$@"); CURRENT=$#; _wavetank | sed 's/:.*//'`,
  },
  fish: {
    args: ['--no-config', '-c'],
    script: `source (wavetank completion fish | psub); complete -C (string join ' ' -- $argv) | string match -v -r '/$' | cut -f 1`,
  },
}

function suggestIn(name: string): Suggest {
  const { args, script } = SHELLS[name]!
  // The name of the script comes first, but in fish.
  const before = name === 'fish' ? [] : [name]
  return (...words) => {
    const { status, stdout, stderr } = spawnSync(name, [...args, script, ...before, 'wavetank', ...words], { cwd, env, encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(status).toBe(0)
    return stdout.split('\n').filter((line) => line !== '')
  }
}

const isThere = (name: string): boolean => spawnSync(name, ['--version']).status === 0

for (const name of Object.keys(SHELLS)) {
  if (!isThere(name)) console.warn(`Completion in ${name} is not tested: it is not on this machine.`)
  describe.skipIf(!isThere(name))(`in ${name}`, { timeout: 60_000 }, () => {
    const suggest = suggestIn(name)

    test('commands', () => {
      expect(suggest('comp')).toEqual(expect.arrayContaining(['compare', 'completion']))
      expect(suggest('comp')).toHaveLength(2)
      expect(suggest('')).toEqual(expect.arrayContaining(['run', 'check', 'explain']))
    })

    test('options of a command, and their values', () => {
      expect(suggest('run', '--sp')).toEqual(['--speed'])
      expect(suggest('run', 'quickstart', '--clock', 'w')).toEqual(['wall'])
      expect(suggest('init', '--from', 'll')).toEqual(['llm'])
    })

    test('scenarios, here and in the package', () => {
      expect(suggest('run', 'shop')).toEqual(['shop-front'])
      expect(suggest('check', '--init', 'quick')).toEqual(['quickstart'])
    })

    test('names of things, of kinds, of schemas', () => {
      expect(suggest('explain', 'per-w')).toEqual(['per-window'])
      expect(suggest('explain', 'latency.p9')).toEqual(expect.arrayContaining(['latency.p99', 'latency.p90']))
      expect(suggest('list', 'sched')).toEqual(['scheduling'])
      expect(suggest('schema', 'se')).toEqual(['settings'])
    })

    test('files where nothing has a name', () => {
      expect(suggest('run', 'quickstart', '--out', 'zzz')).toEqual([])
      expect(suggest('explain', 'nothing-like-this')).toEqual([])
    })
  })
}

test('the script is that of the shell that is used', () => {
  const script = (...args: string[]): string => wavetank(['completion', ...args]).stdout
  expect(script('zsh')).toMatch(/^#compdef wavetank\n/)
  expect(script('fish')).toContain('complete -c wavetank')
  expect(spawnSync(join(bin, 'wavetank'), ['completion'], { cwd, env: { ...env, SHELL: '/usr/bin/fish' }, encoding: 'utf8' }).stdout).toBe(
    script('fish'),
  )
  expect(spawnSync(join(bin, 'wavetank'), ['completion'], { cwd, env, encoding: 'utf8' }).stdout).toBe(script('bash'))
  expect(wavetank(['completion', 'csh'])).toMatchObject({ code: 2 })
})
