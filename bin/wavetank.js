#!/usr/bin/env node
// The published command: compiled code where it exists alone, the TypeScript sources inside the repository.
import { existsSync } from 'node:fs'
import { enableCompileCache } from 'node:module'

enableCompileCache?.()
const sources = new URL('../src/cli/main.ts', import.meta.url)
await import(existsSync(sources) ? sources.href : new URL('../dist/cli/main.js', import.meta.url).href)
