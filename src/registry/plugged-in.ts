/**
 * How registries grow. They are object literals; what a plugin defines is added by this alone, when a process or a thread starts and before
 * it reads a scenario, and only scenarios that name the plugin see it.
 */
import type { Descriptor } from './descriptor.ts'

interface Described {
  readonly descriptor: Descriptor
}

/** Through which modules a thing came that is not built in: their URLs, several where one passes on what another defines. */
const modules = new WeakMap<Descriptor, Set<string>>()

/** Adds a thing to the registry of its kind. Throws a RangeError when its name is taken by another one. */
export function plugIn(registry: Readonly<Record<string, Described>>, thing: Described, module: string): void {
  const { name } = thing.descriptor
  const taken = Object.hasOwn(registry, name) ? registry[name] : undefined
  if (taken !== undefined && taken !== thing) {
    const other = modules.get(taken.descriptor)
    const by = other === undefined ? 'which is built in' : `which ${[...other].join(' and ')} has taken`
    throw new RangeError(`takes the name ${name}, ${by}`)
  }
  modules.set(thing.descriptor, (modules.get(thing.descriptor) ?? new Set()).add(module))
  ;(registry as Record<string, Described>)[name] = thing
}

/** The names of a registry for a scenario with these plugins (by URL): what is built in, and what they define. */
export function namesFor(registry: Readonly<Record<string, Described>>, plugins: ReadonlySet<string>): string[] {
  return Object.keys(registry).filter((name) => {
    const through = modules.get(registry[name]!.descriptor)
    return through === undefined || [...through].some((module) => plugins.has(module))
  })
}
