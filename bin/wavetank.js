#!/usr/bin/env node
// The published command: compiled code where it exists alone, the TypeScript sources inside the repository.
import { existsSync } from 'node:fs'
import * as modules from 'node:module'
import { dirname } from 'node:path'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `wavetank needs Node 22.18 or newer, and this is ${process.versions.node}. Inside its repository, start it by npx.\n`,
  )
  process.exitCode = 2
} else {
  const cache = modules.enableCompileCache?.().directory
  // Threads look for it here.
  if (cache !== undefined) process.env.NODE_COMPILE_CACHE ??= dirname(cache)
  const sources = new URL('../src/cli/main.ts', import.meta.url)
  await import(existsSync(sources) ? sources.href : new URL('../dist/cli/main.js', import.meta.url).href)
}
