/** Finding the folders of installed packages. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/**
 * Finds packages as modules in a folder would, and if not there, as Wavetank itself does. Gives undefined for what is not installed.
 * Folders are searched, because many packages export neither their data nor their package.json, and `require.resolve` heeds that.
 */
export function packagesFrom(folder: string): (name: string) => string | undefined {
  return (name) => {
    for (const base of [join(folder, 'scenario.js'), import.meta.url]) {
      const searched = createRequire(base).resolve.paths(`${name}/package.json`) ?? []
      const found = searched.map((modules) => join(modules, name)).find((path) => existsSync(join(path, 'package.json')))
      if (found !== undefined) return found
    }
    return undefined
  }
}
