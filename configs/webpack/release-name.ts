import { developmentVersion } from '@atrium/protocol'
import type { BuildMode } from './build-mode.ts'

/**
 * A release is named by what is in it, and its name is in its files. So a build writes this
 * placeholder of the same length, and the name replaces it when all bytes are known.
 */
export const versionPlaceholder = 'release00000'

/** What stands for the version while a build runs. */
export const buildVersion = (mode: BuildMode): string =>
  mode === 'development' ? developmentVersion : versionPlaceholder

/** Global variable of a container and namespace of its chunks, unique per release. */
export const globalName = (remote: string, version: string): string => `${remote.replaceAll('-', '_')}_${version}`
