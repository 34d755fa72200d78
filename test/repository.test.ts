/** A clone that has run `npm ci`, seen from a shell: the command is there, and runs on the pinned Node whatever the machine has. */
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readText, ROOT } from './tidy/repository.ts'

const BIN = join(ROOT, 'node_modules', '.bin')
const WAVETANK = join(BIN, 'wavetank')
const PINNED = process.versions.node

/** The path of a shell that knows nothing of this repository. */
const machinePath = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/bin', '/usr/bin', '/bin']
  .filter((folder) => !folder.includes('node_modules') && !folder.includes('node-gyp-bin'))
  .join(delimiter)

function run(command: string, args: readonly string[], path: string): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, PATH: path, NODE_OPTIONS: '', NO_COLOR: '1' }
  return spawnSync(command, args, { cwd: ROOT, env, encoding: 'utf8', timeout: 60_000 })
}

/** The machine's own Node, where it has one that is another than the pinned. */
function otherNode(): { path: string; version: string } | undefined {
  for (const folder of machinePath.split(delimiter)) {
    const path = join(folder, 'node')
    const version = existsSync(path) ? run(path, ['-p', 'process.versions.node'], machinePath).stdout.trim() : PINNED
    if (version !== PINNED && version !== '') return { path, version }
  }
  return undefined
}

const other = otherNode()
const reason = 'there is no other Node on this machine'
if (other === undefined) console.warn(`Tests of starting on another Node are skipped: ${reason}.`)

test('the command is linked where npx looks for it', () => {
  expect(existsSync(WAVETANK)).toBe(true)
  if (lstatSync(WAVETANK).isSymbolicLink()) expect(readlinkSync(WAVETANK)).toContain('runtime/wavetank.js')
})

test('npx runs the command of this repository', () => {
  const npx = run('npx', ['--no-install', 'wavetank', '--version'], machinePath)
  expect(npx.status, npx.stderr).toBe(0)
  expect(npx.stdout.trim()).toContain((JSON.parse(readText('package.json')) as { version: string }).version)
})

describe.skipIf(other === undefined)(`on a machine with Node ${other?.version ?? '(none)'}`, () => {
  /** Makes Node say which version it is, when it ends. */
  const announce = `data:text/javascript,${encodeURIComponent("process.on('exit', () => process._rawDebug('node ' + process.versions.node))")}`

  function versions(command: string, args: readonly string[]): string[] {
    const env = { ...process.env, PATH: machinePath, NODE_OPTIONS: `--import="${announce}"`, NO_COLOR: '1' }
    const { stderr, status } = spawnSync(command, args, { cwd: ROOT, env, encoding: 'utf8', timeout: 60_000 })
    expect(status).toBe(0)
    return [...stderr.matchAll(/^node (\S+)$/gm)].map(([, version]) => version!)
  }

  test('npx puts the pinned Node first', () => {
    expect(versions('npx', ['--no-install', 'node', '-p', '1'])).toContain(PINNED)
  })

  test('the command starts again on the pinned Node when the other one starts it and is too old', () => {
    const [major, minor] = other!.version.split('.').map(Number) as [number, number]
    const seen = versions(other!.path, [WAVETANK, '--version'])
    const old = major < 22 || (major === 22 && minor < 18)
    expect(seen).toEqual(old ? [PINNED, other!.version] : [other!.version])
  })

  test('arguments, output and exit code come through', () => {
    const refused = run(other!.path, [WAVETANK, 'explain', 'no such thing'], machinePath)
    expect(refused).toMatchObject({ status: 2, stdout: '' })
    expect(refused.stderr).toContain('no such thing')
  })
})
