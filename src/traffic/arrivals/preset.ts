/** Presets: models of the arrivals that real services saw, with the figures of each trace that its model was fitted to. */
import { choice, optional, rate } from '../../registry/option.ts'
import type { Pick } from '../../registry/pick.ts'
import { defineComposedArrivals } from './arrival-process.ts'
import { NestedArrivals } from './nested.ts'

interface Preset {
  /** Which trace, who published it, and what the model is held to. */
  readonly about: string
  /** Mean arrivals per second of the trace. */
  readonly rate: number
  /** The model with another mean rate, in the same rhythm. */
  model(rate: number): Pick
}

const SECOND = 1e9

/** An ARMA model of the log rate; what is left out has no effect. */
function arima(options: Readonly<Record<string, unknown>>): Pick {
  return { name: 'arima', options: { d: 0, ma: [], seasonal: undefined, profile: undefined, cv: 1, ...options } }
}

export const presets = {
  'azure-llm-conversation': {
    about:
      'chats with a language model, an hour of November 2023 (AzureLLMInferenceTrace_conv, Azure Public Dataset, CC BY 4.0): ' +
      '5.53/s, index of dispersion of counts 1.39, 3.9 and 16 on 1, 10 and 60 s; a log rate that wanders over 5 minutes fits all three',
    rate: 5.53,
    // The log rate is AR(1) with variance 0.055 and a time constant of 300 s.
    model: (perSecond) => arima({ rate: perSecond, every: 10 * SECOND, ar: [0.967216], innovation: 0.0595564, cv: 1.07 }),
  },
  'azure-llm-code': {
    about:
      'code completions by a language model, an hour of November 2023 (AzureLLMInferenceTrace_code, Azure Public Dataset, CC BY 4.0): ' +
      '2.57/s in bursts, cv of the gaps 13, index of dispersion of counts 13, 72 and 164 on 1, 10 and 60 s; ' +
      'bursts of 9 s and silences of 42 s, both exponential, come within 15 % of each',
    rate: 2.57,
    model: (perSecond) => ({
      name: 'mmpp',
      // With dwell times b and s, the busy rate is the mean times (b + s) / b.
      options: { rates: [(perSecond * (9.16 + 41.95)) / 9.16, 0], dwell: [9.16 * SECOND, 41.95 * SECOND], transitions: undefined },
    }),
  },
  'servegen-language-large': {
    about:
      'all requests to a large language model of a cloud, two weeks in steps of 10 minutes (ServeGen m-large, Alibaba Cloud, Apache 2.0): ' +
      '196/s, from 48 to 583; ARIMA(2, 0, 1) of the log rate by exact likelihood, with its variance 0.166 and its correlations up to 6 hours',
    rate: 196,
    model: (perSecond) => arima({ rate: perSecond, every: 600 * SECOND, ar: [1.46546, -0.479072], ma: [-0.720758], innovation: 0.159389 }),
  },
} as const satisfies Readonly<Record<string, Preset>>

type Name = keyof typeof presets
const names = Object.keys(presets) as Name[]

export const preset = defineComposedArrivals({
  descriptor: {
    kind: 'arrivals',
    name: 'preset',
    summary: 'Arrivals as a real service saw them: a model that was fitted to its trace, at the rate of the trace or at another.',
    source: names.map((name) => `${name}: ${presets[name].about}`).join('. '),
    options: {
      like: choice({ doc: 'the trace', of: names }),
      rate: optional(rate({ doc: 'mean records per second, in the rhythm of the trace; that of the trace when left out', max: 1e9 })),
    },
    main: 'like',
  },
  compose(named) {
    const nested = new NestedArrivals(named)
    const model = (options: { readonly like: Name; readonly rate?: number | undefined }): Pick =>
      presets[options.like].model(options.rate ?? presets[options.like].rate)
    return {
      create: (options, context) => nested.create(model(options), context),
      meanRate: (options) => options.rate ?? presets[options.like].rate,
      unsteady: (options) => nested.unsteady(model(options)),
      finite: (options) => nested.finite(model(options)),
      deterministic: (options) => nested.deterministic(model(options)),
    }
  },
})
