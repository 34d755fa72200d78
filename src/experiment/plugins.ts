/** Loads plugins: modules of the user's own, each with strategies, operators or arrival processes. They are code with the user's rights. */
import { operators } from '../operators/index.ts'
import type { Descriptor } from '../registry/descriptor.ts'
import { plugIn } from '../registry/plugged-in.ts'
import { scheduling } from '../strategies/scheduling/index.ts'
import { windowing } from '../strategies/windowing/index.ts'
import { arrivals } from '../traffic/arrivals/index.ts'

type Registry = Readonly<Record<string, { readonly descriptor: Descriptor }>>

/** What a plugin may define, and by what. Which thing it is, is known at run time only: the types of its options are forgotten here. */
const REGISTRIES: Readonly<Partial<Record<string, { readonly registry: Registry; readonly by: string }>>> = {
  scheduling: { registry: scheduling as unknown as Registry, by: 'defineScheduling' },
  windowing: { registry: windowing as unknown as Registry, by: 'defineWindowing' },
  operator: { registry: operators as unknown as Registry, by: 'defineOperator' },
  arrivals: { registry: arrivals as unknown as Registry, by: 'defineArrivals' },
}
const MAKERS = Object.values(REGISTRIES).map((one) => one!.by)

/** What is wrong with a plugin: a sentence that goes on after its name. */
export class PluginError extends Error {
  override readonly name = 'PluginError'
  /** Of its module. */
  readonly url: string

  constructor(url: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.url = url
  }
}

/** A module's things, or what is wrong with it, by its URL. */
const loaded = new Map<string, Promise<readonly Descriptor[]>>()

/**
 * Loads modules and adds what they export to the registries, once in a process or a thread. Gives what each of them defines.
 * @param urls of the modules; that of a file is `pathToFileURL(path).href`
 * @throws PluginError
 */
export async function loadPlugins(urls: readonly string[]): Promise<readonly (readonly Descriptor[])[]> {
  const found: (readonly Descriptor[])[] = []
  // One after another, so that which of two takes a name first does not depend on how fast they load.
  for (const url of urls) {
    const loading = loaded.get(url) ?? loadPlugin(url)
    loaded.set(url, loading)
    found.push(await loading)
  }
  return found
}

/** The plugin in which an error arose during a run, if it was in one: the URL of its module. */
export function pluginBehind(error: Error): string | undefined {
  return [...loaded.keys()].find((url) => error.stack?.includes(url) === true)
}

async function loadPlugin(url: string): Promise<readonly Descriptor[]> {
  let module: Readonly<Record<string, unknown>>
  try {
    module = (await import(url)) as Readonly<Record<string, unknown>>
  } catch (error) {
    throw new PluginError(url, `could not be loaded: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
  const things = [...new Set(Object.values(module).filter(isDescribed))]
  if (things.length === 0)
    throw new PluginError(url, `defines nothing: export what ${MAKERS.slice(0, -1).join(', ')} or ${MAKERS.at(-1)} gives`)
  const registries = things.map((thing) => registryOf(url, thing))
  for (const [number, thing] of things.entries()) {
    try {
      plugIn(registries[number]!, thing, url)
    } catch (error) {
      if (error instanceof RangeError) throw new PluginError(url, error.message)
      throw error
    }
  }
  return things.map(({ descriptor }) => descriptor)
}

function isDescribed(value: unknown): value is { readonly descriptor: Descriptor } {
  return typeof value === 'object' && value !== null && 'descriptor' in value
}

/** Refuses what would break later in a way that says nothing of the plugin. */
function registryOf(url: string, thing: { readonly descriptor: Descriptor; readonly create?: unknown }): Registry {
  const { kind, name, summary, options } = (thing.descriptor as Partial<Descriptor> | null) ?? {}
  const found = Object.hasOwn(REGISTRIES, String(kind)) ? REGISTRIES[String(kind)] : undefined
  const refuse = (what: string): PluginError => new PluginError(url, what)
  if (found === undefined) throw refuse(`defines something of the kind ${String(kind)}: it must be ${Object.keys(REGISTRIES).join(', ')}`)
  if (typeof name !== 'string' || !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))
    throw refuse(`defines something called ${String(name)}: a name is in kebab-case, as longest-queue`)
  if (typeof options !== 'object' || options === null) throw refuse(`does not say the options of ${name}: options: {} when there are none`)
  if (typeof summary !== 'string') throw refuse(`does not say in a line what ${name} does (summary)`)
  if (typeof thing.create !== 'function') throw refuse(`has no create() for ${name}`)
  return found.registry
}
