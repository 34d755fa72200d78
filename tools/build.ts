/**
 * Builds `dist/`: the compiled sources, and the bundle that draws charts inside a report.
 * `npm ci` runs this, so it is quick and says nothing when all is well.
 */
import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Vega registers all its transforms; reports use none of these, and they are half of its size. */
const UNUSED_TRANSFORMS = /^vega-(geo|force|hierarchy|label|regression|voronoi|wordcloud|crossfilter)$/

const leaveOut: Plugin = {
  name: 'leave-out-unused-transforms',
  setup(build) {
    build.onResolve({ filter: UNUSED_TRANSFORMS }, ({ path }) => ({ path, namespace: 'unused', sideEffects: false }))
    build.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'export {}' }))
  },
}

function compile(): Promise<number> {
  const manifest = new URL(import.meta.resolve('typescript/package.json'))
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { tsc: string } }
  const tsc = fileURLToPath(new URL(bin.tsc, manifest))
  const compiler = spawn(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    compiler.on('error', reject)
    compiler.on('close', (code) => resolve(code ?? 1))
  })
}

/** The bundle is passed on inside every report, so the notices of what is in it go along. */
function notices(): string {
  const license = (name: string): string => readFileSync(`${root}/node_modules/${name}/LICENSE`, 'utf8').trim()
  return `/*! Contains Vega:\n${license('vega')}\n\nand D3:\n${license('d3-scale')}\n*/`
}

async function bundleReportRuntime(): Promise<void> {
  await build({
    entryPoints: [`${root}/src/report/runtime/browser.ts`],
    outfile: `${root}/dist/report/runtime.js`,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    banner: { js: notices() },
    logLevel: 'warning',
    plugins: [leaveOut],
  })
}

rmSync(`${root}/dist`, { recursive: true, force: true })
const [status] = await Promise.all([compile(), bundleReportRuntime()])
process.exitCode = status
