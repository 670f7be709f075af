/** Names of the services that are operated. */
export const services: readonly string[] = ['checkout', 'search', 'mailer']

/** What is open at the moment. */
export const incidents = [
  { id: 'INC-7', service: 'checkout', title: 'Payments time out', since: '2026-11-30T08:12:00Z' },
  { id: 'INC-8', service: 'mailer', title: 'Queue grows', since: '2026-11-30T09:40:00Z' },
] as const

/** Requests of a service in each of the last twelve minutes, made from its name alone. */
export const requestsOf = (service: string): number[] =>
  Array.from({ length: 12 }, (_, minute) => 40 + ((service.length * 37 + minute * minute * 13) % 60))
