/** The registries that options may pick from. */
import type { PickedKind } from '../registry/option.ts'
import { arrivals } from '../traffic/arrivals/index.ts'
import { modifiers } from '../traffic/modifiers/index.ts'
import type { Pickable } from './reader.ts'

/** By kind; `what` names the kind in messages. Which thing it is, is known at run time only: the types of its options are forgotten here. */
export const PICKABLES: Readonly<Record<PickedKind, { readonly registry: Pickable; readonly what: string }>> = {
  arrivals: { registry: arrivals as unknown as Pickable, what: 'arrival process' },
  modifier: { registry: modifiers as unknown as Pickable, what: 'modifier of arrivals' },
}
