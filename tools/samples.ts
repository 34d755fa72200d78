/** The sample reports: what `wavetank compare` writes for two shipped scenarios, as far as it is worth committing. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Generated } from './generate.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  'fast-or-many': ['report.html', 'report.md', 'sweep-1.png'],
  'llm-gateway': ['report.html', 'report.md', 'quantile-shift.png'],
}

/** Runs the comparisons; needs `npm run build`. */
export function samples(): Generated[] {
  return Object.entries(SAMPLES).flatMap(([name, files]) => {
    const folder = mkdtempSync(join(tmpdir(), 'wavetank-sample-'))
    try {
      const args = [join(ROOT, 'bin/wavetank.js'), 'compare', name, '--quiet', '--gate', 'none', '--out', folder]
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
      if (status !== 0) throw new Error(`comparing ${name} failed: ${stderr}`)
      return files.map((file) => ({ path: `reports/samples/${name}/${file}`, text: readFileSync(join(folder, file)) }))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
