/** What browsers told of one release. */
export interface ReleaseHealth {
  /** Visits in which it was to be drawn. */
  readonly visits: number
  /** Of these, visits in which it failed. */
  readonly failed: number
  /** By vital (`LCP`, `INP`, `CLS`), one value a visit. */
  readonly vitals: ReadonlyMap<string, readonly number[]>
}

export interface Visit {
  readonly person: string
  /** The page's own name for itself. */
  readonly visit: string
}

export interface HealthRecord {
  readonly used: (visit: Visit) => void
  readonly failed: (visit: Visit) => void
  readonly vital: (visit: Visit, name: string, value: number) => void
  readonly health: () => ReleaseHealth
}

/** So many visits of one person count: one with a broken browser, or with a grudge, is one among many. */
const perPerson = 5

/** Visits that are remembered; what a release is like is clear long before. */
const most = 5000

/** Gathers what browsers tell of one release, each visit once. */
export function createHealthRecord(): HealthRecord {
  const visits = new Map<string, { failed: boolean; readonly vitals: Map<string, number> }>()
  const people = new Map<string, number>()
  const of = ({ person, visit }: Visit) => {
    const key = `${person} ${visit}`
    const known = visits.get(key)
    if (known) return known
    const before = people.get(person) ?? 0
    if (before >= perPerson || visits.size >= most) return undefined
    people.set(person, before + 1)
    const fresh = { failed: false, vitals: new Map<string, number>() }
    visits.set(key, fresh)
    return fresh
  }
  return {
    used: (visit) => void of(visit),
    failed(visit) {
      const known = of(visit)
      if (known) known.failed = true
    },
    vital: (visit, name, value) => void of(visit)?.vitals.set(name, value),
    health() {
      const vitals = new Map<string, number[]>()
      let failed = 0
      for (const visit of visits.values()) {
        if (visit.failed) failed++
        for (const [name, value] of visit.vitals) {
          const values = vitals.get(name)
          if (values) values.push(value)
          else vitals.set(name, [value])
        }
      }
      return { visits: visits.size, failed, vitals }
    },
  }
}
