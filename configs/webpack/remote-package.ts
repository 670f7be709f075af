import { readFileSync } from 'node:fs'
import path from 'node:path'
import { navigationSchema, remoteNameSchema } from '@atrium/protocol'
import * as v from 'valibot'

/** The part of a remote's `package.json` that concerns the workspace. */
const remotePackageSchema = v.object({
  name: v.string(),
  atrium: v.strictObject({
    contract: v.pipe(v.number(), v.integer(), v.minValue(1)),
    navigation: v.optional(navigationSchema),
  }),
})

export type RemotePackage = v.InferOutput<typeof remotePackageSchema>['atrium'] & { readonly name: string }

/**
 * Reads what a remote says of itself. Its name is that of its folder, everywhere.
 *
 * @throws Error naming the file and the field that is wrong.
 */
export function remotePackage(directory: string): RemotePackage {
  const file = path.join(directory, 'package.json')
  const name = v.parse(remoteNameSchema, path.basename(directory))
  const parsed = v.safeParse(remotePackageSchema, JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success) {
    const issue = parsed.issues[0]
    throw new Error(`${file}: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`)
  }
  if (parsed.output.name !== `@atrium/${name}`) {
    throw new Error(`${file}: name is ${parsed.output.name}, but the folder makes it @atrium/${name}`)
  }
  return { ...parsed.output.atrium, name }
}
