/** Finding and reading the scenario that an argument means: a path, or the name of one in `./scenarios` or in the package. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { didYouMean } from '../registry/suggestion.ts'
import { Failure } from './failure.ts'
import { readFailure } from './files.ts'

const SHIPPED = fileURLToPath(new URL('../../scenarios', import.meta.url))
const EXTENSIONS = ['.yaml', '.yml']
/** No scenario that a person wrote is larger. */
const LARGEST = 4 * 2 ** 20

export interface ScenarioFile {
  /** As messages and replay commands name it. */
  readonly shown: string
  readonly absolute: string
  readonly text: string
}

/** @throws Failure when there is no such scenario, or it is no text. */
export function openScenario(argument: string): ScenarioFile {
  const absolute = locate(argument)
  return { shown: shownPath(absolute), absolute, text: readText(absolute) }
}

function locate(argument: string): string {
  if (existsSync(argument)) return resolve(argument)
  if (isName(argument)) {
    const found = folders()
      .flatMap((folder) => EXTENSIONS.map((extension) => join(folder, argument + extension)))
      .find((path) => existsSync(path))
    if (found !== undefined) return found
  }
  const names = scenarioNames()
  const meant = didYouMean(basename(argument, extname(argument)), names)
  const what = isName(argument) ? `no scenario called "${argument}"` : `no file ${argument}`
  const known = names.length === 0 ? undefined : `Scenarios here: ${names.join(', ')}.`
  throw new Failure(`There is ${what}.${meant}`, known === undefined ? {} : { remedy: known })
}

/** Of the scenarios here and of those in the package. */
export function scenarioNames(): string[] {
  return [...new Set(folders().flatMap(namesIn))]
}

function isName(argument: string): boolean {
  return /^[\w-]+$/.test(argument)
}

function folders(): string[] {
  return [resolve('scenarios'), SHIPPED]
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => EXTENSIONS.includes(extname(file)))
      .map((file) => basename(file, extname(file)))
  } catch {
    return []
  }
}

function readText(path: string): string {
  try {
    const { size } = statSync(path)
    if (size > LARGEST)
      throw new Failure(`${shownPath(path)} has ${size} bytes, too many for a scenario.`, {
        remedy: 'Is it a trace? Name it in a scenario: `arrivals: { replay: { file: … } }`.',
      })
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    if (error instanceof Failure) throw error
    if (error instanceof TypeError) throw new Failure(`${shownPath(path)} is not UTF-8 text.`, { remedy: 'Save it as UTF-8.' })
    const failure = readFailure(shownPath(path), error)
    const inside = namesIn(path)
    throw inside.length === 0 ? failure : new Failure(`${failure.message} Did you mean one in it: ${inside.join(', ')}?`)
  }
}

/** Relative where that is shorter to read. */
function shownPath(path: string): string {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') || near === '' ? path : near
}
