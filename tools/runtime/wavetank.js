#!/usr/bin/env node
// `npx wavetank` inside the repository. npx puts the pinned Node first on PATH; started by hand on an older Node, it starts again on the pinned one.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const entry = new URL('../../bin/wavetank.js', import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)
const pinned = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))
if ((major < 22 || (major === 22 && minor < 18)) && existsSync(pinned)) {
  const run = spawnSync(pinned, [fileURLToPath(entry), ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exitCode = run.status ?? 4
} else {
  await import(entry.href)
}
