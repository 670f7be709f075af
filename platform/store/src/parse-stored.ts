import { careSchema, changeSchema, registrySchema, signedReleaseSchema } from '@atrium/protocol'
import type * as v from 'valibot'
import { parseDocument } from './parse-document.ts'

const documents = {
  registry: registrySchema,
  release: signedReleaseSchema,
  care: careSchema,
  change: changeSchema,
} as const

type Documents = typeof documents

/**
 * Reads a document of a store; whether it is to be believed is another question (see platform/trust).
 *
 * @throws Error naming the first field that is wrong.
 */
export const parseStored = <Kind extends keyof Documents>(kind: Kind, text: string): v.InferOutput<Documents[Kind]> =>
  parseDocument(documents[kind], text)
