/** What a check asks of git, in a repository that is left as it is. */
import { execFileSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { EXIT } from './exit-codes.ts'
import { Failure } from './failure.ts'

export interface Repository {
  /** Absolute, without symbolic links. */
  readonly root: string
  /** The commit that is checked out. */
  readonly head: string
  /** Files that are not as they are there. */
  readonly uncommitted: readonly string[]
}

export interface BaseCommit {
  /** As the user named it. */
  readonly ref: string
  readonly commit: string
}

/** Where branches usually meet. */
const USUAL = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']

/** Runs git and gives what it prints. Throws what `execFileSync` throws. */
export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 28,
    env: gitEnvironment(),
  })
}

/** A hook tells git by these where it is; a worktree of one's own is somewhere else. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...rest } = process.env
  return { ...rest, LC_ALL: 'C' }
}

/** @throws Failure where there is no git, or no repository, or none with a commit */
export function openRepository(folder: string): Repository {
  let root: string
  try {
    root = realpathSync(git(folder, 'rev-parse', '--show-toplevel').trim())
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Failure('git was not found.', { remedy: 'Comparing with another commit needs it; leave --base and --changed out.' })
    throw new Failure('This is not a git repository.', {
      remedy: 'Comparing with another commit needs one; leave --base and --changed out.',
    })
  }
  const head = commitOf(root, 'HEAD')
  if (head === undefined) throw new Failure('The repository has no commit yet.', { remedy: 'Commit something first.' })
  const uncommitted = lines(git(root, 'status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames')).map((line) =>
    line.slice(3),
  )
  return { root, head, uncommitted }
}

/**
 * The last commit that the one checked out has in common with a ref.
 * @param ref undefined: that of the branch which others usually start from
 * @throws Failure when there is no such ref, or what they have in common is not here
 */
export function mergeBase({ root, head }: Repository, ref: string | undefined): BaseCommit {
  const named = ref ?? USUAL.find((one) => commitOf(root, one) !== undefined)
  if (named === undefined)
    throw new Failure(`There is none of ${USUAL.join(', ')} to compare with.`, { remedy: 'Name a branch, a tag or a commit: --base REF.' })
  const tip = commitOf(root, named)
  const isShallow = git(root, 'rev-parse', '--is-shallow-repository').trim() === 'true'
  const deepen = 'This clone is shallow: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout.'
  if (tip === undefined)
    throw new Failure(`There is no commit "${named}" in this repository.`, {
      remedy: isShallow ? deepen : `Fetch it first, as in \`git fetch origin ${named.replace(/^origin\//, '')}\`, or name another.`,
    })
  try {
    return { ref: named, commit: git(root, 'merge-base', tip, head).trim() }
  } catch {
    throw isShallow
      ? new Failure(`What HEAD has in common with ${named} is not in this clone.`, { remedy: deepen, code: EXIT.unjudged })
      : new Failure(`HEAD and ${named} have no commit in common.`, { remedy: 'Name a commit that HEAD comes from.' })
  }
}

/** Files that are not as they were in a commit, from the root of the repository, untracked ones included. */
export function changedSince({ root }: Repository, { commit }: BaseCommit): ReadonlySet<string> {
  const changed = lines(git(root, 'diff', '--name-only', '-z', '--no-renames', commit))
  const untracked = lines(git(root, 'ls-files', '--others', '--exclude-standard', '-z'))
  return new Set([...changed, ...untracked])
}

/** A path from the root of the repository, with slashes; undefined when it leads out of it. */
export function pathInside({ root }: Repository, path: string): string | undefined {
  let real = resolve(path)
  try {
    real = realpathSync(real)
  } catch {
    // What is not there has no links either.
  }
  const inside = relative(root, real).replaceAll('\\', '/')
  return inside.startsWith('../') || inside === '..' || resolve(inside) === inside ? undefined : inside
}

function commitOf(root: string, ref: string): string | undefined {
  try {
    return git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`).trim()
  } catch {
    return undefined
  }
}

/** Of output that ends each item with a zero byte. */
function lines(output: string): string[] {
  return output.split('\0').filter((line) => line !== '')
}
