/** `check --changed`: which scenarios can have been touched by what has changed since another commit. */
import type { CheckPlan } from './check-plan.ts'
import { baselinePath } from './baseline-file.ts'
import { changedSince, git, pathInside, type BaseCommit, type Repository } from './git.ts'

export interface Selection {
  /** By place among the plans: why it is checked; undefined when it need not be. */
  readonly reasons: readonly (string | undefined)[]
  /** Why all are, when something has changed that any of them may depend on. */
  readonly all: string | undefined
}

/** What says nothing to a run: documents, pictures, what git and forges read, tests. */
const HARMLESS =
  /\.(?:md|markdown|rst|adoc|svg|png|jpe?g|gif|ico|ya?ml)$|^(?:docs?|tests?|notebooks|\.github|\.gitlab|\.vscode|\.idea)\/|(?:^|\/)(?:LICEN[CS]E|NOTICE|CODEOWNERS|\.gitignore|\.gitattributes|\.editorconfig)[^/]*$/i
const CONFIGURATION = /(?:^|\/)wavetank\.ya?ml$/

export function selectChanged(plans: readonly CheckPlan[], repository: Repository, base: BaseCommit, baselines: string): Selection {
  const changed = changedSince(repository, base)
  const inside = (path: string): string => pathInside(repository, path) ?? path
  const inputs = plans.map(({ file, reads, scenario }) => [file, baselinePath(baselines, scenario), ...reads].map(inside))
  const known = new Set(inputs.flat())
  const folder = `${inside(baselines)}/`
  const widest = [...changed].find(
    (path) => CONFIGURATION.test(path) || !(known.has(path) || path.startsWith(folder) || HARMLESS.test(path)),
  )
  if (widest !== undefined)
    return { reasons: plans.map(() => `${widest} has changed`), all: `${widest} has changed, which any of them may depend on` }
  const watched = watchedBy(
    repository,
    plans.flatMap(({ reads }) => reads.map(inside)),
  )
  const reasons = inputs.map((paths) => {
    const own = paths.find((path) => changed.has(path))
    if (own !== undefined) return `${own} has changed`
    const unseen = paths.slice(2).find((path) => !watched.has(path) && !path.includes('node_modules/'))
    return unseen === undefined ? undefined : `${unseen} is not in version control`
  })
  return { reasons, all: undefined }
}

/** Those of some paths that are in version control; what is installed follows from the lock file, which is. */
function watchedBy({ root }: Repository, paths: readonly string[]): ReadonlySet<string> {
  if (paths.length === 0) return new Set()
  return new Set(
    git(root, 'ls-files', '-z')
      .split('\0')
      .filter((path) => paths.includes(path)),
  )
}
