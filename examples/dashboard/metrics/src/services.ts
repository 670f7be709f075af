import { basePath } from '@atrium/remote'
import { use } from 'react'

/** Requests of a service in each of the last minutes. */
export interface Service {
  readonly name: string
  readonly requests: readonly number[]
}

let pending: Promise<readonly Service[]> | undefined

async function fetchServices(): Promise<readonly Service[]> {
  const response = await fetch(`${basePath()}api/operations/services`)
  if (!response.ok) throw new Error(`services: the server responded with ${response.status}`)
  return (await response.json()) as readonly Service[]
}

/** All services; requested once for the page and every chart on it. */
export const useServices = (): readonly Service[] => use((pending ??= fetchServices()))
