/** Everything that has a name: what scenarios pick, and the metrics that objectives judge. Read from the registries, loaded when asked. */
import type { Descriptor } from '../registry/descriptor.ts'
import type { Metric } from '../measurement/metrics.ts'

export type Entry =
  | { readonly kind: Descriptor['kind']; readonly name: string; readonly summary: string; readonly descriptor: Descriptor }
  | { readonly kind: 'metric'; readonly name: string; readonly summary: string; readonly metric: Metric }

type Registered = Readonly<Record<string, { readonly descriptor: Descriptor }>>

/** In the order of the pipeline: what comes in, what is done with it, by which rules, and what is measured. */
export async function entries(): Promise<Entry[]> {
  const [
    { arrivals },
    { modifiers },
    { distributions },
    { keys },
    { disorders },
    { watermarks },
    { operators },
    { scheduling },
    { windowing },
    { metrics },
  ] = await Promise.all([
    import('../traffic/arrivals/index.ts'),
    import('../traffic/modifiers/index.ts'),
    import('../random/index.ts'),
    import('../traffic/keys/index.ts'),
    import('../traffic/disorder/index.ts'),
    import('../traffic/watermarks/index.ts'),
    import('../operators/index.ts'),
    import('../strategies/scheduling/index.ts'),
    import('../strategies/windowing/index.ts'),
    import('../measurement/metrics.ts'),
  ])
  // Which entry it is, is known at run time only: the types of its options are forgotten here.
  const registries = [
    arrivals,
    modifiers,
    distributions,
    keys,
    disorders,
    watermarks,
    operators,
    scheduling,
    windowing,
  ] as unknown as Registered[]
  return [
    ...registries.flatMap((registry) => Object.values(registry).map(({ descriptor }) => picked(descriptor))),
    ...metrics.map((metric) => ({ kind: 'metric' as const, name: metric.name, summary: metric.summary, metric })),
  ]
}

function picked(descriptor: Descriptor): Entry {
  return { kind: descriptor.kind, name: descriptor.name, summary: descriptor.summary, descriptor }
}
