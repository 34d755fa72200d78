/** Reads the path of a file: relative to the scenario's folder, absolute, or in an installed package as `package:NAME/PATH`. */
import type { FilePath } from '../registry/option.ts'
import { show } from '../units/parsed.ts'

/** Where files are looked for. */
export interface Places {
  /** The folder of the scenario file, absolute. */
  readonly folder: string
  /** The folder of an installed package, absolute; undefined when it is not installed. */
  readonly packageFolder?: ((name: string) => string | undefined) | undefined
}

interface Fault {
  readonly problem: string
  readonly hint?: string
}

const PACKAGE = 'package:'
/** As npm has it, with old names in capitals. What begins with a dot is no name, so that none leads out of its folder. */
const NAME = /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/
const LONGEST_NAME = 214

export function filePath(text: string, places: Places): FilePath | Fault {
  if (text === '' || text.includes('\0')) return { problem: `invalid path: ${show(text)}` }
  if (text.startsWith(PACKAGE)) return inPackage(text, places)
  return { written: text, absolute: text.startsWith('/') || /^[A-Za-z]:[\\/]/.test(text) ? text : `${places.folder}/${text}` }
}

function inPackage(text: string, { packageFolder }: Places): FilePath | Fault {
  const parts = text.slice(PACKAGE.length).split('/')
  const name = parts.splice(0, parts[0]!.startsWith('@') ? 2 : 1).join('/')
  if (!NAME.test(name) || name.length > LONGEST_NAME)
    return { problem: `invalid path: ${show(text)}; ${show(name)} is no name of a package`, hint: 'package:NAME/PATH' }
  // Anything else would lead out of the package, or mean different files on different systems.
  if (parts.length === 0 || parts.some((part) => /^\.{0,2}$/.test(part) || /[\\:]/.test(part)))
    return {
      problem: `invalid path: ${show(text)}; after the package's name it must lead to a file in the package`,
      hint: 'package:NAME/PATH',
    }
  const folder = packageFolder?.(name)
  if (folder !== undefined) return { written: text, absolute: `${folder}/${parts.join('/')}` }
  return {
    problem: `unknown package: ${name}; it is installed neither where the scenario is nor with Wavetank`,
    hint: 'install it in a folder above the scenario, or name a file by its path',
  }
}
