/** Another commit, checked out beside the repository for as long as somebody looks at it. */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { EXIT } from './exit-codes.ts'
import { Failure } from './failure.ts'
import { git, gitEnvironment, type Repository } from './git.ts'

/**
 * Checks a commit out into a temporary folder and calls an action with it. The folder goes again whatever happens, but for a power cut.
 * Installed packages are those of the repository: links lead to its `node_modules`.
 * @throws Failure when it cannot be checked out; what the action throws
 */
export async function inWorktree<Value>(
  repository: Repository,
  commit: string,
  signal: AbortSignal,
  action: (tree: string) => Promise<Value>,
): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'wavetank-base-'))
  const tree = join(folder, 'tree')
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true })
    try {
      git(repository.root, 'worktree', 'prune')
    } catch {
      // It forgets a folder that is gone by itself, later.
    }
  }
  process.on('exit', remove)
  try {
    await checkOut(repository, commit, tree, signal)
    linkPackages(repository.root, tree)
    return await action(tree)
  } finally {
    process.off('exit', remove)
    remove()
  }
}

async function checkOut({ root }: Repository, commit: string, tree: string, signal: AbortSignal): Promise<void> {
  // A hook of the repository has no business here.
  const args = ['-c', 'core.hooksPath=/dev/null', 'worktree', 'add', '--detach', '--force', tree, commit]
  const running = promisify(execFile)('git', args, { cwd: root, env: gitEnvironment(), signal })
  const closed = new Promise((resolve) => running.child.once('close', resolve))
  try {
    await running
  } catch (error) {
    // A git that has been told to stop may still be writing files, which would come after the folder has gone.
    await closed
    signal.throwIfAborted()
    const said = String((error as { stderr?: unknown }).stderr ?? error)
      .trim()
      .split('\n')
      .at(-1)!
    throw new Failure(`Could not check out ${commit.slice(0, 10)}: ${said}`, { code: EXIT.unjudged })
  }
}

/** Beside every manifest of the repository; what the commit brings along itself stays. */
function linkPackages(root: string, tree: string): void {
  const manifests = git(root, 'ls-files', '-z', '--', 'package.json', '*/package.json')
  for (const manifest of manifests.split('\0').filter((path) => path !== '')) {
    const [from, to] = [join(root, dirname(manifest), 'node_modules'), join(tree, dirname(manifest), 'node_modules')]
    if (existsSync(from) && !existsSync(to) && existsSync(dirname(to))) symlinkSync(from, to, 'junction')
  }
}
