import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

export interface Vector {
  readonly id: string
  /** Seen to run or load something in a browser without any protection. */
  readonly live: boolean
  readonly category: string
  readonly payload: string
}

const read = (file: string): Vector[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Vector)

const corpus = path.resolve(import.meta.dirname, '../../../shared/corpora/html-attacks/vectors.jsonl')

const here = (name: string): Vector[] => read(path.join(import.meta.dirname, 'fixtures', name))

/** What travels with the repository: a choice from the corpus, and rows of our own. Rows are only ever added. */
export const fixtures = (): Vector[] => [...here('vectors.jsonl'), ...here('own.jsonl')]

/** The corpus beside the repository, or null where it is not. */
export const corpusVectors = (): Vector[] | null => (existsSync(corpus) ? read(corpus) : null)

/** Every n-th, so that all kinds are in it and each run is the same. */
export const slice = (vectors: readonly Vector[], size: number): Vector[] => {
  const step = Math.max(1, Math.ceil(vectors.length / size))
  return vectors.filter((_, index) => index % step === 0)
}
