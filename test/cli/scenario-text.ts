/** Small scenarios for the tests of the command line. */

/** A queue with one server: 1,000 jobs a second, half of its time. */
export function queueScenario(
  changes: { readonly duration?: string; readonly objective?: string; readonly service?: string; readonly extra?: string } = {},
): string {
  const { duration = '2 s', objective = 'latency.p50 < 1 s', service = 'exponential: 0.5 ms', extra = '' } = changes
  return `format: 1
name: queue
about: Jobs wait for one server.
duration: ${duration}
seed: 5
parameters: { rate: 1_000/s }
traffic:
  jobs: { arrivals: { poisson: $rate }, records: { key: { uniform: 10 }, fields: { size: { exponential: 2 } } } }
pipeline:
  server: { from: jobs, service: { time: { ${service} } } }
  done: { from: server, sink: { file: done.csv } }
objectives: ["${objective}"]
${extra}`
}
